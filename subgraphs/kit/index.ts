/** What an agency takes away to join: serve a connector and resolvers as a guarded subgraph and contract. */
export * from './agency';
export * from './connector';
export * from './errors';
export { holdPerson } from './hold-person';
export { NotGranted } from './not-granted';
export { serveAgency } from './serve-agency';
