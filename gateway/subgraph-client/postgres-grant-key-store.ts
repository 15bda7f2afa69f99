import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FamilyViewError } from '../errors';
import type { Postgres } from '../shared/postgres';
import type { GrantKeyStore, KeptGrantKey } from './grant-key-store';

/** The keys in the database were sealed with another key, or changed since. */
class GrantKeysUnreadable extends FamilyViewError {
  constructor(cause: unknown) {
    super(
      'The grant keys in the database do not open: they were sealed with another LINKAGE_KEY, or changed. Restore the row of family_view.grant_keys from a copy, or remove it: then new keys are made.',
      { code: 'GRANT_KEYS_UNREADABLE', cause },
    );
  }
}

const row = z.object({ kids: z.string(), sealed: z.string() });
const keysForm = z.array(z.object({ madeAt: z.iso.datetime(), jwk: z.looseObject({ kid: z.string() }) }));
const CIPHER = 'aes-256-gcm';
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/**
 * The keys of all gateways that share a database, in one sealed row. Who can read the database cannot sign with them, and
 * who can write in it cannot add one of their own: a row that was not sealed with `sealingKey` is refused.
 * @param sealingKey 32 bytes, the same in every gateway.
 */
export function createPostgresGrantKeyStore(postgres: Postgres, sealingKey: Uint8Array): GrantKeyStore {
  return {
    async read() {
      const [found] = await postgres.ask('SELECT kids, sealed FROM family_view.grant_keys');
      if (found === undefined) return [];
      const { kids, sealed } = row.parse(found);
      try {
        return keysForm.parse(JSON.parse(open(sealed, kids, sealingKey)));
      } catch (cause) {
        throw new GrantKeysUnreadable(cause);
      }
    },
    async replace(before, keys) {
      const [was, is] = [kidsOf(before), kidsOf(keys)];
      const sealed = seal(JSON.stringify(keys), is, sealingKey);
      const kept =
        before.length === 0
          ? await postgres.ask(
              'INSERT INTO family_view.grant_keys VALUES (1, $1, $2) ON CONFLICT DO NOTHING RETURNING one',
              [is, sealed],
            )
          : await postgres.ask(
              'UPDATE family_view.grant_keys SET kids = $2, sealed = $3 WHERE kids = $1 RETURNING one',
              [was, is, sealed],
            );
      return kept.length === 1 ? 'kept' : 'overtaken';
    },
  };
}

const kidsOf = (keys: readonly KeptGrantKey[]): string => keys.map(({ jwk }) => jwk.kid).join(' ');

/** @param about stands beside it, and is sealed in: neither can be exchanged without the other. */
function seal(text: string, about: string, key: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

function open(sealed: string, about: string, key: Uint8Array): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}
