import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AGENCIES, personKey } from '@family-view/schema';
import { askedOf } from './asked-fields';
import { inventFamily } from './bench-family';
import { benchDecisions } from './decisions';
import { countLeaves, expectedAnswer, FAMILY_VIEW, SELECTIONS } from './family-view-query';
import { growAgencies } from './growth';
import { startIdentityProvider } from './identity-provider';
import { countRounds, type RawAgencies, serveRawAgencies } from './raw-agencies';

test('a condition costs one round of facts, one request to each agency, and what is open without one pays nothing', async () => {
  const [deciding, conditions] = await benchDecisions({
    turns: 2,
    clauses: [10, 100],
    // However busy the machine is.
    longestCompileMs: Number.POSITIVE_INFINITY,
    progress: () => {},
  });
  expect(deciding?.rows.map((row) => row.length)).toEqual(Array(3).fill(deciding?.columns.length));
  const factsOf = (persona: string) =>
    conditions?.rows.filter(([, as]) => as === persona).map((row) => [row[4], row[5]]);
  expect(factsOf('lead-professional')).toEqual([
    [5, 1],
    [5, 1],
  ]);
  // The family query asks for whereabouts, which wait for whether anybody shields the person (EXCEPT-02).
  expect(factsOf('head-of-centre')).toEqual([
    [0, 0],
    [5, 1],
  ]);
});

describe('agencies on bare sockets', () => {
  const family = inventFamily(3);
  let agencies: RawAgencies;
  beforeAll(async () => {
    agencies = await serveRawAgencies(family);
  });
  afterAll(() => agencies.close());

  const QUERY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { housing { arrearsBand } } } }';
  const ask = async (at: number, grant: string): Promise<unknown> => {
    const key = personKey('housing');
    const r = [{ __typename: 'Person', [key]: family[at]?.refAt('housing') ?? 'nobody' }];
    const response = await fetch(`${agencies.origins.get('housing')}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, variables: { r }, extensions: { grant } }),
    });
    return response.json();
  };

  test('answer from bytes what they answered when first asked, whatever the grant', async () => {
    const held = { data: { _entities: [{ housing: { arrearsBand: 'UP_TO_4_WEEKS' } }] } };
    expect([await ask(0, 'first'), await ask(0, 'second'), await ask(2, 'third')]).toEqual([held, held, held]);
    expect(agencies.takeCalls().map(({ agency, question }) => [agency, question])).toEqual(
      Array(3).fill(['housing', '_entities']),
    );
  });

  test('answer everything that is asked of people by the contract', async () => {
    const refs = family.map((person) => person.refAt('housing'));
    const response = await fetch(`${agencies.origins.get('housing')}/contract`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `query ($refs: [ID!]!, $subjects: [Subject!]!) {
          match(subjects: $subjects) { ref } markers(subjects: $subjects) identity(refs: $refs) { ref }
          involvements(refs: $refs) { ref } members(refs: $refs) { ref } facts(refs: $refs, kinds: [AGE]) { kind }
          roster { refs } noted(refs: $refs) { kind } coverage { currentAsOf } }`,
        variables: { refs, subjects: [{ givenName: 'Nobody' }] },
      }),
    });
    expect(await response.json()).toMatchObject({ data: { markers: [[]], identity: refs.map((ref) => ({ ref })) } });
  });

  test('do not take one question for another', async () => {
    await ask(0, 'before');
    expect(await ask(9, 'fourth')).toEqual({ data: { _entities: [null] } });
  });
});

test('each agency gives its own part of the family that every gateway is asked for', async () => {
  const family = inventFamily(3);
  const agencies = await serveRawAgencies(family);
  try {
    const given = family.map(() => ({}));
    for (const agency of AGENCIES) {
      const key = personKey(agency);
      const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { ${SELECTIONS[agency]} } } }`;
      const r = family.map((person) => ({ __typename: 'Person', [key]: person.refAt(agency) }));
      const response = await fetch(`${agencies.origins.get(agency)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { r } }),
      });
      const { data } = (await response.json()) as { readonly data: { readonly _entities: readonly object[] } };
      for (const [at, entity] of data._entities.entries()) Object.assign(given[at]!, entity);
    }
    expect({ family: { members: given.map((person) => ({ person })) } }).toEqual(expectedAnswer(family));
    expect(askedOf(FAMILY_VIEW).fields.length).toBeGreaterThan(40);
    expect(countLeaves(expectedAnswer(family))).toBe(111);
  } finally {
    await agencies.close();
  }
});

test('calls that wait for another are rounds of their own, and calls that do not are one', () => {
  const at = (...times: number[]) => times.map((time) => ({ agency: 'a', path: '/', question: 'q', at: time }));
  expect(countRounds(at(0, 5, 9), 50)).toBe(1);
  expect(countRounds(at(0, 52, 5, 110), 50)).toBe(3);
});

test('an agency that joins is asked beside the others, in their rounds', async () => {
  // Under the root, where packages are found.
  const bench = join(__dirname, '../../.familyview/bench');
  mkdirSync(bench, { recursive: true });
  const directory = mkdtempSync(join(bench, 'test-'));
  const provider = await startIdentityProvider(directory);
  try {
    const { columns, rows } = await growAgencies(directory, provider, { counts: [6], progress: () => {} });
    const of = (column: string) => rows.map((row) => row[columns.indexOf(column)]);
    // Of five whom they take to belong with the three, who is marked, and records; of the sixth, which is told of nobody, records.
    expect({ agencies: of('agencies'), calls: of('calls'), rounds: of('rounds') }).toEqual({
      agencies: [6],
      calls: [16],
      rounds: [3],
    });
  } finally {
    await provider.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
