import { createHmac } from 'node:crypto';
import { assert, property, string, uint8Array } from 'fast-check';
import { pseudonymsBy } from '../audit/pseudonyms';
import { hmacBy } from './hmac-sha256';

const runs = { numRuns: process.env.PROOF ? 100_000 : 500 };
const keys = uint8Array({ minLength: 32, maxLength: 130 });

test("it is Node's own HMAC-SHA-256, whatever the key and the text", () => {
  assert(
    property(keys, string({ unit: 'binary', maxLength: 500, size: 'max' }), string(), (key, text, next) => {
      const hmac = hmacBy(key);
      for (const one of [text, next, text])
        expect(hmac(one)).toBe(createHmac('sha256', key).update(one).digest('base64url'));
    }),
    runs,
  );
});

test('a pseudonym is the beginning of it', () => {
  assert(
    property(keys, string(), (key, value) => {
      expect(pseudonymsBy(key)(value)).toBe(createHmac('sha256', key).update(value).digest('base64url').slice(0, 22));
    }),
    { numRuns: 100 },
  );
});
