import { createHmac } from 'node:crypto';
import { assert, property, string, uint8Array } from 'fast-check';
import { pseudonymsBy } from './pseudonyms';

test("a pseudonym is the beginning of Node's own HMAC-SHA-256, whatever the key and the value", () => {
  assert(
    property(
      uint8Array({ minLength: 32, maxLength: 130 }),
      string({ unit: 'grapheme', maxLength: 200, size: 'max' }),
      string(),
      (key, value, next) => {
        const pseudonym = pseudonymsBy(key);
        return [value, next, value].every(
          (one) => pseudonym(one) === createHmac('sha256', key).update(one).digest('base64url').slice(0, 22),
        );
      },
    ),
    { numRuns: 500 },
  );
});
