import { collectCodes } from './collect-codes';
import { CatalogueIncomplete, readCauses, writeErrors } from './write-errors';

const codes = collectCodes();

test('codes are found wherever they are given: on a class, in a list, in an answer, in a message', () => {
  for (const code of [
    'NO_TOKEN',
    'GRANT_REPLAYED',
    'ID_EXPIRED',
    'NOBODY_TOLD',
    'AGENCY_TOO_SLOW',
    'UNAUTHORIZED_FIELD_OR_TYPE',
    'REVIEW_DUE',
    'STATEMENT_REPLAYED',
    'CENSUS_FILE_BROKEN',
  ])
    expect([...codes.keys()]).toContain(code);
});

test('roles, purposes and the outcomes of a match are no errors', () => {
  for (const word of ['PRACTITIONER', 'SAFEGUARDING', 'MATCH', 'EMER']) expect([...codes.keys()]).not.toContain(word);
});

test('every code is on the page, with its cause, what fixes it, and the file that gives it', () => {
  const page = writeErrors();
  for (const code of codes.keys()) expect(page).toContain(`| \`${code}\` |`);
  expect(page).toContain(
    '| `GRANT_REPLAYED` | It was used before. | A retry needs a new grant; else it was stolen. | [errors.ts](../subgraphs/kit/errors.ts) |',
  );
});

test('a code that nobody explained is refused, with the file that gives it', () => {
  expect(() => writeErrors(readCauses(), new Map([...codes, ['BRAND_NEW', ['gateway/new.ts']]]))).toThrow(
    'BRAND_NEW (gateway/new.ts) has no cause and no fix',
  );
});

test('an explanation of what no file gives any more is refused', () => {
  const fewer = new Map([...codes].filter(([code]) => code !== 'NO_TOKEN'));
  expect(() => writeErrors(readCauses(), fewer)).toThrow(CatalogueIncomplete);
});
