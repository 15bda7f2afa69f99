import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { AGENCIES } from '@family-view/schema';
import { NOBODY, searchFor, storyPerson } from '../borough';
import type { Answer, RunningStack } from '../stack';
import { type FaultStack, MOST_ANSWER_MS, startFaultStack } from './faults-stack';

const PERSON =
  'id displayName answers { agency status } education { setting { ncYearActual } } housing { tenancy { tenureType } } childrensCentre { registration { registeredDate } }';
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { ${PERSON} family { id } } possible { agency } answers { agency status } } }`;
const OPEN = `query ($id: PersonID!) { person(id: $id) { ${PERSON} } }`;
const OPEN_FAMILY =
  'query ($id: FamilyID!) { family(id: $id) { members { person { displayName answers { agency status } housing { tenancy { tenureType } } } } } }';
const daniel = searchFor(storyPerson('okafor', 'oldest'));

let station: FaultStack;
let stack: RunningStack;
beforeAll(async () => {
  station = await startFaultStack();
  stack = await station.startStack();
});
afterEach(async () => {
  for (const agency of AGENCIES) {
    await station.ways[agency].stop();
    await station.ways[agency].start();
  }
});
afterAll(async () => {
  await stack.close();
  await station.close();
});

const ask = (query: string, variables: object) => stack.ask('head-of-centre', query, { variables: { ...variables } });
const statusAt = (answers: readonly { agency: string; status: string }[], agency: string) =>
  answers.find((answer) => answer.agency === agency)?.status;

/** Nothing of where an agency stands, or of how it failed, is told. */
function expectNothingOfTheInside({ text, milliseconds }: Answer): void {
  expect(text.match(/127\.0\.0\.1|localhost|ECONN|socket|\bat [A-Z]\w+ \(|node_modules|undici|http:\/\//)).toBeNull();
  for (const agency of AGENCIES) expect(text).not.toContain(new URL(station.ways[agency].origin).port);
  byClock(() => expect(milliseconds).toBeLessThan(MOST_ANSWER_MS));
}

/** Of what the gateway gathers itself. */
const unavailableAt = (...path: readonly (string | number)[]) => ({
  message: expect.stringContaining('does not mean that nothing is held'),
  path,
  extensions: { code: 'AGENCY_UNAVAILABLE' },
});

/** Told three times: in the answers, as an error at the field, and as a notice with whom to ring. */
function expectToldAsUnavailable({ body }: Answer, agency: string, path: readonly (string | number)[]): void {
  expect(body.errors).toContainEqual({
    message: expect.stringContaining('does not mean that nothing is held'),
    path,
    extensions: { code: 'AGENCY_UNAVAILABLE', agency },
  });
  expect(body.extensions.notices).toContainEqual(
    expect.objectContaining({
      kind: 'UNAVAILABLE',
      agency,
      message: expect.stringContaining('does not mean that nothing is held there'),
      ring: expect.any(String),
    }),
  );
}

test('with housing down, the four others are whole, and housing is told as unavailable and never as holding nothing', async () => {
  const before = await ask(FIND, { who: daniel });
  await station.ways.housing.stop();
  const answer = await ask(FIND, { who: daniel });
  expectNothingOfTheInside(answer);
  const [was] = before.body.data.findPeople.certain;
  const [is] = answer.body.data.findPeople.certain;
  expect(was.housing).toEqual({ tenancy: { tenureType: 'SEC' } });
  expect(is).toEqual({
    ...was,
    id: expect.any(String),
    family: { id: expect.any(String) },
    housing: null,
    answers: was.answers.map((one: { agency: string }) =>
      one.agency === 'housing' ? { agency: 'housing', status: 'UNAVAILABLE' } : one,
    ),
  });
  expect(statusAt(answer.body.data.findPeople.answers, 'housing')).toBe('UNAVAILABLE');
  expectToldAsUnavailable(answer, 'housing', ['findPeople', 'certain', 0, 'housing']);
  expect(answer.text).not.toContain('NOTHING_HELD');
});

test('an id that was made while housing was down finds its record there once it is back', async () => {
  await station.ways.housing.stop();
  const { body } = await ask(FIND, { who: daniel });
  const { id, family } = body.data.findPeople.certain[0];
  const meanwhile = await ask(OPEN, { id });
  expect(statusAt(meanwhile.body.data.person.answers, 'housing')).toBe('UNAVAILABLE');
  expectToldAsUnavailable(meanwhile, 'housing', ['person', 'housing']);
  await station.ways.housing.start();
  const back = await ask(OPEN, { id });
  expect(back.body.data.person.housing).toEqual({ tenancy: { tenureType: 'SEC' } });
  expect(statusAt(back.body.data.person.answers, 'housing')).toBe('ANSWERED');
  expect(back.body.errors).toBeUndefined();
  const whole = await ask(OPEN_FAMILY, { id: family.id });
  const members: readonly { person: { displayName: string; housing: object | null } }[] =
    whole.body.data.family.members;
  const housed = members.filter(({ person }) => person.housing).map(({ person }) => person.displayName);
  expect(housed).toEqual(expect.arrayContaining(['Daniel Okafor', 'Grace Okafor', 'Ngozi Okafor']));
  for (const answer of [body, meanwhile.body]) expect(JSON.stringify(answer)).not.toContain('NOTHING_HELD');
});

test('an id that was made while housing answered is told as unavailable when housing no longer does', async () => {
  const { body } = await ask(FIND, { who: daniel });
  await station.ways.housing.stop();
  const answer = await ask(OPEN, { id: body.data.findPeople.certain[0].id });
  expect(answer.body.data.person.housing).toBeNull();
  expect(statusAt(answer.body.data.person.answers, 'housing')).toBe('UNAVAILABLE');
  expectToldAsUnavailable(answer, 'housing', ['person', 'housing']);
});

test('a child whom the centre alone knows is not "nothing known" while the centre is down', async () => {
  await station.ways['childrens-centre'].stop();
  const { body } = await ask(FIND, { who: searchFor(storyPerson('silva', 'child')) });
  expect(body.data.findPeople.certain).toBeNull();
  expect(body.errors).toContainEqual(unavailableAt('findPeople', 'certain'));
  expect(statusAt(body.data.findPeople.answers, 'childrens-centre')).toBe('UNAVAILABLE');
  expect(body.extensions.notices).toContainEqual(
    expect.objectContaining({ kind: 'UNAVAILABLE', agency: 'childrens-centre' }),
  );
});

test('a caseload whose agency is down is no empty one: each null of it has its error', async () => {
  await station.ways['childrens-centre'].stop();
  const { body } = await ask('{ caseload { nodes { id } pageInfo { hasNextPage } answers { agency status } } }', {});
  expect(body.data.caseload).toEqual({
    nodes: null,
    pageInfo: null,
    answers: [{ agency: 'childrens-centre', status: 'UNAVAILABLE' }],
  });
  expect(body.errors).toEqual([unavailableAt('caseload', 'nodes'), unavailableAt('caseload', 'pageInfo')]);
});

test('somebody whom nobody holds is "nothing held" at who answered, and "unavailable" at who did not', async () => {
  await station.ways.health.stop();
  const { body } = await ask(FIND, { who: NOBODY });
  expect(body.data.findPeople.answers.map(({ status }: { status: string }) => status).sort()).toEqual([
    'NOTHING_HELD',
    'NOTHING_HELD',
    'NOTHING_HELD',
    'NOTHING_HELD',
    'UNAVAILABLE',
  ]);
});

test('a gateway started while every agency is down says so, answers with what it has, and recovers by itself', async () => {
  await stack.close();
  for (const agency of AGENCIES) await station.ways[agency].stop();
  stack = await station.startStack();
  const readiness = async () => {
    expect(await (await fetch(`${stack.url}/health/ready`)).json()).toEqual({ status: 'ready' });
    const response = await fetch(`${stack.adminUrl}/health/agencies`);
    return { status: response.status, body: (await response.json()) as { agencies: Record<string, string> } };
  };
  const answer = await ask(FIND, { who: daniel });
  expect(answer.body.data.findPeople.certain).toBeNull();
  expect(answer.body.errors).toContainEqual(unavailableAt('findPeople', 'certain'));
  expect(answer.body.data.findPeople.answers).toEqual(AGENCIES.map((agency) => ({ agency, status: 'UNAVAILABLE' })));
  expectNothingOfTheInside(answer);
  expect((await readiness()).body.agencies).toEqual(
    Object.fromEntries(AGENCIES.map((agency) => [agency, 'unavailable'])),
  );

  for (const agency of AGENCIES) await station.ways[agency].start();
  const found = await ask(FIND, { who: daniel });
  expect(found.body.data.findPeople.certain[0].answers.map(({ status }: { status: string }) => status)).toEqual(
    AGENCIES.map(() => 'ANSWERED'),
  );
  while (Object.values((await readiness()).body.agencies).some((state) => state !== 'answering'))
    await new Promise((resolve) => setTimeout(resolve, 250));
  expect((await readiness()).body.agencies).toEqual(
    Object.fromEntries(AGENCIES.map((agency) => [agency, 'answering'])),
  );
});

test('an id is opened by the gateway that comes after a restart', async () => {
  const { body } = await ask(FIND, { who: daniel });
  await stack.close();
  stack = await station.startStack();
  const { id } = body.data.findPeople.certain[0];
  expect((await ask(OPEN, { id })).body.data.person).toEqual(
    expect.objectContaining({ id, displayName: 'Daniel Okafor' }),
  );
});
