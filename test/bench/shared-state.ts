import { prepareForGateways } from '@family-view/gateway/fixtures/gateway-role';
import { startPrivatePostgres } from '@family-view/gateway/shared/start-private-postgres';
import { startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';

/** What several workers share, of a bench's own. */
export interface SharedState {
  readonly environment: Readonly<Record<string, string>>;
  /** Of PostgreSQL. */
  readonly pid: number;
  close(): Promise<void>;
}

export async function startSharedState(): Promise<SharedState> {
  const [postgres, redis] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  return {
    environment: { DATABASE_URL: await prepareForGateways(postgres.url), REDIS_URL: redis.url },
    pid: postgres.process.pid!,
    async close() {
      await Promise.all([postgres.close(), redis.stop()]);
    },
  };
}
