/** Countersigns the gateway's audit: the library's own code for `countersign` of the contract. Kept in memory, for the tests. */
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

interface Checkpoint {
  readonly note: string;
  readonly key: string;
  readonly from: number;
  readonly proof: readonly string[];
}
interface Tree {
  readonly size: number;
  readonly root: string;
}

const sha = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const join = (left: string, right: string): string =>
  sha(Buffer.of(1), Buffer.from(left, 'base64'), Buffer.from(right, 'base64')).toString('base64');

/**
 * Both roots that a proof leads to, by walking down from the top: at each size the larger part is on the left. `take` gives
 * the proof's hashes from its end.
 */
function rootsBy(from: number, size: number, whole: string | null, take: () => string): readonly [string, string] {
  if (from === size) {
    const root = whole ?? take();
    return [root, root];
  }
  const left = 2 ** (Math.ceil(Math.log2(size)) - 1);
  if (from <= left) {
    const right = take();
    const [old, now] = rootsBy(from, left, whole, take);
    return [old, join(now, right)];
  }
  const before = take();
  const [old, now] = rootsBy(from - left, size - left, null, take);
  return [join(before, old), join(before, now)];
}

export function goesOn(old: Tree, now: Tree, proof: readonly string[]): boolean {
  const rest = [...proof];
  const take = (): string => {
    const next = rest.pop();
    if (next === undefined) throw new RangeError('the proof is too short');
    return next;
  };
  try {
    const [from, to] = rootsBy(old.size, now.size, old.root, take);
    return rest.length === 0 && from === old.root && to === now.root;
  } catch {
    return false;
  }
}

export function countersigner(agency: string, isOnward: typeof goesOn, isSigned = verify) {
  const own = generateKeyPairSync('ed25519');
  const rawOwn = Buffer.from(own.publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const last = new Map<string, Tree>();

  return ({ note, key, from, proof }: Checkpoint) => {
    const [text = '', signatures = ''] = note.split('\n\n');
    const [origin = '', size = '', root = ''] = text.split('\n');
    const log = origin.split('/')[0]!;
    const before = last.get(log) ?? { size: 0, root: '' };
    const told = (outcome: string, signature: string | null = null) => ({
      outcome,
      signature,
      key: rawOwn.toString('base64'),
      size: last.get(log)?.size ?? 0,
    });
    const x = Buffer.from(key, 'base64').toString('base64url');
    const gateway = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const line = Buffer.from(/^— family-view-audit (\S+)/.exec(signatures)?.[1] ?? '', 'base64');
    if (!isSigned(null, Buffer.from(`${text}\n`), gateway, line.subarray(4))) return told('NOT_SIGNED_BY_KEY');
    const now = { size: Number(size), root };
    if (now.size !== before.size && from !== before.size) return told('NOT_FROM_LAST');
    const isAgain = now.size === before.size && now.root === before.root;
    if (!isAgain && before.size > 0 && (now.size <= before.size || !isOnward(before, now, proof)))
      return told('NOT_CONSISTENT');
    last.set(log, now);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1_000)));
    const signed = sign(null, Buffer.from(`cosignature/v1\ntime ${time.readBigUInt64BE()}\n${text}\n`), own.privateKey);
    const id = sha(`${agency}\n`, Buffer.of(4), rawOwn).subarray(0, 4);
    return told('SIGNED', `— ${agency} ${Buffer.concat([id, time, signed]).toString('base64')}\n`);
  };
}
