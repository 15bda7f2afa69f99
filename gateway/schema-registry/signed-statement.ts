import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { FamilyViewError } from '../errors';
import type { OwnerKey, Ownership } from './read-ownership';

/** For whoever reads the log in a year: 10 to 500 characters, on one line. */
export const breakingReason = z
  .string()
  .min(10)
  .max(500)
  .regex(/^\S\P{C}+\S$/u);

/** What somebody asks the registry to do, as it is signed. */
export const statementForm = z.strictObject({
  action: z.enum(['publish', 'stage', 'rollback', 'read']),
  /** The registry it is meant for: what is signed for one is worth nothing at another. */
  registry: z.string().max(100),
  agency: z.string().max(100).nullable(),
  /** SHA-256 of the SDL, in hexadecimal; null where there is none. */
  sdl: z.string().max(64).nullable(),
  url: z.string().max(2_000).nullable(),
  /** Of a rollback. */
  version: z.number().int().min(1).nullable(),
  at: z.iso.datetime(),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
  key: z.string().max(100),
  /** Of a publish: why what breaks others is published all the same. */
  allowBreaking: breakingReason.optional(),
});
export type Statement = z.infer<typeof statementForm>;

export const signedForm = z.strictObject({ statement: statementForm, signature: z.string().max(200) });
export type Signed = z.infer<typeof signedForm>;

/** Why a signature opens nothing: each is told with its fix in docs/registry.md. */
export const STATEMENT_FAULTS = [
  'KEY_UNKNOWN',
  'KEY_RUN_OUT',
  'KEY_OF_ANOTHER',
  'SIGNATURE_WRONG',
  'STATEMENT_OLD',
  'STATEMENT_OF_ANOTHER_REGISTRY',
  'STATEMENT_REPLAYED',
] as const;
export type StatementFault = (typeof STATEMENT_FAULTS)[number];

/** Nobody may do this on this signature. */
export class StatementRefused extends FamilyViewError {
  constructor(code: StatementFault, message: string) {
    super(message, { code, httpStatus: 403 });
  }
}

/** How far a statement's time may be from the registry's clock. */
export const STATEMENT_MINUTES = 5;

/** What is signed: RFC 8785 canonical JSON after a line that no other signature of ours begins with. */
const bytesOf = (statement: Statement): Buffer => Buffer.from(`family-view registry 1\n${canonicalize(statement)}`);

/** @param privateKey the 32 bytes of an Ed25519 private key, base64url. */
export function signStatement(
  statement: Statement,
  key: { readonly privateKey: string; readonly publicKey: string },
): Signed {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey, d: key.privateKey };
  const signature = sign(null, bytesOf(statement), createPrivateKey({ key: jwk, format: 'jwk' }));
  return { statement, signature: signature.toString('base64url') };
}

/**
 * Who signed: an agency's name, or `operator`.
 * @throws {StatementRefused} where no key of the ownership file signed it, or the time or registry is another.
 */
export function verifyStatement(
  { statement, signature }: Signed,
  ownership: Ownership,
  registry: string,
  now: Date,
): string {
  const { agency, action, key: id } = statement;
  const holders = keyHolders(ownership).filter(({ key }) => key.id === id);
  const may = holders.find(({ holder }) => isAllowed(holder, action, agency));
  if (holders.length === 0)
    throw new StatementRefused(
      'KEY_UNKNOWN',
      `schema/ownership.yaml has no key "${id}". Make one with familyview keys make ${agency ?? 'AGENCY'}, and have it added there.`,
    );
  if (!may)
    throw new StatementRefused(
      'KEY_OF_ANOTHER',
      `The key "${id}" is of ${holders[0]!.holder}: it may not ${action} ${agency ?? 'this'}.`,
    );
  const { key, holder } = may;
  if (key.until !== undefined && now.toISOString().slice(0, 10) > key.until)
    throw new StatementRefused(
      'KEY_RUN_OUT',
      `The key "${id}" ran out on ${key.until}. Make another, and have it added to schema/ownership.yaml.`,
    );
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey };
  if (
    !verify(null, bytesOf(statement), createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'))
  )
    throw new StatementRefused(
      'SIGNATURE_WRONG',
      `The signature is not of the key "${id}" over this request. Sign again with that key.`,
    );
  if (statement.registry !== registry)
    throw new StatementRefused(
      'STATEMENT_OF_ANOTHER_REGISTRY',
      'This was signed for another registry. Sign again for this one.',
    );
  if (Math.abs(now.getTime() - Date.parse(statement.at)) > STATEMENT_MINUTES * 60_000)
    throw new StatementRefused(
      'STATEMENT_OLD',
      `This was signed at ${statement.at}, more than ${STATEMENT_MINUTES} minutes from the registry's clock (${now.toISOString()}). Set the clock, and sign again.`,
    );
  return holder;
}

interface Held {
  readonly holder: string;
  readonly key: OwnerKey;
}

const OPERATOR = 'operator';

const keyHolders = ({ agencies, operators }: Ownership): readonly Held[] => [
  ...[...agencies].flatMap(([holder, { keys }]) => keys.map((key) => ({ holder, key }))),
  ...operators.map((key) => ({ holder: OPERATOR, key })),
];

/** Whoever holds any key may read; an agency publishes under its own name; rolling back is the operators'. */
function isAllowed(holder: string, action: Statement['action'], agency: string | null): boolean {
  if (action === 'read') return true;
  return action === 'rollback' ? holder === OPERATOR : holder === agency;
}
