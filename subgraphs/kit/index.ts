/** What an agency takes away to join: serve a connector and resolvers as a guarded subgraph and contract. */
export { type ActRule, type ActVerdict, type AskedAct, DONE, refused } from './acts/act-register';
export type { ActStore, KeptAct } from './acts/act-store';
export type { AgencyActs } from './acts/agency-acts';
export * from './agency';
export * from './connector';
export type { CheckpointStore } from './countersign/checkpoint-store';
export * from './errors';
export { openRedisReplayStore, type RedisCommand } from './grant/redis-replay-store';
export type { Remembered, ReplayStore } from './grant/replay-store';
export { holdPerson } from './hold-person';
export { NotGranted } from './not-granted';
export { serveAgency } from './serve-agency';
export { type AgencyStores, openFileStores } from './store/agency-stores';
export type { NotificationStore } from './store/notification-store';
export type { ProposalStore } from './store/proposal-store';
