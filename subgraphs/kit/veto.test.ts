import type { HeldPerson } from './connector';
import { clinic, clinicConnector, person } from './fixtures/clinic';
import { own, serveClinic } from './fixtures/served-clinic';

const connector = clinicConnector();
let served: Awaited<ReturnType<typeof serveClinic>>;

beforeAll(async () => {
  served = await serveClinic(clinic(connector));
});
afterAll(() => served.close());

const ALL = ['existence', 'identity', 'address', 'identifiers', 'contact', 'family', 'household', 'facts', 'visits'];
const grantedAll = (...refs: string[]) => ({ people: [{ refs, streams: ALL.map(own) }] });
const callsDuring = async (ask: () => Promise<unknown>) => {
  connector.calls.length = 0;
  await ask();
  return connector.calls.map(({ kind, asked }) => `${kind} ${asked.length}`).sort();
};

test('a restricted child is answered in the subgraph as one who is not held, whatever the grant says', async () => {
  const ask = (ref: string) => served.askAbout({ [ref]: ['visits'] }, 'clinic { visits { date } }');
  const nothingHeld = { data: { _entities: [{ clinic: null }] } };
  expect(await ask('hidden')).toEqual(nothingHeld);
  expect(await ask('nobody')).toEqual(nothingHeld);
  expect(await callsDuring(() => ask('hidden'))).toEqual(await callsDuring(() => ask('nobody')));
});

test('a death closes nothing', async () => {
  const body = await served.askAbout({ late: ['visits'] }, 'clinic { visits { date } }');
  expect(body.data._entities[0].clinic.visits).toHaveLength(1);
});

test('a restricted child is answered in the contract as one who is not held', async () => {
  const query = `query ($refs: [ID!]!) {
    identity(refs: $refs) { givenName } involvements(refs: $refs) { service }
    members(refs: $refs) { ref } facts(refs: $refs, kinds: [AREA, AGE, DATE_OF_BIRTH, MARKER]) { value }
  }`;
  const nothing = { data: { identity: [null], involvements: [[]], members: [[]], facts: [[]] } };
  expect(await served.askContract(grantedAll('hidden'), query, { refs: ['hidden'] })).toEqual(nothing);
  expect(await served.askContract(grantedAll('nobody'), query, { refs: ['nobody'] })).toEqual(nothing);
});

test('a restricted person is not found, even by a number that is certainly theirs', async () => {
  const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }';
  const ask = (subject: unknown) => served.askContract({ streams: [own('existence')] }, query, { subjects: [subject] });
  const ruth = { nhsNumber: '9000000009', givenName: 'Ruth', familyName: 'Okafor', dateOfBirth: '1990-05-05' };
  expect((await ask(ruth)).data).toEqual({ match: [[]] });
  const unknown = { ...ruth, nhsNumber: '9000000025' };
  expect(await callsDuring(() => ask(ruth))).toEqual(await callsDuring(() => ask(unknown)));
});

test("a restricted person is in nobody else's family, and nobody points at them", async () => {
  const query = 'query ($refs: [ID!]!) { members(refs: $refs) { members { ref relationship to } } }';
  const body = await served.askContract(grantedAll('maya'), query, { refs: ['maya'] });
  const [family] = body.data.members[0];
  expect(family.members.map(({ ref }: { ref: string }) => ref)).toEqual(['maya', 'leo', 'grace', 'late']);
  expect(family.members[1]).toEqual({ ref: 'leo', relationship: null, to: null });
  expect(JSON.stringify(body)).not.toContain('hidden');
});

test('nothing is left of a relationship with somebody restricted: no day it began, no responsibility that came with it', async () => {
  const since = { from: '2019-05-01', until: null, parentalResponsibility: true };
  const system = clinicConnector();
  const groups: typeof system.groups = async (refs) =>
    (await system.groups(refs)).map((all) =>
      all.map((group) => ({ ...group, members: group.members.map((member) => ({ ...member, ...since })) })),
    );
  const other = await serveClinic(clinic({ ...system, groups }));
  try {
    const fields = 'ref relationship to from until parentalResponsibility';
    const query = `query ($refs: [ID!]!) { members(refs: $refs) { members { ${fields} } } }`;
    const body = await other.askContract(grantedAll('maya'), query, { refs: ['maya'] });
    const [maya, leo] = body.data.members[0][0].members;
    expect(maya).toEqual({ ref: 'maya', relationship: 'Child', to: 'grace', ...since });
    expect(leo).toEqual({
      ref: 'leo',
      relationship: null,
      to: null,
      from: null,
      until: null,
      parentalResponsibility: null,
    });
  } finally {
    await other.close();
  }
});

test('as many reads are made for whom a restricted mother or member is named as for whom nobody is', async () => {
  const query = 'query ($refs: [ID!]!) { identity(refs: $refs) { mother } members(refs: $refs) { members { ref } } }';
  const reads = async (people: readonly HeldPerson[], asked = 'child') => {
    const system = clinicConnector(people);
    const other = await serveClinic(clinic(system));
    try {
      await other.askContract(grantedAll(asked), query, { refs: [asked] });
      return system.calls.map(({ kind }) => kind).sort();
    } finally {
      await other.close();
    }
  };
  const mother = person('mother', { markers: ['SHIELDED'] });
  const withMother = await reads([person('child', { mother: 'mother' }), mother]);
  expect(withMother).toEqual(await reads([person('child')]));
  expect(withMother).toContain('groups');
  expect(await reads([person('child', { mother: 'mother' }), mother], 'mother')).toEqual(
    await reads([person('child')], 'mother'),
  );
});

test("a child's identity points at its mother, unless she is restricted", async () => {
  const query = 'query ($refs: [ID!]!) { identity(refs: $refs) { mother } }';
  const body = await served.askContract(grantedAll('maya', 'late'), query, { refs: ['maya', 'late'] });
  expect(body.data.identity).toEqual([{ mother: 'grace' }, { mother: null }]);
});

test('a restricted person is on no roster, and cannot be confirmed as anybody', async () => {
  const roster = await served.askContract({ streams: [own('roster')] }, '{ roster { refs } }');
  expect(roster.data.roster.refs).toEqual(['maya', 'leo', 'grace', 'late']);
  const confirm = `mutation ($ref: ID!) { confirm(subject: { nhsNumber: "9000000025" }, ref: $ref, same: true, statement: "s") }`;
  const ask = (ref: string) => served.askContract(grantedAll('hidden', 'nobody'), confirm, { ref });
  expect((await ask('hidden')).data).toEqual({ confirm: false });
  expect((await ask('nobody')).data).toEqual({ confirm: false });
});
