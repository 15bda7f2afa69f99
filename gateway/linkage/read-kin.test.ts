import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  double,
  oneof,
  option,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { mostly, notOfForm } from '../fixtures/not-of-form';
import { kinReply } from './contract-replies';
import { readPlainKin } from './read-kin';

const runs = { numRuns: process.env.PROOF ? 50_000 : 1_000 };

const orNone = (usual: Arbitrary<unknown>, one?: number) => mostly(option(usual, { nil: null, freq: 4 }), one);
const ref = oneof(
  { weight: 30, arbitrary: string({ minLength: 1, maxLength: 36 }) },
  { weight: 1, arbitrary: notOfForm },
);
const text = orNone(string({ maxLength: 12 }));
const day = orNone(constantFrom('2017-03-22', '2017-02-30', '22/03/2017', '0000-01-01'));
const optional = { requiredKeys: [] as never[] };
const identity = record(
  {
    ref,
    lifeState: orNone(constantFrom('UNBORN', 'BORN', 'DIED')),
    mother: text,
    givenName: text,
    familyName: text,
    formerNames: orNone(array(string({ maxLength: 4 }), { maxLength: 2 })),
    dateOfBirth: day,
    expectedDateOfBirth: day,
    sex: text,
    birthOrder: orNone(double()),
    nhsNumber: text,
    nhsNumberVerified: orNone(boolean()),
    upn: text,
    laChildId: text,
    postcode: text,
    uprn: text,
    asOf: orNone(constantFrom('2026-06-15T00:00:00Z', '2026-06-15', 'then')),
    dataQuality: orNone(constant([{ field: 'sex', fault: 'code' }]), 5),
    notOfTheContract: text,
  },
  optional,
);
const FIELDS = Object.keys(kinReply.shape.identity.element.unwrap().shape);
const member = record(
  {
    ref,
    relationship: text,
    to: text,
    from: text,
    until: text,
    parentalResponsibility: orNone(boolean()),
    subject: orNone(identity),
  },
  optional,
);
const group = record({
  ref,
  kind: orNone(constantFrom('FAMILY', 'HOUSEHOLD')),
  members: array(member, { maxLength: 3 }),
});
const reply = record(
  {
    identity: orNone(array(option(identity), { maxLength: 3 })),
    members: orNone(array(array(group, { maxLength: 2 }), { maxLength: 2 })),
  },
  optional,
);

test('what is read straight is what the schema reads, in the same order, and what the schema refuses is not read', () => {
  let straight = 0;
  assert(
    property(reply, (data) => {
      const read = readPlainKin(data);
      if (read === null) return;
      straight += 1;
      const { success, data: expected } = kinReply.safeParse(data);
      expect([success, read]).toEqual([true, expected]);
      expect(JSON.stringify(read)).toBe(JSON.stringify(expected));
    }),
    runs,
  );
  expect(straight).toBeGreaterThan(runs.numRuns / 20);
});

/** One person, again and again: in the same words, or with one of them changed. */
const again = tuple(identity, array(tuple(constantFrom('', ...FIELDS), notOfForm), { minLength: 1, maxLength: 4 })).map(
  ([usual, changes]) => {
    const person = { formerNames: ['Hall'], ...usual, ref: 'h-1', dataQuality: null };
    return [
      person,
      ...changes.map(([field, value]) => ({ ...structuredClone(person), ...(field && { [field]: value }) })),
    ];
  },
);

test('whoever stands in a reply again is read as they are there', () => {
  let straight = 0;
  assert(
    property(again, (people) => {
      const data = { identity: people };
      const read = readPlainKin(data);
      if (read === null) return;
      straight += 1;
      expect(JSON.stringify(read)).toBe(JSON.stringify(kinReply.parse(data)));
    }),
    runs,
  );
  expect(straight).toBeGreaterThan(runs.numRuns / 20);
  const [person, same] = readPlainKin({ identity: [{ ref: 'h-1' }, { ref: 'h-1' }] })!.identity;
  expect(same).toBe(person);
});

test('the usual answer of an agency is read straight', () => {
  const megan = { ref: 'h-1', lifeState: 'BORN', givenName: 'Megan', dateOfBirth: '2019-01-27', markers: [] };
  const members = [[{ ref: 'g', kind: 'FAMILY', members: [{ ref: 'h-2', relationship: 'Mother', subject: megan }] }]];
  expect(readPlainKin({ identity: [megan, null], members })?.members?.[0]?.[0]?.members[0]).toMatchObject({
    ref: 'h-2',
    to: null,
    subject: { ref: 'h-1', familyName: null, dateOfBirth: '2019-01-27' },
  });
});
