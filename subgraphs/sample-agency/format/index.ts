/** The partner system's JSON, checked and turned into our types. Pure. */
export * from './episode';
export * from './person';
