/** The landlord's JSON, with HACT and tenure-API names, checked and turned into our types. Pure. */
export * from './homelessness';
export * from './names';
export * from './person';
export * from './rows';
export * from './tenure';
