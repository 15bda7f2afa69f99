import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Listening, sendJson, startListening } from '../fixtures/listening';
import { keysOfProvider } from './provider-keys';

const HOUR = 3_600_000;
let provider: Listening;
let keys: JWK[];
let clock = 0;
let mode: 'well' | 'away' = 'well';
let asked = 0;
const find = (source: ReturnType<typeof keysOfProvider>, kid: string) =>
  Promise.resolve(source.find({ alg: 'EdDSA', kid }, {} as never)).then(
    () => 'found',
    (fault: { readonly code?: string }) => fault.code ?? 'fault',
  );
const newKey = async (kid: string): Promise<JWK> => {
  const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' };
};
/** Until what was asked behind somebody's back has come. */
const settled = async (many: number): Promise<void> => {
  while (asked < many) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
};

beforeEach(async () => {
  clock = 1_000_000;
  mode = 'well';
  asked = 0;
  keys = [await newKey('first')];
  provider = await startListening();
  provider.answer = (_body, response) => {
    asked += 1;
    if (mode === 'well') sendJson(response, { keys });
    else sendJson(response, {}, 503);
  };
});
afterEach(() => provider.close());
const open = (onChange?: (state: string) => void) => keysOfProvider(provider.origin, () => new Date(clock), onChange);

test('keys that were read are used for a day while the sign-in is away, without anybody waiting, and no longer', async () => {
  const source = open();
  expect(await find(source, 'first')).toBe('found');
  mode = 'away';
  for (const [at, hours] of [1, 12, 23].entries()) {
    clock = 1_000_000 + hours * HOUR;
    expect(await find(source, 'first')).toBe('found');
    await settled(at + 2);
  }
  clock = 1_000_000 + 24 * HOUR;
  expect(await find(source, 'first')).toMatch(/^ERR_/);
  mode = 'well';
  clock += 1_000;
  expect(await find(source, 'first')).toBe('found');
});

test('a new key is looked for at once, and within a second once', async () => {
  const source = open();
  await find(source, 'first');
  clock += 1_000;
  keys.push(await newKey('second'));
  expect(await find(source, 'second')).toBe('found');
  expect(asked).toBe(2);
  for (let time = 0; time < 20; time += 1) expect(await find(source, 'unknown')).toBe('ERR_JWKS_NO_MATCHING_KEY');
  expect(asked).toBe(2);
  clock += 1_000;
  expect(await find(source, 'unknown')).toBe('ERR_JWKS_NO_MATCHING_KEY');
  expect(asked).toBe(3);
});

test('a sign-in that is away is tried once a second, whatever comes, and known keys are found meanwhile', async () => {
  const source = open();
  await find(source, 'first');
  mode = 'away';
  clock += 1_000;
  for (let time = 0; time < 20; time += 1) expect(await find(source, 'unknown')).not.toBe('found');
  expect(asked).toBe(2);
  expect(await find(source, 'first')).toBe('found');
});

test('a key that the sign-in takes back is not believed once its list was read again', async () => {
  const source = open();
  await find(source, 'first');
  keys = [await newKey('second')];
  clock += 600_000;
  // Whoever comes first is answered by the old list, and has it read.
  await find(source, 'first');
  await settled(2);
  expect(await find(source, 'first')).toBe('ERR_JWKS_NO_MATCHING_KEY');
});

test('whoever looks after them without asking learns whether a token can be verified, and when the sign-in answers', async () => {
  const told: string[] = [];
  const source = open((state) => told.push(state));
  expect(source.areKnown()).toBe(false);
  await source.look();
  expect([source.areKnown(), asked]).toEqual([true, 1]);
  // What was just read is not read again.
  clock += 1_000;
  await source.look();
  expect(asked).toBe(1);
  mode = 'away';
  clock += 23 * HOUR;
  for (let time = 0; time < 3; time += 1) await source.look();
  expect([source.areKnown(), told, asked]).toEqual([true, ['not answering'], 2]);
  clock += HOUR;
  await source.look();
  expect(source.areKnown()).toBe(false);
  mode = 'well';
  clock += 1_000;
  await source.look();
  expect([source.areKnown(), told]).toEqual([true, ['not answering', 'answering']]);
});
