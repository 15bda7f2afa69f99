import { PERSONAS } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import type { GraphQLSchema } from 'graphql';
import { EXAMPLES } from '../../portal/ide/examples';
import { searchFor, storyPerson } from '../borough';
import { ASKINGS, type Asking } from '../leaks/askings';
import { everythingAboutPerson } from '../leaks/everything';
import { type Mask, maskOf, type Oracle, type PersonRights, readOracle, type Standing } from '../leaks/oracle';
import { readPublishedSchema } from '../published-schema';
import { type SharedStack, sharedStack } from '../stack';
import { type Cell, cellsOf, type Values } from './cells';

const PROOF = process.env.PROOF === '1';
const FIRST = ['mother', 'oldest', 'toddler', 'baby'] as const;
/** In a proof the two men too, whom fewer agencies know. */
const WHO = PROOF ? ([...FIRST, 'father', 'partner'] as const) : FIRST;
/** Figures or an audit, and nothing of anybody. */
const FOR_NOBODY = ['PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'];
const seesNobody = ({ purpose }: Asking): boolean => FOR_NOBODY.includes(purpose);

interface Shown {
  readonly cells: readonly Cell[];
  readonly text: string;
  readonly refused: readonly {
    readonly path: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

let stack: SharedStack;
let schema: GraphQLSchema;
let oracle: Oracle;
const shownTo = new Map<Asking, Shown>();

beforeAll(async () => {
  stack = await sharedStack();
  schema = await readPublishedSchema();
  oracle = readOracle(
    publishedProtocols().map(({ text }) => text),
    new Date().toISOString().slice(0, 10),
  );
  for (const asking of ASKINGS) shownTo.set(asking, await askAboutOkafors(asking));
}, 300_000);

/** Each in an operation of their own: two at once are more than the gateway takes. */
async function askAboutOkafors({ persona, purpose }: Asking): Promise<Shown> {
  const shown = await Promise.all(
    WHO.map(async (who): Promise<Shown> => {
      const roles = [who];
      const variables = Object.fromEntries(roles.map((role) => [role, searchFor(storyPerson('okafor', role))]));
      const declared = roles.map((role) => `$${role}: PersonSearch!`).join(', ');
      const asked = roles.map((role) => `${role}: findPeople(by: $${role}) { certain { ...Everything } }`).join(' ');
      const everything = `fragment Everything on Person { ${everythingAboutPerson(schema)} }`;
      const query = `query (${declared}) { ${asked} } ${everything}`;
      const { body, text, status } = await stack.ask(persona, query, { purpose, variables });
      if (status !== 200) throw new Error(`${persona}: ${text.slice(0, 300)}`);
      const people = roles.flatMap((role) =>
        (body.data?.[role]?.certain ?? []).map(
          (person: Values, at: number) => [`${role}/certain/${at}`, person] as const,
        ),
      );
      const cells = people.flatMap(([path, person]: readonly [string, Values]) => cellsOf(schema, person, path));
      return { cells, text, refused: body.errors ?? [] };
    }),
  );
  return {
    cells: shown.flatMap(({ cells }) => cells),
    text: shown.map(({ text }) => text).join('\n'),
    refused: shown.flatMap(({ refused }) => refused),
  };
}

const standings = new Map<Asking, Standing>();
const standingOf = (asking: Asking): Standing => {
  const { role, organisation, organisationType, area, trainingUntil } = PERSONAS[asking.persona];
  const { purpose, caseReference } = asking;
  const asker = { role, organisation, organisationType, area, trainingUntil, purpose, caseReference };
  const found = standings.get(asking) ?? oracle.standing(asker);
  standings.set(asking, found);
  return found;
};
const unknown = new WeakMap<Standing, PersonRights>();
/** What this asker may have of somebody of whom nothing is known. */
function rightsOf(standing: Standing): PersonRights {
  const found =
    unknown.get(standing) ?? standing.about({ told: [], everybodyAnswered: false, everybodyToldMarkers: false });
  unknown.set(standing, found);
  return found;
}

const KNOWN_WELL = ['ALLOCATED_WORKER', 'LEAD_PROFESSIONAL'].map((value) => ({ kind: 'RELATIONSHIP', value }));
const WELL = [...KNOWN_WELL, { kind: 'NEED_LEVEL', value: 'ACUTE' }].map((one) => ({
  ...one,
  from: null,
  until: null,
}));
/** How a cell is shown to whoever works with the family, and is sure of all that could be known of it. */
function maskAtBest(standing: Standing, { guards, coordinate, ruled }: Cell): Mask | null {
  const best = standing.about({ told: WELL, everybodyAnswered: true, everybodyToldMarkers: true });
  return best.allows(guards) ? maskOf(coordinate.split('.')[1] ?? '', best.transforms(ruled)) : null;
}

/** How a cell is shown, where it may not be shown whole. */
const maskAt = (standing: Standing, { coordinate, ruled }: Cell): Mask | null =>
  maskOf(coordinate.split('.')[1] ?? '', rightsOf(standing).transforms(ruled));

/** Whether the protocols share a cell, whole; `if` where a condition about the family decides, or it is shown changed. */
function says(standing: Standing, cell: Cell): 'yes' | 'if' | 'no' {
  if (standing.allows(cell.guards)) return maskAt(standing, cell) === null ? 'yes' : 'if';
  return standing.mayAllow(cell.guards) ? 'if' : 'no';
}

/** The same field of the same person at the same agency, for whoever asks. */
const nameOf = ({ path, coordinate, agency }: Cell): string => `${path.split('/')[0]}: ${coordinate} at ${agency}`;
const isShown = ({ value }: Cell): boolean => value !== null;
const named = ASKINGS.map((asking) => [`${asking.persona} for ${asking.purpose}`, asking] as const);

test.each(named)('%s is shown nothing of the Okafors that the protocol does not share with them', (_, asking) => {
  const standing = standingOf(asking);
  const wrong = shownTo.get(asking)!.cells.filter((cell) => isShown(cell) && says(standing, cell) === 'no');
  expect(wrong.map(nameOf)).toEqual([]);
});

test.each(named)(
  '%s is shown all of the Okafors that the protocol shares with them and an answering agency holds',
  (_, asking) => {
    const standing = standingOf(asking);
    const own = shownTo.get(asking)!.cells;
    const shown = new Set(own.filter(isShown).map(nameOf));
    const answering = new Set(
      own
        .filter((cell) => cell.coordinate === 'AgencyAnswer.status' && cell.value === 'ANSWERED')
        .map((cell) => `${cell.path.split('/')[0]} ${cell.agency}`),
    );
    const everShown = [...shownTo.values()].flatMap(({ cells }) => cells.filter(isShown));
    const shared = everShown.filter(
      (cell) =>
        cell.agency !== null &&
        says(standing, cell) === 'yes' &&
        answering.has(`${cell.path.split('/')[0]} ${cell.agency}`),
    );
    expect([...new Set(shared.map(nameOf))].filter((name) => !shown.has(name))).toEqual([]);
    expect(shared.length === 0).toBe(seesNobody(asking));
  },
);

test.each(named)('to %s what is withheld is told as withheld, and nothing that is shared is', (_, asking) => {
  const standing = standingOf(asking);
  const { cells, refused } = shownTo.get(asking)!;
  const told = new Set(
    refused
      .filter(({ extensions }) => extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE')
      .map(({ path }) => path.join('/')),
  );
  const records = cells.filter(({ path }) => path.includes('#'));
  const places = (path: string): string => path.replaceAll(/#[a-z-]+/g, '');
  expect(records.filter((cell) => told.has(places(cell.path)) && says(standing, cell) === 'yes').map(nameOf)).toEqual(
    [],
  );
  expect(
    records
      .filter((cell) => !isShown(cell) && !told.has(places(cell.path)) && says(standing, cell) === 'no')
      .map(nameOf),
  ).toEqual([]);
});

test.each(named)('%s is told WITHHELD by exactly the agencies whose existence is not shared with them', (_, asking) => {
  const standing = standingOf(asking);
  const statuses = shownTo
    .get(asking)!
    .cells.filter(({ coordinate, agency }) => coordinate === 'AgencyAnswer.status' && agency !== null);
  for (const { agency, value } of statuses)
    expect({ agency, withheld: value === 'WITHHELD' }).toEqual({
      agency,
      withheld: standing.says(`${agency}:existence`) !== 'yes',
    });
});

test('what is shown changed is shown so to some, and never whole', () => {
  const changed = ASKINGS.flatMap((asking) => {
    const standing = standingOf(asking);
    return shownTo
      .get(asking)!
      .cells.map((cell) => ({ mask: maskAtBest(standing, cell), value: cell.value, cell: nameOf(cell) }))
      .filter(({ mask }) => mask !== null);
  });
  for (const { mask, value, cell } of changed)
    expect({ cell, value }).toEqual({
      cell,
      value: mask === 'OUTWARD_POSTCODE' && value !== null ? expect.stringMatching(/^ZB\d+$/) : null,
    });
  expect(new Set(changed.map(({ mask }) => mask))).toEqual(new Set(['OUTWARD_POSTCODE', 'RECORDED']));
  expect(changed.some(({ value }) => value !== null)).toBe(true);
});

test('the personas between them are shown some of every kind of record, so that the matrix is about something', () => {
  const kinds = new Set(
    [...shownTo.values()].flatMap(({ cells }) =>
      cells.filter(isShown).map(({ coordinate }) => coordinate.split('.')[0]),
    ),
  );
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'Person',
      'Identity',
      'Involvement',
      'LeadContact',
      'AgencyAnswer',
      'AssertedRelationship',
      'NeedLevel',
      'MandatedContact',
      'Immunisation',
      'YearlyAttendance',
      'SocialCarePlan',
      'Tenancy',
      'CentreAttendance',
    ]),
  );
});

test.each(ASKINGS.filter(seesNobody))(
  '$persona gets no field of a person, whichever of the published examples is asked',
  async ({ persona, purpose }) => {
    for (const { query, variables, title } of EXAMPLES) {
      const { body } = await stack.ask(persona, query, { purpose, variables });
      const aboutPeople = Object.entries(body.data ?? {}).filter(
        ([root]) =>
          !['me', 'centres', 'reachArea', 'measures', 'measureCatalogue', 'emergingNeeds', 'cohort'].includes(root),
      );
      expect({ title, shown: aboutPeople.filter(([, value]) => value !== null) }).toEqual({ title, shown: [] });
      for (const { extensions } of aboutPeople.length > 0 ? body.errors : [])
        expect(extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    }
    const { cells, text } = shownTo.get(ASKINGS.find((one) => one.persona === persona && one.purpose === purpose)!)!;
    expect(cells).toEqual([]);
    expect(text).not.toMatch(/Okafor|Ngozi|Thornwick Primary|ZB2 4ZQ/);
  },
);
