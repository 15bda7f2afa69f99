import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Postgres } from '../shared/postgres';
import type { RegistryStore } from './registry-store';
import { STATEMENT_MINUTES } from './signed-statement';
import { RegistryDamaged, sha256, stagedForm, versionForm, writeRecord } from './version-record';

const identity = z.object({ id: z.string() });
const numbered = z.object({ newest: z.number() });
const recorded = z.object({ record: z.string() });
const worded = z.object({ body: z.string() });
const tried = z.object({ subgraph: z.string() });

/**
 * The registry in the database that gateways share: a version and its texts appear in one transaction.
 * @param begunAs its name where it has none yet.
 */
export async function openPostgresRegistryStore(
  postgres: Postgres,
  begunAs: string = randomUUID(),
): Promise<RegistryStore> {
  await postgres.ask('INSERT INTO family_view.registry VALUES (1, $1) ON CONFLICT DO NOTHING', [begunAs]);
  const [own] = await postgres.ask('SELECT id FROM family_view.registry');
  return {
    id: identity.parse(own).id,
    async newest() {
      const [found] = await postgres.ask(
        'SELECT coalesce(max(version), 0) AS newest FROM family_view.registry_version',
      );
      return numbered.parse(found).newest;
    },
    async read(version) {
      const [found] = await postgres.ask('SELECT record FROM family_view.registry_version WHERE version = $1', [
        version,
      ]);
      try {
        return versionForm.parse(JSON.parse(recorded.parse(found).record));
      } catch (cause) {
        throw new RegistryDamaged(`version ${version} cannot be read`, cause);
      }
    },
    async text(hash) {
      const [found] = await postgres.ask('SELECT body FROM family_view.registry_text WHERE hash = $1', [hash]);
      if (found === undefined) throw new RegistryDamaged(`the text ${hash.slice(0, 12)} is not there`);
      const { body } = worded.parse(found);
      if (sha256(body) !== hash) throw new RegistryDamaged(`the text ${hash.slice(0, 12)} has been changed`);
      return body;
    },
    add: (record, texts) =>
      postgres.inTransaction(async (ask) => {
        // In one order, so that two that add the same texts do not wait for each other.
        const all = [...new Set(texts)].map((text) => [sha256(text), text] as const).sort();
        for (const [hash, text] of all)
          await ask('INSERT INTO family_view.registry_text VALUES ($1, $2) ON CONFLICT DO NOTHING', [hash, text]);
        const added = await ask(
          'INSERT INTO family_view.registry_version VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING version',
          [record.version, writeRecord(record)],
        );
        return added.length === 1 ? 'added' : 'overtaken';
      }),
    async staged() {
      const rows = await postgres.ask('SELECT subgraph FROM family_view.registry_staged ORDER BY agency');
      try {
        return rows.map((one) => stagedForm.parse(JSON.parse(tried.parse(one).subgraph)));
      } catch (cause) {
        throw new RegistryDamaged('what is tried in staging cannot be read', cause);
      }
    },
    async stage(subgraph) {
      await postgres.ask(
        'INSERT INTO family_view.registry_staged VALUES ($1, $2) ON CONFLICT (agency) DO UPDATE SET subgraph = excluded.subgraph',
        [subgraph.name, JSON.stringify(subgraph)],
      );
    },
    async unstage(agency) {
      await postgres.ask('DELETE FROM family_view.registry_staged WHERE agency = $1', [agency]);
    },
    async useNonce(nonce) {
      // A nonce is of use only as long as its statement is young enough.
      await postgres.ask(
        "DELETE FROM family_view.registry_nonce WHERE used_at < clock_timestamp() - $1 * interval '1 minute'",
        [4 * STATEMENT_MINUTES],
      );
      const used = await postgres.ask(
        'INSERT INTO family_view.registry_nonce (nonce) VALUES ($1) ON CONFLICT DO NOTHING RETURNING nonce',
        [sha256(nonce)],
      );
      return used.length === 1;
    },
  };
}
