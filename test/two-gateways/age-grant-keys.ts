import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { openPostgres } from '@family-view/gateway/shared/postgres';
import { createPostgresGrantKeyStore } from '@family-view/gateway/subgraph-client/postgres-grant-key-store';
import { LINKAGE_KEY, type TwoGateways } from './start-two';

const DAY = 86_400_000;

/** Makes the grant keys that two gateways share so many days older, as if that time had gone by. */
export async function ageGrantKeys(two: Pick<TwoGateways, 'postgres'>, days: number): Promise<void> {
  const database = openPostgres(two.postgres.url);
  const store = createPostgresGrantKeyStore(database, openKeys('', LINKAGE_KEY).grantKeys);
  try {
    for (;;) {
      const kept = await store.read();
      const older = kept.map((key) => ({
        ...key,
        madeAt: new Date(Date.parse(key.madeAt) - days * DAY).toISOString(),
      }));
      if ((await store.replace(kept, older)) === 'kept') return;
    }
  } finally {
    await database.close();
  }
}
