import type { WorklistQuery } from '../../operations/stored';

/** Somebody whom a worklist names, with what may be read of what waits. */
export type Listed = NonNullable<NonNullable<NonNullable<WorklistQuery['worklist']>['nodes']>[number]>;
