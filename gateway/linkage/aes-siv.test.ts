import { aessiv } from '@noble/ciphers/aes.js';
import { array, assert, property, uint8Array } from 'fast-check';
import { aesSiv } from './aes-siv';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** As RFC 5297 A.1, with a key of AES-256 (https://github.com/miscreant/meta/blob/master/vectors/aes_siv.tjson). */
const KEY = bytes(
  'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f06f6e6d6c6b6a69686766656463626160f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405060708090a0b0c0d0e0f',
);
const ASSOCIATED = bytes('101112131415161718191a1b1c1d1e1f2021222324252627');
const PLAIN = bytes('112233445566778899aabbccddee');
const SEALED = 'f125274c598065cfc26b0e71575029088b035217e380cac8919ee800c126';

test('a text is sealed as the published vector has it, and opens', () => {
  const cipher = aesSiv(KEY)(ASSOCIATED);
  expect(cipher.encrypt(PLAIN).toString('hex')).toBe(SEALED);
  expect(cipher.decrypt(bytes(SEALED))).toEqual(PLAIN);
});

test('every text of any length is sealed as another implementation seals it, and the other opens it', () => {
  const of64 = uint8Array({ minLength: 64, maxLength: 64 });
  const sized = array(uint8Array({ maxLength: 80 }), { minLength: 2, maxLength: 2 });
  assert(
    property(of64, sized, (key, [associated, plain]) => {
      const ours = aesSiv(key)(associated!);
      const other = aessiv(key, associated!);
      const sealed = ours.encrypt(plain!);
      return (
        sealed.equals(other.encrypt(plain!)) &&
        Buffer.from(plain!).equals(ours.decrypt(sealed)) &&
        Buffer.from(plain!).equals(other.decrypt(sealed))
      );
    }),
    { numRuns: 500 },
  );
});

test('no byte of what is sealed can be changed, nor what it is bound to, nor the key', () => {
  const cipher = aesSiv(KEY)(ASSOCIATED);
  const sealed = cipher.encrypt(PLAIN);
  for (const at of sealed.keys()) {
    const altered = Buffer.from(sealed);
    altered[at]! ^= 1;
    expect(() => cipher.decrypt(altered)).toThrow('altered');
  }
  expect(() => aesSiv(KEY)(Buffer.from('other')).decrypt(sealed)).toThrow('altered');
  expect(() => aesSiv(Buffer.alloc(64, 1))(ASSOCIATED).decrypt(sealed)).toThrow('altered');
  expect(() => cipher.decrypt(sealed.subarray(0, 15))).toThrow('too short');
  expect(() => aesSiv(KEY.subarray(32))).toThrow('expected a key of 64 bytes, came 32');
});
