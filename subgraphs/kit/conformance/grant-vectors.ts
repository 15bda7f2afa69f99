/**
 * Grants as test vectors, for agencies that do not run on Node: each a request with the time it came, and what must be
 * answered. Fixed keys and fixed times, so that the file is the same each time it is written (Ed25519 signs alike, RFC 8032).
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import {
  GRANT_ALGORITHM,
  GRANT_CLOCK_SKEW_SECONDS,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type Grant,
  type GrantSeal,
  type GrantStatement,
} from '@family-view/schema';
import type { GrantRefusal } from '../errors';
import { digestBody, digestStatement } from '../grant/grant-digests';

/** One request and its verdict. Times are seconds since 1970. */
export interface GrantVector {
  readonly name: string;
  readonly why: string;
  /** Which of `keySets` the gateway publishes at the time. */
  readonly keys: KeySet;
  readonly receivedAt: number;
  /** When the agency last started. */
  readonly startedAt: number;
  /** Vectors that this agency has answered before, in this order. */
  readonly after: readonly string[];
  readonly request: {
    readonly query: unknown;
    readonly variables?: unknown;
    readonly extensions: Readonly<Record<string, unknown>>;
  };
  readonly expected: 'GRANTED' | GrantRefusal;
}

type KeySet = 'first' | 'rotating' | 'rotated';

const AGENCY = 'adult-learning';
/** 2026-09-01T09:00:00Z. */
const NOW = 1_788_253_200;

/** PKCS #8's first bytes of an Ed25519 key (RFC 8410), before its 32 bytes. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyOf = (seed: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, createHash('sha256').update(seed).digest()]),
    format: 'der',
    type: 'pkcs8',
  });
const coded = (text: string): string => Buffer.from(text).toString('base64url');

const KEYS = { 'key-1': keyOf('first'), 'key-2': keyOf('second'), stranger: keyOf('stranger') };
const published = (kid: 'key-1' | 'key-2') => ({
  ...createPublicKey(KEYS[kid]).export({ format: 'jwk' }),
  kid,
  alg: GRANT_ALGORITHM,
  use: 'sig',
});

const QUERY = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Person { adultLearningRef } } }';
// Keys out of order, letters beyond ASCII, and numbers that languages write differently: what RFC 8785 is for.
const VARIABLES = {
  of: [{ __typename: 'Person', adultLearningRef: 'l-204' }],
  note: 'Zoë “Zo” 𝒵',
  limits: { z: 1e21, a: 0.000001, most: 50, exact: 10.5, no: null, yes: true },
};

const STATEMENT: GrantStatement = {
  v: 1,
  agency: AGENCY,
  requester: { id: 'requester-1', organisation: 'family-support', role: 'HEAD_OF_CENTRE', area: 'clifton' },
  purpose: 'EARLY_HELP',
  caseReference: null,
  protocolVersion: 'best-start-4',
  operation: '0b6d1f0e-57a8-4a6e-9b4a-7a53c1f4a8d2',
  people: [{ refs: ['l-204'], streams: ['adult-learning:episodes'] }],
  families: [],
  streams: [],
  body: digestBody(QUERY, VARIABLES),
  salt: '5q2mZxq0cXk0Gd1s9rYpVA',
};

const SEAL: GrantSeal = {
  iss: GRANT_ISSUER,
  iat: NOW,
  exp: NOW + GRANT_LIFETIME_SECONDS,
  jti: '6f5f1f0c-1d6b-4c1e-8a0f-2f6a6f1d9c11',
  digests: [],
};

interface Told {
  readonly statement?: Partial<GrantStatement>;
  readonly seal?: Partial<GrantSeal>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signedBy?: keyof typeof KEYS;
  /** The statement's text as it is sent, after it was sealed. */
  readonly alter?: (text: string) => string;
}

function grant({ statement, seal, header, signedBy = 'key-1', alter = (text) => text }: Told = {}): Grant {
  const text = JSON.stringify({ ...STATEMENT, ...statement });
  // One of two, as where the gateway signs once for all the agencies of a round.
  const digests = [digestStatement('another agency of the round'), digestStatement(text)];
  const protectedHeader = coded(JSON.stringify({ alg: GRANT_ALGORITHM, kid: 'key-1', ...header }));
  const signed = `${protectedHeader}.${coded(JSON.stringify({ ...SEAL, digests, ...seal }))}`;
  const signature = header?.alg === 'none' ? '' : sign(null, Buffer.from(signed), KEYS[signedBy]).toString('base64url');
  return { statement: alter(text), seal: `${signed}.${signature}` };
}

type Given = Partial<Omit<GrantVector, 'name' | 'why' | 'expected' | 'request'>> & {
  readonly told?: Told;
  readonly request?: Partial<GrantVector['request']>;
};

const vector = (
  name: string,
  why: string,
  expected: GrantVector['expected'],
  { told, request, ...given }: Given = {},
): GrantVector => ({
  name,
  why,
  keys: 'first',
  receivedAt: NOW + 1,
  startedAt: NOW - 3_600,
  after: [],
  ...given,
  request: { query: QUERY, variables: VARIABLES, extensions: { grant: grant(told) }, ...request },
  expected,
});

const VECTORS: readonly GrantVector[] = [
  vector('valid', 'Signed by a published key, just now, for this agency, over this request.', 'GRANTED'),
  vector('valid-without-variables', 'No variables count as {}.', 'GRANTED', {
    told: { statement: { body: digestBody(QUERY, undefined) } },
    request: { variables: undefined },
  }),
  vector('oldest-that-is-taken', `${GRANT_LIFETIME_SECONDS} s old.`, 'GRANTED', {
    receivedAt: NOW + GRANT_LIFETIME_SECONDS,
  }),
  vector('clocks-apart', `From ${GRANT_CLOCK_SKEW_SECONDS} s ahead: clocks differ.`, 'GRANTED', {
    receivedAt: NOW - GRANT_CLOCK_SKEW_SECONDS,
  }),
  vector('no-grant', 'Nothing in extensions.grant.', 'GRANT_MISSING', { request: { extensions: {} } }),
  vector('grant-is-text', 'A grant is an object of statement and seal.', 'GRANT_MALFORMED', {
    request: { extensions: { grant: 'yes' } },
  }),
  vector('statement-is-no-json', 'A statement is JSON, as text.', 'GRANT_MALFORMED', {
    told: { alter: () => '{"v":1,' },
  }),
  vector('statement-without-people', 'Each member of a statement must be there.', 'GRANT_MALFORMED', {
    told: { alter: (text) => JSON.stringify({ ...JSON.parse(text), people: undefined }) },
  }),
  vector('key-rotated', 'The gateway signs with its new key, and publishes both.', 'GRANTED', {
    keys: 'rotating',
    told: { header: { kid: 'key-2' }, signedBy: 'key-2' },
  }),
  vector('old-key-while-rotating', 'Signed before the rotation, by a key that is still published.', 'GRANTED', {
    keys: 'rotating',
  }),
  vector('key-retired', 'The old key is published no longer.', 'GRANT_KEY_UNKNOWN', { keys: 'rotated' }),
  vector('key-unknown', 'A key id that nobody publishes.', 'GRANT_KEY_UNKNOWN', {
    told: { header: { kid: 'key-9' }, signedBy: 'stranger' },
  }),
  vector('signed-by-a-stranger', "Another key's signature under a published id.", 'GRANT_SIGNATURE_INVALID', {
    told: { signedBy: 'stranger' },
  }),
  vector('algorithm-none', 'The algorithm is EdDSA, whatever the token says.', 'GRANT_SIGNATURE_INVALID', {
    told: { header: { alg: 'none' } },
  }),
  vector('algorithm-hs256', 'The same, with a shared secret.', 'GRANT_SIGNATURE_INVALID', {
    told: { header: { alg: 'HS256' } },
  }),
  vector('another-issuer', 'Signed for something else than Family View.', 'GRANT_ISSUER_UNKNOWN', {
    told: { seal: { iss: 'somebody-else' } },
  }),
  vector('too-old', `Over ${GRANT_LIFETIME_SECONDS} s old.`, 'GRANT_EXPIRED', {
    receivedAt: NOW + GRANT_LIFETIME_SECONDS + 1,
  }),
  vector('too-old-whatever-it-says', 'exp does not lengthen a grant.', 'GRANT_EXPIRED', {
    receivedAt: NOW + GRANT_LIFETIME_SECONDS + 1,
    told: { seal: { exp: NOW + 3_600 } },
  }),
  vector('ended-early', 'exp may shorten a grant.', 'GRANT_EXPIRED', {
    receivedAt: NOW + 11,
    told: { seal: { exp: NOW + 10 } },
  }),
  vector('from-the-future', `Over ${GRANT_CLOCK_SKEW_SECONDS} s ahead.`, 'GRANT_NOT_YET_VALID', {
    receivedAt: NOW - GRANT_CLOCK_SKEW_SECONDS - 1,
  }),
  vector('before-the-start', 'Issued before the agency started: it may have been used.', 'GRANT_EXPIRED', {
    startedAt: NOW + 1,
  }),
  vector('altered', 'The statement says another role than was sealed.', 'GRANT_STATEMENT_NOT_SEALED', {
    told: { alter: (text) => text.replace('HEAD_OF_CENTRE', 'SOCIAL_WORKER') },
  }),
  vector('altered-in-form-only', 'The same statement with a space more.', 'GRANT_STATEMENT_NOT_SEALED', {
    told: { alter: (text) => text.replace('{"v":1', '{ "v":1') },
  }),
  vector('another-agency', 'Good, and for somebody else.', 'GRANT_FOR_ANOTHER_AGENCY', {
    told: { statement: { agency: 'housing' } },
  }),
  vector('another-query', 'Sealed over another text.', 'GRANT_FOR_ANOTHER_REQUEST', {
    request: { query: '{ __typename }' },
  }),
  vector('other-variables', 'Sealed over another person.', 'GRANT_FOR_ANOTHER_REQUEST', {
    request: { variables: { ...VARIABLES, of: [{ __typename: 'Person', adultLearningRef: 'l-205' }] } },
  }),
  vector('replayed', 'The same jti and digest a second time.', 'GRANT_REPLAYED', { after: ['valid'] }),
  vector('refused-before', 'A grant that was refused for its request was not used.', 'GRANTED', {
    after: ['another-query'],
  }),
];

/** The file's content, with every member explained. */
export function writeGrantVectors(): string {
  const document = {
    members: {
      agency: "Who verifies: the name in the grant's statement.",
      issuer: 'Whose seals are taken.',
      keySets: "What the gateway's /.well-known/jwks.json says, by name (RFC 7517).",
      'vectors[].keys': 'The key set that is published when the request comes.',
      'vectors[].receivedAt': 'When it comes, in seconds since 1970.',
      'vectors[].startedAt': 'When the agency last started: what was used before is not remembered.',
      'vectors[].after': 'Vectors that the same agency has answered before, in this order; it remembers nothing else.',
      'vectors[].request': 'The body of the POST, as it comes.',
      'vectors[].expected':
        'GRANTED, or the code that the request is refused with. docs/agency.md has the order of the rules.',
    },
    agency: AGENCY,
    issuer: GRANT_ISSUER,
    keySets: {
      first: { keys: [published('key-1')] },
      rotating: { keys: [published('key-1'), published('key-2')] },
      rotated: { keys: [published('key-2')] },
    },
    vectors: VECTORS,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
