import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { auditPaths } from '../audit/lock-directory';
import { type Audit, openAudit } from '../audit/open-audit';
import type { Config } from '../config';
import { connectionsEach } from '../config/workers';
import { type GatewayKeys, openKeys } from '../linkage/open-keys';
import { openDataDirectory } from '../shared/data-directory';
import type { Opened } from '../shared/opened';
import type { Postgres } from '../shared/postgres';
import { connectRedis, type RedisConnection } from '../shared/redis-connection';
import { openStops, type Stops } from '../stops/open-stops';
import { carryOver } from '../stores/carry-over';
import { openDatabase } from '../stores/open-database';
import { type GatewayStores, openStores } from '../stores/open-stores';
import { type GrantKeys, openGrantKeys } from '../subgraph-client/grant-keys';
import type { Telemetry } from '../telemetry/open-telemetry';

/** What lasts beyond a request, a version and, most of it, the process. */
export interface GatewayState {
  readonly keys: GatewayKeys;
  readonly postgres: Postgres | null;
  readonly redis: RedisConnection | null;
  readonly stores: GatewayStores;
  readonly audit: Audit;
  readonly stops: Stops;
  readonly grantKeys: GrantKeys;
}

interface StateParts {
  readonly now: () => Date;
  readonly log: Pick<Logger, 'warn'>;
  readonly telemetry: Pick<Telemetry, 'metrics' | 'onFault'>;
  /** In place of the embedded ones. */
  readonly stores?: Partial<GatewayStores>;
  /** Told of stops that this gateway did not make. */
  readonly onStops: Parameters<typeof openStops>[0]['onEntries'];
}

/** Opens keys, database, Redis, stores, audit, stops and grant keys. What was opened before a fault is closed by `opened`. */
export async function openState(config: Config, parts: StateParts, opened: Opened): Promise<GatewayState> {
  const { now, log, telemetry } = parts;
  const { metrics, onFault } = telemetry;
  const { dataDirectory } = config;
  openDataDirectory(dataDirectory);
  const auditDirectory = join(dataDirectory, 'audit');
  // A new key would open nothing of an audit that is there.
  const keys = openKeys(dataDirectory, config.linkageKey, !existsSync(auditPaths(auditDirectory).head));

  const postgres =
    config.databaseUrl === undefined
      ? null
      : await openDatabase(config.databaseUrl, keys.linkage, {
          onChange: (state) => log.warn({ state }, 'database'),
          connections: connectionsEach(config.workers),
        });
  opened.add(() => postgres?.close());
  const redis = await connectRedis(config.redisUrl, {
    onChange: (state) => log.warn({ state }, 'redis'),
    onAsked: metrics.redisAsked,
  });
  opened.add(() => redis?.close());
  const { databaseWait } = config;
  const stores = openStores(
    { dataDirectory, redis, postgres, databaseWait, grantKeysSealedWith: keys.grantKeys },
    parts.stores,
  );
  opened.add(() => stores.figures.close());

  const record = await openAudit({
    directory: auditDirectory,
    pseudonymKey: keys.auditPseudonyms,
    now,
    patience: config.auditWriteTimeout,
    evidence: { keyFile: config.auditKeyFile, exportDirectory: config.auditExport },
    sharedIn: config.databaseUrl,
    onFault,
  });
  opened.add(() => record.close());
  const audit: Audit = {
    ...record,
    intent: metrics.recorded('intent', record.intent),
    disclosure: metrics.recorded('disclosure', record.disclosure),
    event: metrics.recorded('event', record.event),
    refusal: metrics.recorded('refusal', record.refusal),
  };
  if (postgres) await carryOver(dataDirectory, postgres, stores);

  const stops = await openStops({ store: stores.stops, now, onEntries: parts.onStops, onFault });
  opened.add(() => stops.close());
  const grantKeys = await openGrantKeys(stores.grantKeys, now);
  return { keys, postgres, redis, stores, audit, stops, grantKeys };
}
