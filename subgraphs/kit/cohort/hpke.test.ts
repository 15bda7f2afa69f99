import { AES_128_GCM, makeKeyPair, open, pairFrom, seal } from './hpke';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** RFC 9180, A.1.3: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, mode auth, sequence number 0. */
const RFC = {
  once: pairFrom(
    hex('ff4442ef24fbc3c1ff86375b0be1e77e88a0de1e79b30896d73411c5ff4c3518'),
    hex('23fb952571a14a25e3d678140cd0e5eb47a0961bb18afcf85896e5453c312e76'),
  ),
  to: pairFrom(
    hex('fdea67cf831f1ca98d8e27b1f6abeb5b7745e9d35348b80fa407ff6958f9137e'),
    hex('1632d5c2f71c2b38d0a8fcc359355200caa8b1ffdf28618080466c909cb69b2e'),
  ),
  from: pairFrom(
    hex('dc4a146313cce60a278a5323d321f051c5707e9c45ba21a3479fecdf76fc69dd'),
    hex('8b0c70873dc5aecb7f9ee4e62406a397b350e57012be45cf53b7105ae731790b'),
  ),
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  message: hex('4265617574792069732074727574682c20747275746820626561757479'),
  aad: hex('436f756e742d30'),
  sealed: hex(
    '23fb952571a14a25e3d678140cd0e5eb47a0961bb18afcf85896e5453c312e76' +
      '5fd92cc9d46dbf8943e72a07e42f363ed5f721212cd90bcfd072bfd9f44e06b80fd17824947496e21b680c141b',
  ),
};

test('it seals and opens what RFC 9180 seals and opens', () => {
  const { from, to, once, info, aad, message, sealed } = RFC;
  expect(seal(message, { from, to: to.raw, info, aad }, once, AES_128_GCM).toString('hex')).toBe(
    sealed.toString('hex'),
  );
  expect(open(sealed, { from: from.raw, to, info, aad }, AES_128_GCM)?.equals(message)).toBe(true);
});

test('nobody else opens it, and nothing about it can be another', () => {
  const [from, to, other] = [makeKeyPair(), makeKeyPair(), makeKeyPair()];
  const [message, info, aad] = ['a share', 'of a cohort', 'from one to another'].map((one) => Buffer.from(one)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const sealed = seal(message, { from, to: to.raw, info, aad });
  const right = { from: from.raw, to, info, aad };
  expect(open(sealed, right)?.toString()).toBe('a share');
  expect(open(sealed, { ...right, to: other })).toBeNull();
  expect(open(sealed, { ...right, from: other.raw })).toBeNull();
  expect(open(sealed, { ...right, info: Buffer.from('of another') })).toBeNull();
  expect(open(sealed, { ...right, aad: Buffer.from('from another') })).toBeNull();
  for (let at = 0; at < sealed.length; at += 1) {
    const bent = Buffer.from(sealed);
    bent[at]! ^= 1;
    expect(open(bent, right)).toBeNull();
  }
  expect(open(sealed.subarray(0, 20), right)).toBeNull();
});

test('a key of small order agrees on nothing', () => {
  const to = makeKeyPair();
  const sealed = Buffer.concat([Buffer.alloc(32), Buffer.alloc(40)]);
  expect(open(sealed, { from: Buffer.alloc(32), to, info: Buffer.alloc(0), aad: Buffer.alloc(0) })).toBeNull();
});
