import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record,
  string,
  stringMatching,
} from 'fast-check';
import { isPlainDisclosure, isPlainIntent } from './plain-records';
import { checkRecord, type DisclosureRecord, disclosure, type IntentRecord, intent } from './records';
import { parseGroup } from './segments/parse-group';
import type { RecordLines } from './segments/segment-format';
import { createRecordWriter } from './write-records';

const now = new Date('2026-11-01T09:00:00Z');
const reference = stringMatching(/^[\w.:/+=-]{1,30}$/);
const code = stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/);
const coordinate = stringMatching(/^[A-Za-z_][\w-]{0,9}([.:][\w-]{1,9}){1,2}$/);
const person = stringMatching(/^[\w-]{22}$/);
/** What may stand in the place of each, and is not of its form. */
const anything = oneof(string({ unit: 'grapheme', maxLength: 12 }), reference, code, coordinate, person);
const requester = record({ id: string({ minLength: 1 }), role: code, organisation: string({ minLength: 1 }) });
const optional = { requiredKeys: [] as never[] };

const intents = record(
  {
    operation: reference,
    requester,
    purpose: code,
    caseReference: option(stringMatching(/^[A-Za-z0-9/_-]{3,20}$/)),
    operationHash: reference,
    supergraphVersion: reference,
    protocolVersion: reference,
    fields: array(coordinate),
    withheld: array(record({ field: coordinate, stream: option(coordinate), reason: code })),
    breakGlass: reference,
    clauses: array(reference),
    searches: array(record({ givenName: person, postcode: person }, optional)),
  },
  {
    requiredKeys: [
      'operation',
      'requester',
      'purpose',
      'caseReference',
      'operationHash',
      'supergraphVersion',
      'protocolVersion',
      'fields',
      'withheld',
    ],
  },
);
const disclosures = record(
  {
    operation: reference,
    outcome: constantFrom('disclosed' as const, 'nothing' as const, 'refused' as const, 'failed' as const),
    agencies: array(
      record(
        {
          agency: stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
          answer: constantFrom('answered' as const, 'nothing held' as const, 'unavailable' as const),
          fields: array(coordinate),
          people: array(person),
          existence: array(person),
          possible: array(person),
          masked: array(record({ field: coordinate, mask: code })),
          closed: array(record({ stream: coordinate, reason: code })),
        },
        { requiredKeys: ['agency', 'answer', 'fields', 'people'] },
      ),
    ),
    code,
    masked: array(record({ field: coordinate, mask: code })),
    cost: record({
      searches: integer({ min: 0 }),
      people: integer({ min: 0 }),
      families: integer({ min: 0 }),
      agencyCalls: integer({ min: 0 }),
    }),
  },
  { requiredKeys: ['operation', 'outcome', 'agencies'] },
);

function readBack({ text, definitions }: RecordLines) {
  const lines = definitions.map(({ name, json }) => `D${name} ${json}\n`).join('') + text;
  return parseGroup(lines, 0, new Map())[0]!.record as { readonly payload: object } & Record<string, unknown>;
}
const withoutEmpty = (object: object): object =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([key, value]) => !(['masked', 'closed', 'existence', 'possible'].includes(key) && value.length === 0),
    ),
  );

test('an intent is read back as it was given, whatever it holds', () => {
  assert(
    property(intents, (given) => {
      const { operation, requester: actor, ...payload } = given as IntentRecord;
      const back = readBack(createRecordWriter().intent(given as IntentRecord, now));
      expect(back).toMatchObject({
        actor: { actorId: actor.id, actorRole: actor.role, organisation: actor.organisation },
        correlationId: operation,
        eventName: 'FAMILY_VIEW_INTENT',
        timestamp: '2026-11-01T09:00:00.000Z',
      });
      expect(back.payload).toEqual(payload);
    }),
    { numRuns: 200 },
  );
});

test('a disclosure is read back as it was given, whatever it holds', () => {
  assert(
    property(disclosures, (given) => {
      const { operation, outcome, agencies, ...payload } = given as DisclosureRecord;
      const back = readBack(createRecordWriter().disclosure(given as DisclosureRecord, now));
      expect(back).toMatchObject({ actor: null, correlationId: operation, outcome });
      const kept = agencies.map(withoutEmpty);
      expect(back.payload).toEqual({ ...withoutEmpty(payload), agencies: kept });
    }),
    { numRuns: 200 },
  );
});

/** One part of a record, at any depth, put in the place of what stands there. */
function spoilt(given: object, at: number, by: unknown): object {
  const places: (readonly [object, string])[] = [];
  const copy = structuredClone(given);
  const walk = (object: object): void => {
    for (const [key, value] of Object.entries(object)) {
      places.push([object, key]);
      if (typeof value === 'object' && value !== null) walk(value);
    }
  };
  walk(copy);
  const [object, key] = places[at % places.length]!;
  (object as Record<string, unknown>)[key] = by;
  return copy;
}

test.each([
  ['intent', intents, isPlainIntent, intent],
  ['disclosure', disclosures, isPlainDisclosure, disclosure],
] as const)('what is taken for a plain %s is one to the schema', (_, arbitrary, isPlain, schema) => {
  const seen = { plain: 0, refused: 0 };
  assert(
    property(arbitrary as typeof intents, integer({ min: 0 }), anything, (given, at, by) => {
      const other = spoilt(given, at, by);
      if ((isPlain as (record: object) => boolean)(other)) {
        seen.plain += 1;
        checkRecord(schema, other);
      } else seen.refused += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(seen.plain).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(20);
});

test('a list that was found plain as one part is looked at again as another', () => {
  const people = Object.freeze(['a'.repeat(22)]);
  const part = { agency: 'health', answer: 'answered' as const, people, fields: [] };
  expect(isPlainDisclosure({ operation: 'op', outcome: 'disclosed', agencies: [part] })).toBe(true);
  const fields = people;
  expect(isPlainDisclosure({ operation: 'op', outcome: 'disclosed', agencies: [{ ...part, fields }] })).toBe(false);
});
