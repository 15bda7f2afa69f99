import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLINIC_PEOPLE, clinic, clinicConnector, person } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';
import { openStaffFiles } from '../store/agency-stores';
import { agreeToMatchDecision, listMatchDecisions, undoMatchDecision } from '../store/match-decisions';

const ida = { givenName: 'Ida', familyName: 'Holt', dateOfBirth: '2020-02-02', postcode: 'S62 1AA' };
const bump = person('bump', { lifeState: 'UNBORN', expectedDateOfBirth: '2026-08-01', mother: 'grace' });
const connector = clinicConnector([...CLINIC_PEOPLE, person('ida-1', ida), person('ida-2', ida), bump]);
let served: Awaited<ReturnType<typeof serveClinic>>;
beforeEach(async () => {
  served = await serveClinic(clinic(connector));
});
afterEach(() => served.close());

const existence = { streams: [own('existence')] };
const find = async (subject: object): Promise<readonly string[]> => {
  const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome } }';
  const body = await served.askContract(existence, query, { subjects: [subject] });
  return body.data.match[0].map(({ ref, outcome }: Record<string, string>) => `${ref} ${outcome}`);
};
const worker = (id: string, organisation: string) => ({ id, organisation, role: 'HEALTH_LEAD', area: null });
const [ANNA, BEN] = [worker('w-anna', 'trust'), worker('w-ben', 'council')];
const propose = async (
  subject: object,
  ref: string,
  same: boolean,
  requester = ANNA,
  statement: object = existence,
): Promise<boolean> => {
  const query = `mutation ($subject: Subject!, $ref: ID!, $same: Boolean!) {
    confirm(subject: $subject, ref: $ref, same: $same, statement: "The health visitor knows the family")
  }`;
  return (await served.askContract({ ...statement, requester }, query, { subject, ref, same })).data.confirm;
};
/** By two people of two organisations. */
const confirm = async (subject: object, ref: string, same: boolean, statement?: object): Promise<boolean> =>
  (await propose(subject, ref, same, ANNA, statement)) && (await propose(subject, ref, same, BEN, statement));

// Day and month in each other's place: possibly Maya.
const maya = { givenName: 'Maya', familyName: 'Okafor', dateOfBirth: '2021-04-03', postcode: 'S60 1AB' };
const numbered = { ...maya, upn: 'H801200001001' };

test('a possible match is a match after two people have confirmed it, and gone after two have denied it', async () => {
  expect(await find(maya)).toEqual(['maya POTENTIAL']);
  const onlyMaya = { people: [{ refs: ['maya'], streams: [own('existence')] }] };
  expect(await confirm(maya, 'leo', true, onlyMaya)).toBe(false);
  expect(await find(maya)).toEqual(['maya POTENTIAL']);
  expect(await confirm(maya, 'maya', true, onlyMaya)).toBe(true);
  expect(await find(maya)).toEqual(['maya MATCH']);
  expect(await confirm(maya, 'maya', false)).toBe(true);
  expect(await find(maya)).toEqual([]);
  expect(await confirm(maya, 'maya', true)).toBe(true);
  expect(await find(maya)).toEqual(['maya MATCH']);
});

test('what one person says joins and hides nothing, and is told to them alone', async () => {
  const said = async (requester: typeof ANNA) => {
    const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { outcome said } }';
    return (await served.askContract({ ...existence, requester }, query, { subjects: [maya] })).data.match[0];
  };
  for (const same of [true, false]) {
    expect(await propose(maya, 'maya', same)).toBe(true);
    expect(await said(ANNA)).toEqual([{ outcome: 'POTENTIAL', said: same }]);
    expect(await said(BEN)).toEqual([{ outcome: 'POTENTIAL', said: null }]);
  }
  expect((await listMatchDecisions(openStaffFiles(served.keptIn))).map(({ state }) => state)).toEqual([
    'DISPUTED',
    'WAITING',
  ]);
});

test('a proposal counts once the agency’s own staff agree', async () => {
  await propose(maya, 'maya', true);
  await agreeToMatchDecision(openStaffFiles(served.keptIn), 1, { by: 'records-desk', at: new Date() });
  expect(await find(maya)).toEqual(['maya MATCH']);
});

test.each([
  ['more', maya, { ...numbered, sex: 'F', uprn: '10001', formerNames: ['Eze'] }],
  ['fewer', numbered, maya],
  ['a number alone', numbered, { upn: numbered.upn }],
  ['another address, but the number', numbered, { ...numbered, postcode: 'LS1 1AA' }],
])('a decision counts for somebody who is asked about with %s', async (_, decidedOn, asked) => {
  expect(await find(asked)).not.toContain('maya MATCH');
  await confirm(decidedOn, 'maya', true);
  expect(await find(asked)).toEqual(['maya MATCH']);
  await confirm(decidedOn, 'maya', false);
  expect(await find(asked)).toEqual([]);
});

test.each([
  ['another number', { ...numbered, upn: 'A243731687508' }],
  ['no address and no number', { ...maya, postcode: null }],
])('a decision does not count for somebody who is asked about with %s', async (_, asked) => {
  await confirm(numbered, 'maya', true);
  expect(await find(asked)).toEqual(['maya POTENTIAL']);
});

test('nothing is kept of a subject who has nothing to be known again by', async () => {
  const stranger = { ...maya, postcode: null };
  expect(await find(stranger)).toEqual(['maya POTENTIAL']);
  expect(await confirm(stranger, 'maya', true)).toBe(false);
  expect(await find(stranger)).toEqual(['maya POTENTIAL']);
});

test('an unborn child whom a person has confirmed is a match, though its mother is not told', async () => {
  const unborn = { expectedDateOfBirth: '2026-08-01', nhsNumber: '5900016374' };
  expect(await find(unborn)).toEqual([]);
  expect(await confirm(unborn, 'bump', true)).toBe(true);
  expect(await find(unborn)).toEqual(['bump MATCH']);
});

test('of two who are equally sure to be one, neither can be confirmed or denied', async () => {
  expect(await find(ida)).toEqual(['ida-1 MANY', 'ida-2 MANY']);
  expect(await confirm(ida, 'ida-1', true)).toBe(false);
  expect(await confirm(ida, 'ida-1', false)).toBe(false);
  expect(await find(ida)).toEqual(['ida-1 MANY', 'ida-2 MANY']);
});

test('a restricted record takes as much work to refuse as one that is not held, and a possible one to confirm', async () => {
  const work = async (ref: string) => {
    connector.calls.length = 0;
    const answer = await propose({ ...numbered }, ref, true);
    return [answer, connector.calls.map(({ kind, asked }) => `${kind} ${asked.length}`).sort()];
  };
  const [hidden, nobody, possible] = [await work('hidden'), await work('nobody'), await work('maya')];
  expect(hidden).toEqual(nobody);
  expect(possible).toEqual([true, nobody[1]]);
});

describe('undone by the agency’s own staff', () => {
  const undo = (number: number) =>
    undoMatchDecision(openStaffFiles(served.keptIn), number, { by: 'records-desk', at: new Date() });

  test('a decision no longer counts at the running agency, and the one that it replaced counts again', async () => {
    await confirm(maya, 'maya', false);
    await confirm(maya, 'maya', true);
    expect(await find(maya)).toEqual(['maya MATCH']);
    await undo(4);
    expect(await find(maya)).toEqual([]);
    await undo(2);
    expect(await find(maya)).toEqual(['maya POTENTIAL']);
  });

  test('it may be decided again, and the new decision counts', async () => {
    await confirm(maya, 'maya', true);
    await undo(1);
    expect(await confirm(maya, 'maya', true)).toBe(true);
    expect(await find(maya)).toEqual(['maya MATCH']);
    expect((await listMatchDecisions(openStaffFiles(served.keptIn))).map(({ undone }) => undone !== null)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('an agency that cannot read what was undone joins nobody rather than the wrong one', async () => {
    await confirm(maya, 'maya', true);
    await appendFile(join(served.keptIn, 'undone.jsonl'), 'not an undoing\n');
    const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }';
    const body = await served.askContract(existence, query, { subjects: [maya] });
    expect(body).toEqual({ data: null, errors: [expect.objectContaining({ extensions: { code: 'INTERNAL' } })] });
    expect(served.logged.at(-1)).toMatchObject({ coordinate: 'match', code: 'RECORD_STORE_UNREADABLE' });
  });
});
