import type { PersonaName } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { parse, stringify } from 'yaml';
import { borough, NOBODY, pointerReader, searchFor, storyPerson, truthReader } from '../borough';
import { closedAt } from '../leaks/attacks';
import { type RunningStack, type SharedStack, sharedStack, startStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const daniel = searchFor(storyPerson('okafor', 'oldest'));
const FIND =
  'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName family { id members { person { id displayName } } } } } }';

const find = async (persona: PersonaName, who: object = daniel) => {
  const { body } = await stack.ask(persona, FIND, { variables: { who } });
  return body.data.findPeople.certain[0];
};

test('an id is the same in two searches of one day, by whatever the person was found', async () => {
  const { nhsNumber } = storyPerson('okafor', 'oldest');
  const ids = [
    await find('health-lead'),
    await find('health-lead'),
    // Numbers are open to them.
    await find('health-lead', { nhsNumber }),
  ].map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
});

test('two people of one organisation get the same id; those of another organisation get another', async () => {
  const [helen, joanne, anita] = [
    await find('head-of-centre'),
    await find('family-support-lead'),
    await find('health-lead'),
  ];
  expect(joanne.id).toBe(helen.id);
  expect(anita.id).not.toBe(helen.id);
  expect(anita.family.id).not.toBe(helen.family.id);
  // No run of sixteen characters is in both: nothing of one tells of the other.
  const pieces = (id: string) => Array.from({ length: id.length - 15 }, (_, at) => id.slice(at, at + 16));
  expect(pieces(anita.id).filter((piece) => helen.id.includes(piece))).toEqual([]);
});

test('an id is as long for a child whom one agency knows as for one whom five know', async () => {
  const ids = [daniel, searchFor(storyPerson('silva', 'child')), searchFor(storyPerson('hartley', 'child'))].map(
    async (who) => (await find('head-of-centre', who)).id.length,
  );
  expect(new Set(await Promise.all(ids)).size).toBe(1);
});

test('a person and a family that were found can be opened by their ids, and are the same ones', async () => {
  const found = await find('head-of-centre');
  const query =
    'query ($person: PersonID!, $family: FamilyID!) { person(id: $person) { id displayName } family(id: $family) { id members { person { id displayName } } } }';
  const { body } = await stack.ask('head-of-centre', query, {
    variables: { person: found.id, family: found.family.id },
  });
  expect(body.data.person).toEqual({ id: found.id, displayName: 'Daniel Okafor' });
  const names = (members: readonly { person: { displayName: string } }[]) =>
    members.map(({ person }) => person.displayName).sort();
  expect(names(body.data.family.members)).toEqual(names(found.family.members));
});

test('an id made under a wide role shows a narrow role of the same organisation no more than its own search would', async () => {
  const [wide] = [await stack.ask('family-support-lead', FIND, { variables: { who: daniel } })];
  const query =
    'query ($id: PersonID!) { person(id: $id) { health { developmentReviews { outcome } registration { registeredGpName } } } }';
  const { body } = await stack.ask('head-of-centre', query, {
    variables: { id: wide.body.data.findPeople.certain[0].id },
  });
  expect(body.data.person.health.developmentReviews).toBeNull();
  expect(body.data.person.health.registration).not.toBeNull();
  expect(body.errors[0].extensions).toEqual(expect.objectContaining({ stream: 'health:development' }));
});

test('nobody gets no id: a search that finds nobody has nothing to open', async () => {
  const { body } = await stack.ask('head-of-centre', FIND, { variables: { who: NOBODY } });
  expect(body.data.findPeople).toEqual({ certain: [] });
});

describe('a caseload', () => {
  const PAGE =
    'query ($area: ID, $first: Int, $after: String) { caseload(area: $area, first: $first, after: $after) { nodes { id displayName } pageInfo { hasNextPage endCursor } answers { agency status } } }';
  type Page = {
    readonly nodes: readonly { id: string }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
    readonly answers: readonly object[];
  };
  const page = async (after: string | null, first: number, area: string | null = 'thornwick'): Promise<Page> => {
    const { body } = await stack.ask('health-lead', PAGE, { variables: { area, first, after } });
    expect(body.errors).toBeUndefined();
    return body.data.caseload;
  };
  const idsOf = ({ nodes }: Page) => nodes.map(({ id }) => id);

  test('of an area comes in pages: everybody of it once, in the order of one long page', async () => {
    const [whole, seen] = [await page(null, 50), [] as string[]];
    let after: string | null = null;
    do {
      const { pageInfo, ...next }: Page = await page(after, 7);
      expect(next.nodes.length).toBeLessThanOrEqual(7);
      expect(next.answers).toEqual([{ agency: 'health', status: 'ANSWERED' }]);
      expect(pageInfo.hasNextPage).toBe(pageInfo.endCursor !== null);
      seen.push(...idsOf({ ...next, pageInfo }));
      after = pageInfo.endCursor;
    } while (after !== null && seen.length < 100);
    expect(seen).toEqual(idsOf(whole));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(20);
  });

  test('has nobody on it whom an agency marks, its own or another, and joins nobody to somebody else', async () => {
    const [open, truthOf] = [pointerReader(stack.dataDirectory), truthReader(borough)];
    for (const id of idsOf(await page(null, 50))) {
      const truths = new Set([...open(id, 'aldermere-community-health')].map(([agency, ref]) => truthOf(agency, ref)));
      expect([truths.size, truths.has(undefined)]).toEqual([1, false]);
      expect([...truths].flatMap((truth) => closedAt(truth ?? ''))).toEqual([]);
    }
  });

  test("of another's area is refused, and so is any area to whoever has none", async () => {
    for (const [persona, area] of [
      ['health-lead', 'saltby'],
      ['school-lead', 'saltby'],
      ['early-help-access', 'thornwick'],
    ] as const) {
      const { body } = await stack.ask(persona, PAGE, { variables: { area, first: 7 } });
      expect(body.data.caseload).toBeNull();
      expect(body.errors[0].extensions.code).toBe('ROSTER_NOT_YOURS');
    }
  });

  test("of a school's area has its own pupils, and nobody of the other schools there", async () => {
    const { body } = await stack.ask('school-lead', PAGE, { variables: { area: 'thornwick', first: 50 } });
    const own = (await stack.ask('school-lead', PAGE, { variables: { first: 50 } })).body.data.caseload.nodes;
    const isOwn = new Set(own.map(({ id }: { readonly id: string }) => id));
    expect(idsOf(body.data.caseload).filter((id) => !isOwn.has(id))).toEqual([]);
    expect(idsOf(body.data.caseload).length).toBeGreaterThan(0);
  });

  test("of one's own has the people one works with: Anita Desai visits a mother and her two youngest", async () => {
    const { nodes } = await page(null, 50, null);
    expect(nodes.map((node) => (node as { displayName?: string }).displayName).sort()).toEqual([
      'Grace Okafor',
      'Ngozi Okafor',
      'Samuel Okafor',
    ]);
  });

  test("a page's cursor is of no use to another organisation, nor made up", async () => {
    const { pageInfo } = await page(null, 7);
    const ask = (after: string | null) =>
      stack.ask('head-of-centre', PAGE, { variables: { area: 'thornwick', first: 7, after } });
    expect((await ask(pageInfo.endCursor)).body.errors[0].extensions.code).toBe('ID_OF_ANOTHER_ORGANISATION');
    expect((await ask('7')).body.errors[0].extensions.code).toBe('ID_MALFORMED');
  });

  test('is withheld from who has no roster: a lead professional, an analyst', async () => {
    for (const persona of ['lead-professional', 'analyst'] as const) {
      const { body } = await stack.ask(persona, PAGE, { variables: { area: 'thornwick', first: 7 } });
      expect(body.data.caseload?.nodes ?? null).toBeNull();
      expect(body.errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    }
  });
});

describe('an id that was made where less may be known', () => {
  /** For early help, whom social care knows is closed to those who take the first calls; for triage it is open. */
  const withDenial = (text: string): string => {
    const protocol = parse(text);
    protocol.clauses.push({
      id: 'DENY-EXISTENCE',
      by: 'social-care',
      shares: ['existence'],
      to: { roles: ['EARLY_HELP_ACCESS'] },
      purposes: ['EARLY_HELP'],
      effect: 'DENY',
    });
    return stringify(protocol);
  };
  let narrow: RunningStack;
  beforeAll(async () => {
    const [agreed, ...others] = publishedProtocols();
    narrow = await startStack({ protocols: [{ name: 'narrow.yaml', text: withDenial(agreed!.text) }, ...others] });
  });
  afterAll(() => narrow.close());

  test('is looked up again where more may: what is held there is neither hidden nor called withheld', async () => {
    const who = searchFor(storyPerson('okafor', 'oldest'));
    const found = await narrow.ask(
      'early-help-access',
      'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id answers { agency status } family { id } } } }',
      { purpose: 'EARLY_HELP', variables: { who } },
    );
    const [daniel] = found.body.data.findPeople.certain;
    const statusOf = ({ answers }: { answers: { agency: string; status: string }[] }) =>
      answers.find(({ agency }) => agency === 'social-care')?.status;
    expect(statusOf(daniel)).toBe('WITHHELD');

    const { body } = await narrow.ask(
      'early-help-access',
      'query ($id: PersonID!, $family: FamilyID!) { person(id: $id) { answers { agency status } } family(id: $family) { members { person { displayName answers { agency status } } } } }',
      { purpose: 'TRIAGE', variables: { id: daniel.id, family: daniel.family.id } },
    );
    expect(statusOf(body.data.person)).toBe('ANSWERED');
    const again = body.data.family.members.find(
      ({ person }: { person: { displayName: string } }) => person.displayName === 'Daniel Okafor',
    );
    expect(statusOf(again.person)).toBe('ANSWERED');
  });
});
