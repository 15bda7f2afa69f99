import { createHash } from 'node:crypto';
import type { Answered } from '@family-view/client';
import { parse, print } from 'graphql';
import manifest from '../../operations/manifest.json';
import { partsOf } from '../family/agencies';
import { joinFamily } from '../family/use-family';
import { joinOperations } from './join-operations';

const contract = (agency: string) => ({
  key: agency,
  agency,
  variables: { agency },
  document:
    parse(`query One($family: FamilyID!, $agency: ID!) { family(id: $family) { id members { person { ...Part } } } }
    fragment Part on Person { id involvements(agencies: [$agency]) { service } ${agency} { since } }`),
});
const members = {
  key: 'members',
  agency: null,
  variables: {},
  document: parse(
    'query Members($family: FamilyID!) { family(id: $family) { members { person { id displayName } } } }',
  ),
};
const joined = joinOperations('family', [members, contract('health'), contract('housing')]);

const answered = (person: object, more: Partial<Answered<unknown>> = {}): Answered<unknown> => ({
  data: { family: { id: 'f', members: [{ person: { id: 'p', ...person } }] } },
  errors: [],
  notices: [],
  ...more,
});
const HEALTH = { p1_involvements: [{ service: 'Health visiting' }], health: { since: '2024' } };

test('each operation is a fragment that is deferred, with what it was given, under names of its own', () => {
  const text = print(joined.document);
  expect(text).toContain('... @defer(label: "health")');
  expect(text).toContain('p1_involvements: involvements(agencies: ["health"])');
  expect(text).toContain('p2_involvements: involvements(agencies: ["housing"])');
  expect(text.match(/\$\w+/g)).toEqual(['$family', '$family']);
});

test('what has come of one is read as its own answer while another is waited for', () => {
  const soFar = answered(HEALTH);
  expect(joined.read('health', soFar, false)?.data).toEqual({
    family: {
      id: 'f',
      members: [{ person: { id: 'p', involvements: [{ service: 'Health visiting' }], health: { since: '2024' } } }],
    },
  });
  expect(joined.read('housing', soFar, false)).toBeNull();
  expect(joined.read('members', soFar, false)).toBeNull();
  expect(joined.read('members', answered({ displayName: 'Maya' }), false)?.data).toEqual({
    family: { members: [{ person: { id: 'p', displayName: 'Maya' } }] },
  });
});

test('errors and notices go to the part that they are of, by its own names', () => {
  const at = ['family', 'members', 0, 'person'];
  const notice = (agency: string, fields: readonly string[]) =>
    ({ kind: 'WITHHELD', agency, stream: null, reason: null, fields, message: agency, ring: null }) as const;
  const soFar = answered(
    { ...HEALTH, p2_involvements: null, housing: null, displayName: null },
    {
      errors: [
        { message: 'works', path: [...at, 'p2_involvements'] },
        { message: 'home', path: [...at, 'housing', 'since'] },
        { message: 'name', path: [...at, 'displayName'] },
      ],
      notices: [notice('housing', ['HousingRecord.since']), notice('health', ['HealthRecord.since'])],
    },
  );
  const told = (key: string) => {
    const { errors, notices } = joined.read(key, soFar, true)!;
    return [errors.map(({ message, path }) => [message, path?.at(-1)]), notices.map(({ message }) => message)];
  };
  expect(told('housing')).toEqual([
    [
      ['works', 'involvements'],
      ['home', 'since'],
    ],
    ['housing'],
  ]);
  expect(told('health')).toEqual([[], ['health']]);
  expect(told('members')).toEqual([[['name', 'displayName']], []]);
});

test('what ends without a part is that part as far as it came', () => {
  const ended = { data: { family: null }, errors: [{ message: 'ended', path: ['family'] }], notices: [] };
  expect(joined.read('health', ended, true)).toEqual(ended);
});

test('of the agencies that the portal was written for, the one question is in the manifest, in whatever order they are told', () => {
  const partner = (id: string) => ({ id, record: [] }) as never;
  const parts = partsOf(['housing', 'health', 'social-care', 'childrens-centre', 'education'].map(partner));
  for (const isAlone of [false, true]) {
    const text = print(joinFamily(parts, isAlone).document);
    const hash = createHash('sha256').update(text).digest('hex');
    expect((manifest as Readonly<Record<string, string>>)[hash]).toBe(text);
  }
});
