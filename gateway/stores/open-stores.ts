import { join } from 'node:path';
import type { BudgetStore } from '../disclosure/budget-store';
import { createPostgresBudgetStore } from '../disclosure/postgres-budget-store';
import { openSqliteBudgetStore } from '../disclosure/sqlite-budget-store';
import type { LimitStore } from '../limits/limit-store';
import { createLocalLimitStore } from '../limits/local-limit-store';
import { createPostgresLimitStore } from '../limits/postgres-limit-store';
import { createLimitStore } from '../limits/redis-limit-store';
import { openFileRegistryStore } from '../schema-registry/file-registry-store';
import { openPostgresRegistryStore } from '../schema-registry/postgres-registry-store';
import type { RegistryStore } from '../schema-registry/registry-store';
import type { Postgres } from '../shared/postgres';
import type { RedisConnection } from '../shared/redis-connection';
import { waitForPostgres } from '../shared/wait-for-postgres';
import { createFileStopStore, stopsFile } from '../stops/file-stop-store';
import { createPostgresStopStore } from '../stops/postgres-stop-store';
import type { StopStore } from '../stops/types';
import { openFileGrantKeyStore } from '../subgraph-client/file-grant-key-store';
import type { GrantKeyStore } from '../subgraph-client/grant-key-store';
import { createPostgresGrantKeyStore } from '../subgraph-client/postgres-grant-key-store';

/** What a second gateway would have to share, beside the audit; nothing else knows where any of it is kept. */
export interface GatewayStores {
  readonly grantKeys: GrantKeyStore;
  readonly registry: () => Promise<RegistryStore>;
  /** What requesters search for and are told of, and how often they ask. */
  readonly limits: LimitStore;
  readonly rates: LimitStore;
  /** Tables that were asked for, across agencies. */
  readonly figures: BudgetStore;
  /** What is closed, whatever the protocols say. */
  readonly stops: StopStore;
}

/** Where stores are kept that none is given in the place of. */
export interface StorePlaces {
  readonly dataDirectory: string;
  /** Counts together, where it answers; else each gateway counts for itself. */
  readonly redis: RedisConnection | null;
  /** What gateways share, all but how often somebody asks; null: files in the data directory. */
  readonly postgres: Postgres | null;
  /** Milliseconds that what is counted waits for it while it is away. Default: it does not wait. */
  readonly databaseWait?: number;
  /** 32 bytes. */
  readonly grantKeysSealedWith: Uint8Array;
}

/** The embedded defaults, or PostgreSQL: budgets are kept there, and not in Redis, which may lose them at any time. */
export const openStores = (
  { dataDirectory, redis, postgres, databaseWait = 0, grantKeysSealedWith }: StorePlaces,
  given: Partial<GatewayStores> = {},
): GatewayStores => ({
  ...(postgres
    ? sharedStores(postgres, databaseWait, grantKeysSealedWith)
    : embeddedStores(dataDirectory, redis, given)),
  rates: createLimitStore(redis, createLocalLimitStore(), 'rate'),
  ...given,
});

type Kept = Omit<GatewayStores, 'rates'>;

const embeddedStores = (dataDirectory: string, redis: RedisConnection | null, given: Partial<GatewayStores>): Kept => ({
  grantKeys: given.grantKeys ?? openFileGrantKeyStore(dataDirectory),
  registry: () => openFileRegistryStore(join(dataDirectory, 'registry')),
  limits: createLimitStore(redis, createLocalLimitStore(), 'limit'),
  figures: given.figures ?? openSqliteBudgetStore(join(dataDirectory, 'figures-budget.sqlite')),
  stops: createFileStopStore(stopsFile(dataDirectory)),
});

function sharedStores(postgres: Postgres, databaseWait: number, grantKeysSealedWith: Uint8Array): Kept {
  const counting = waitForPostgres(postgres, { longest: databaseWait });
  return {
    grantKeys: createPostgresGrantKeyStore(postgres, grantKeysSealedWith),
    registry: () => openPostgresRegistryStore(postgres),
    limits: createPostgresLimitStore(counting),
    figures: createPostgresBudgetStore(counting),
    stops: createPostgresStopStore(postgres),
  };
}
