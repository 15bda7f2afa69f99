import { type Borough, type HeldIdentity, inventBorough } from '@family-view/population';
import { HealthConnector } from './connector';
import { type HealthStandIn, startStandIn } from './stand-in';

const borough: Borough = inventBorough();
const story = (key: string) => borough.storylines.find((told) => told.key === key)!;
const heldAs = (key: string, role: string): HeldIdentity =>
  borough.health.people.find(({ truth }) => truth === story(key).people[role])!;
const refOf = (key: string, role: string) => heldAs(key, role).ref;
const requester = (id: string) => ({ id, organisation: 'health', role: 'HEALTH_LEAD', area: null });

let standIn: HealthStandIn;
let health: HealthConnector;
beforeAll(async () => {
  standIn = await startStandIn();
  health = new HealthConnector({
    baseUrl: standIn.url,
    today: () => standIn.today,
    reachAreas: standIn.reachAreas,
    coverage: { from: null, to: null, area: 'Aldermere', notCovered: [] },
  });
});
afterAll(async () => {
  await health.close();
  await standIn.close();
});

describe('who people are', () => {
  test('everybody the child health system holds is read as it holds them, over several pages', async () => {
    const people = await health.people(borough.health.people.map(({ ref }) => ref));
    expect(people).toHaveLength(borough.health.people.length);
    expect(people.length).toBeGreaterThan(100);
    const read = people.map((person) => [
      person?.ref,
      person?.lifeState,
      person?.givenName,
      person?.familyName,
      person?.dateOfBirth,
      person?.expectedDateOfBirth,
      person?.uprn,
      person?.formerNames,
      [...(person?.markers ?? [])].sort(),
    ]);
    expect(read).toEqual(
      borough.health.people.map((held) => [
        held.ref,
        held.lifeState,
        held.givenName ?? null,
        held.familyName ?? null,
        held.dateOfBirth ?? null,
        held.expectedDateOfBirth ?? null,
        held.address?.uprn ?? null,
        held.formerNames,
        [...held.markers].sort(),
      ]),
    );
  });

  test('somebody the system does not hold is null in their place, and nobody else moves up', async () => {
    const [first, second] = [refOf('okafor', 'mother'), refOf('okafor', 'baby')];
    const people = await health.people([first, 'H0', 'not an id, at all', second]);
    expect(people.map((person) => person?.ref ?? null)).toEqual([first, null, null, second]);
  });

  test('the same answer comes for a person asked twice in one go', async () => {
    const ref = refOf('okafor', 'baby');
    const people = await health.people([ref, ref]);
    expect(people.map((person) => person?.ref)).toEqual([ref, ref]);
  });

  test('a verified NHS number is told as such, and the one it replaced beside it', async () => {
    const held = heldAs('oconnor', 'child');
    const [child] = await health.people([held.ref]);
    expect(child).toMatchObject({
      nhsNumber: held.nhsNumber,
      nhsNumberVerified: true,
      supersededNhsNumbers: held.supersededNhsNumbers,
    });
    expect(held.supersededNhsNumbers).toHaveLength(1);
  });

  test('shielded, adopted, restricted and dead are four different markers', async () => {
    const people = await health.people([
      refOf('ashdown', 'child'),
      refOf('lindley', 'birthIdentity'),
      refOf('thackray', 'child'),
      refOf('varley', 'child'),
      refOf('okafor', 'baby'),
    ]);
    expect(people.map((person) => person?.markers)).toEqual([
      ['SHIELDED'],
      ['ADOPTED'],
      ['RESTRICTED'],
      ['DECEASED'],
      [],
    ]);
  });
});

describe('how candidates are found', () => {
  const refsFound = async (block: Parameters<HealthConnector['find']>[0]) =>
    (await health.find(block)).map(({ ref }) => ref);

  test('a child is found by the number in use and by the superseded one', async () => {
    const child = heldAs('oconnor', 'child');
    expect(await refsFound({ by: 'nhsNumber', value: child.nhsNumber! })).toEqual([child.ref]);
    expect(await refsFound({ by: 'nhsNumber', value: child.supersededNhsNumbers[0]! })).toEqual([child.ref]);
  });

  test('twins are both found by their date of birth', async () => {
    const twins = [heldAs('sutcliffe', 'twin'), heldAs('sutcliffe', 'otherTwin')];
    const found = await refsFound({ by: 'dateOfBirth', value: twins[0]!.dateOfBirth! });
    expect(found).toEqual(expect.arrayContaining(twins.map(({ ref }) => ref)));
  });

  test('a family is found by postcode', async () => {
    const mother = heldAs('okafor', 'mother');
    expect(await refsFound({ by: 'postcode', value: mother.address!.postcode })).toContain(mother.ref);
  });

  test('an unborn child is found through the mother, and by the due date, and has no date of birth', async () => {
    const [mother, unborn] = [heldAs('kowalska', 'mother'), heldAs('kowalska', 'unborn')];
    const [found] = await health.find({ by: 'mother', value: mother.ref });
    expect(found).toMatchObject({
      ref: unborn.ref,
      lifeState: 'UNBORN',
      dateOfBirth: null,
      expectedDateOfBirth: unborn.expectedDateOfBirth,
      mother: mother.ref,
      sex: 'U',
      nhsNumber: null,
    });
    expect(await refsFound({ by: 'expectedDateOfBirth', value: unborn.expectedDateOfBirth! })).toContain(unborn.ref);
  });

  test("all of a mother's children are found through her", async () => {
    const children = ['oldest', 'toddler', 'baby'].map((role) => refOf('okafor', role));
    expect((await refsFound({ by: 'mother', value: refOf('okafor', 'mother') })).sort()).toEqual(children.sort());
  });

  test('a pupil number, a council number and a UPRN find nobody: FHIR cannot be searched by them', async () => {
    const uprn = heldAs('okafor', 'mother').address!.uprn;
    expect(await refsFound({ by: 'uprn', value: uprn })).toEqual([]);
    expect(await refsFound({ by: 'upn', value: 'H801200001001' })).toEqual([]);
    expect(await refsFound({ by: 'laChildId', value: '1' })).toEqual([]);
  });
});

describe('families', () => {
  test('a child, the mother and the father each open the same family', async () => {
    const refs = ['baby', 'mother', 'father'].map((role) => refOf('okafor', role));
    const groups = await health.groups(refs);
    expect(groups[1]).toEqual(groups[0]);
    expect(groups[2]).toEqual(groups[0]);
    const [family, ...others] = groups[0]!;
    expect(others).toEqual([]);
    const everybody = ['mother', 'father', 'oldest', 'toddler', 'baby'].map((role) => refOf('okafor', role));
    expect([...new Set(family!.members.map(({ ref }) => ref))].sort()).toEqual(everybody.sort());
    expect(family!.members).toContainEqual({
      ref: refOf('okafor', 'mother'),
      relationship: 'Mother',
      to: refOf('okafor', 'baby'),
      from: null,
      until: null,
      parentalResponsibility: true,
    });
  });

  test('the families here are the families the borough asserts, person by person', async () => {
    const refs = borough.health.people.map(({ ref }) => ref);
    const told = new Set(
      (await health.groups(refs)).flat().flatMap(({ members }) => members.map(({ ref, to }) => `${ref} ${to}`)),
    );
    const asserted = borough.health.memberships
      .filter(({ to }) => to !== undefined)
      .map(({ ref, to }) => `${ref} ${to}`);
    expect(asserted.filter((pair) => !told.has(pair))).toEqual([]);
  });

  test("an adopted child's birth identity is in no family with the new one", async () => {
    const groups = await health.groups([refOf('lindley', 'birthIdentity'), refOf('lindley', 'child')]);
    const [birth, adoptive] = groups.map((families) =>
      families.flatMap(({ members }) => members.map(({ ref }) => ref)),
    );
    expect(birth).toContain(refOf('lindley', 'birthMother'));
    expect(birth!.filter((ref) => adoptive!.includes(ref))).toEqual([]);
  });

  test('somebody with no relative on record has no family, which is no error', async () => {
    expect(await health.groups(['H0'])).toEqual([[]]);
  });

  test('whoever of a family is asked about first, its ties come in one order', async () => {
    for (const key of ['okafor', 'sutcliffe', 'kowalska']) {
      const refs = Object.keys(story(key).people).flatMap((role) => heldAs(key, role)?.ref ?? []);
      for (const asked of [refs, [...refs].reverse()])
        for (const ref of asked)
          expect([key, (await health.groups([ref])).flat()]).toEqual([key, (await health.groups([asked[0]!])).flat()]);
      const all = async (of: readonly string[]) => [
        ...new Map((await health.groups(of)).flat().map((one) => [one.ref, one])).values(),
      ];
      expect(await all([...refs].reverse())).toEqual(await all(refs));
    }
  });
});

describe('services and facts', () => {
  test('the service that works with a child is told, with whom to ring and when the child was last seen', async () => {
    const ref = refOf('okafor', 'toddler');
    const held = borough.health.involvements.find((one) => one.ref === ref)!;
    const [[involvement]] = (await health.involvements([ref])) as [[unknown]];
    expect(involvement).toEqual({
      ref,
      service: held.service,
      team: held.team,
      role: held.role,
      status: 'CURRENT',
      from: held.from,
      to: null,
      lastInteraction: held.lastInteraction,
      contact: {
        name: held.worker!.name,
        role: held.worker!.role,
        phone: held.worker!.phone,
        email: held.worker!.email,
        dutyLine: null,
      },
      asOf: '2026-11-01T09:00:00.000Z',
    });
  });

  test('a service that has ended is historic', async () => {
    const ended = borough.health.involvements.find(({ to }) => to !== undefined && to < borough.today)!;
    const [involvements] = await health.involvements([ended.ref]);
    expect(involvements).toContainEqual(expect.objectContaining({ status: 'HISTORIC', to: ended.to }));
  });

  test('the allocated health visitor is told as such; a colleague is not, nor the one before', async () => {
    const current = borough.health.involvements.find(({ to, worker }) => to === undefined && worker !== undefined)!;
    const ended = borough.health.involvements.find(
      (one) =>
        one.to !== undefined &&
        !borough.health.involvements.some(
          (other) => other.ref === one.ref && other.to === undefined && other.worker?.id === one.worker?.id,
        ),
    )!;
    const allocated = await health.facts([current.ref], ['RELATIONSHIP'], requester(current.worker!.id));
    expect(allocated).toEqual([
      [{ kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER', from: `${current.from}T00:00:00.000Z`, until: null }],
    ]);
    expect(await health.facts([current.ref], ['RELATIONSHIP'], requester('w-somebody-else'))).toEqual([[]]);
    expect(await health.facts([ended.ref], ['RELATIONSHIP'], requester(ended.worker!.id))).toEqual([[]]);
  });

  test('area is the reach area, and only what was asked for is told', async () => {
    const ref = refOf('okafor', 'toddler');
    expect(await health.facts([ref, 'H0'], ['AREA'], requester('anybody'))).toEqual([
      [{ kind: 'AREA', value: 'thornwick', from: null, until: null }],
      [],
    ]);
    expect(await health.facts([ref], ['CONSENT', 'NEED_LEVEL'], requester('anybody'))).toEqual([[]]);
  });
});

describe('lists and figures', () => {
  test('paging through an area meets everybody in it once, in a stable order', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<HealthConnector['roster']>> = await health.roster(
        { area: 'saltby', mine: false, first: 7, after },
        requester('x'),
      );
      expect(page.refs.length).toBeLessThanOrEqual(7);
      seen.push(...page.refs);
      after = page.next;
    } while (after !== null);
    const inSaltby = borough.health.people
      .filter(({ address }) => address?.postcode.startsWith('ZB3 '))
      .map(({ ref }) => ref);
    const placed = (await health.people(inSaltby)).flatMap((person) => (person?.postcode ? [person.ref] : []));
    expect(seen).toEqual([...new Set(placed)].sort());
  });

  test("a health visitor's own caseload is the children allocated now, and a stranger's is empty", async () => {
    const worker = borough.health.involvements.find(({ to, worker }) => to === undefined && worker !== undefined)!
      .worker!;
    const allocated = borough.health.involvements
      .filter((one) => one.worker?.id === worker.id && one.to === undefined)
      .map(({ ref }) => ref);
    const ask = { area: null, mine: true, first: 500, after: null };
    expect((await health.roster(ask, requester(worker.id))).refs).toEqual([...new Set(allocated)].sort());
    expect(await health.roster(ask, requester('w-nobody'))).toEqual({ refs: [], next: null });
  });

  test('children under five add up, by area and by age, to the same number', async () => {
    const ask = { measure: 'children-under-five', area: null, from: null, to: null };
    const add = (cells: readonly { count: number }[]) => cells.reduce((sum, { count }) => sum + count, 0);
    const [all, byBoth] = await Promise.all([
      health.count({ ...ask, by: [] }),
      health.count({ ...ask, by: ['area', 'ageBand'] }),
    ]);
    const young = borough.health.people.filter(
      ({ dateOfBirth, lifeState }) =>
        lifeState === 'BORN' && dateOfBirth !== undefined && dateOfBirth > '2021-11-01' && dateOfBirth <= borough.today,
    );
    expect(add(all)).toBe(young.length);
    expect(add(byBoth)).toBe(young.length);
  });

  test('children under five are counted in the ethnic groups of the 2021 census, from the NHS categories held', async () => {
    const ask = { measure: 'children-under-five', area: null, from: null, to: null };
    const counted = new Map(
      (await health.count({ ...ask, by: ['ethnicGroup'] })).map(({ key, count }) => [key[0], count]),
    );
    // The DfE's codes begin with the census group; Chinese is an Asian group since 2011, and refused is not recorded.
    const groups = { W: 'WHITE', M: 'MIXED', A: 'ASIAN', C: 'ASIAN', B: 'BLACK', O: 'OTHER' } as const;
    const expected = new Map<string | undefined, number>();
    for (const { truth, lifeState, dateOfBirth } of borough.health.people) {
      if (lifeState !== 'BORN' || !dateOfBirth || dateOfBirth <= '2021-11-01' || dateOfBirth > borough.today) continue;
      const letter = (borough.people.get(truth)?.ethnicity ?? '').slice(0, 1);
      const group = groups[letter as keyof typeof groups] ?? 'NOT_RECORDED';
      expected.set(group, (expected.get(group) ?? 0) + 1);
    }
    expect(counted).toEqual(expected);
    expect(expected.size).toBeGreaterThan(2);
  });

  test('mandated contacts are counted by kind, and those in time by the day that ended it', async () => {
    const ask = { by: ['contact'], area: null, from: null, to: null };
    const [due, inTime] = await Promise.all([
      health.count({ ...ask, measure: 'mandated-contacts-due' }),
      health.count({ ...ask, measure: 'mandated-contacts-in-time' }),
    ]);
    const held = borough.health.people.flatMap(({ ref, lifeState, dateOfBirth }) =>
      lifeState !== 'BORN' || dateOfBirth === undefined
        ? []
        : (borough.health.content.get(ref)?.mandatedContacts ?? []).map((one) => ({ ...one, dateOfBirth })),
    );
    const visits = held.filter(({ kind }) => kind === 'NEW_BIRTH');
    const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const early = visits.filter(
      ({ outcome, date, dateOfBirth }) => outcome === 'Completed' && days(dateOfBirth, date!) <= 14,
    );
    expect(due).toContainEqual({ key: ['NEW_BIRTH'], count: visits.length });
    expect(inTime).toContainEqual({ key: ['NEW_BIRTH'], count: early.length });
  });

  test.each(['mandated-contacts-due', 'mandated-contacts-in-time', 'two-year-reviews-in-time'])(
    'what is asked of one quarter alone is what that quarter has among all: %s',
    async (measure) => {
      const ask = { measure, by: ['quarter'], area: null };
      const all = await health.count({ ...ask, from: null, to: null });
      const quarter = all.findLast(({ key }) => key[0]! < '2026-Q2')!;
      const [year, of] = [quarter.key[0]!.slice(0, 4), Number(quarter.key[0]![6])];
      const first = `${year}-${String(3 * of - 2).padStart(2, '0')}-01`;
      const last = `${year}-${['03-31', '06-30', '09-30', '12-31'][of - 1]}`;
      expect(quarter.count).toBeGreaterThan(0);
      expect(await health.count({ ...ask, from: first, to: last })).toEqual([quarter]);
    },
  );

  test('a measure that health does not keep is refused by name of those it does', async () => {
    const ask = { area: null, from: null, to: null };
    await expect(health.count({ ...ask, measure: 'rent-arrears', by: [] })).rejects.toMatchObject({
      code: 'UNKNOWN_MEASURE',
      known: expect.arrayContaining(['children-under-five', 'mandated-contacts-due']),
    });
    await expect(health.count({ ...ask, measure: 'mandated-contacts-due', by: ['nhsNumber'] })).rejects.toMatchObject({
      code: 'UNKNOWN_MEASURE',
    });
  });
});
