import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLINIC_PEOPLE, clinic, clinicConnector, person } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';

const connector = clinicConnector([
  ...CLINIC_PEOPLE,
  person('bump', { lifeState: 'UNBORN', expectedDateOfBirth: '2026-08-01', mother: 'grace' }),
  person('leap', { dateOfBirth: '2024-02-29' }),
]);
let now = new Date();
let served: Awaited<ReturnType<typeof serveClinic>>;
beforeAll(async () => {
  served = await serveClinic(clinic(connector), () => now);
});
afterAll(() => served.close());

const FACTS =
  'query ($refs: [ID!]!, $kinds: [FactKind!]!) { facts(refs: $refs, kinds: $kinds) { kind value from until } }';
const granted = (...refs: string[]) => ({ people: [{ refs, streams: [own('facts')] }] });
const facts = async (refs: string[], kinds: string[], statement: object = granted(...refs)) =>
  (await served.askContract(statement, FACTS, { refs, kinds })).data.facts;
const valuesOf = async (ref: string, ...kinds: string[]) =>
  (await facts([ref], kinds))[0].map(({ kind, value }: { kind: string; value: string }) => `${kind} ${value}`);

describe('facts of the person', () => {
  test('age is in whole years and turns on the birthday, reckoned on the day of the agency', async () => {
    expect(await valuesOf('maya', 'AGE', 'DATE_OF_BIRTH')).toEqual(['AGE 4', 'DATE_OF_BIRTH 2021-03-04']);
    expect(await valuesOf('leap', 'AGE')).toEqual(['AGE 2']);
  });

  test('an unborn child has no age and no date of birth; somebody who died has neither, and is marked', async () => {
    const kinds = ['AGE', 'DATE_OF_BIRTH', 'MARKER'];
    expect(await valuesOf('bump', ...kinds)).toEqual([]);
    expect(await valuesOf('late', ...kinds)).toEqual(['MARKER DECEASED']);
  });

  test('they are read off the person: the connector is asked only for what its records tell', async () => {
    connector.calls.length = 0;
    await facts(['maya', 'leo'], ['AGE', 'MARKER', 'DATE_OF_BIRTH']);
    expect(connector.calls.map(({ kind }) => kind)).toEqual(['people']);
    expect(await valuesOf('maya', 'AREA', 'AGE')).toEqual(['AREA north', 'AGE 4']);
  });

  test('a restricted person has none, nor has one without the stream', async () => {
    expect(await facts(['hidden', 'nobody'], ['DATE_OF_BIRTH', 'AGE', 'MARKER'])).toEqual([[], []]);
    expect(await facts(['maya', 'leo'], ['DATE_OF_BIRTH'], granted('leo'))).toEqual([[], [expect.anything()]]);
  });
});

describe('a claimed relationship', () => {
  const NOTIFY = 'mutation ($event: NotifiedEvent!) { notify(event: $event) }';
  const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
  const claimOf = (refs: string[], given: object = {}) => ({
    event: { kind: 'RELATIONSHIP_CLAIMED', reference: 'c-1', at: after(0), until: after(72), refs, ...given },
  });
  const as = (id: string) => ({ requester: { id, organisation: 'o', role: 'R', area: null } });
  const tell = (requester: string, variables: object, named: string[]) =>
    served.askContract({ ...as(requester), ...granted(...named) }, NOTIFY, { ...variables });
  const claimed = async (requester: string, ...refs: string[]) => {
    const told = await facts(refs, ['RELATIONSHIP'], { ...as(requester), ...granted(...refs) });
    return told.map((own: { value: string }[]) => own.filter(({ value }) => value === 'SELF_CLAIMED'));
  };

  test('is a fact from then on, for this requester and these people, until it ends', async () => {
    const variables = claimOf(['maya', 'leo']);
    expect((await tell('w-1', variables, ['maya', 'leo'])).data).toEqual({ notify: true });
    const { at, until } = variables.event;
    const fact = { kind: 'RELATIONSHIP', value: 'SELF_CLAIMED', from: at, until };
    expect(await claimed('w-1', 'maya', 'leo', 'grace')).toEqual([[fact], [fact], []]);
    expect(await claimed('w-2', 'maya')).toEqual([[]]);
    expect(await facts(['maya'], ['AGE'], { ...as('w-1'), ...granted('maya') })).toEqual([
      [expect.objectContaining({ kind: 'AGE' })],
    ]);
  });

  test('lapses by itself', async () => {
    await tell('w-3', claimOf(['maya'], { until: after(1 / 3600) }), ['maya']);
    expect(await claimed('w-3', 'maya')).toEqual([[expect.objectContaining({ value: 'SELF_CLAIMED' })]]);
    now = new Date(now.getTime() + 1_001);
    expect(await claimed('w-3', 'maya')).toEqual([[]]);
  });

  test('counts only for people whom the grant names, and whose record is open here; the answer is the same', async () => {
    expect((await tell('w-4', claimOf(['maya', 'leo', 'hidden', 'nobody']), ['leo', 'hidden', 'nobody'])).data).toEqual(
      {
        notify: true,
      },
    );
    expect(await claimed('w-4', 'maya', 'leo', 'hidden', 'nobody')).toEqual([[], [expect.anything()], [], []]);
    const lines = (await readFile(join(served.keptIn, 'notifications.jsonl'), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      refs: ['maya', 'leo', 'hidden', 'nobody'],
      claimed: { requester: 'w-4', refs: ['leo'] },
    });
  });

  test.each([
    ['without an end', { until: null }],
    ['that ends as it begins', { until: after(0), at: after(0) }],
    ['that ends before it begins', { at: after(2), until: after(1) }],
  ])('%s is refused, and says what it needs', async (_, given) => {
    const body = await tell('w-5', claimOf(['maya'], given), ['maya']);
    expect(body.errors[0]).toMatchObject({
      message: 'A claimed relationship needs an `until`, later than its `at`',
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(await claimed('w-5', 'maya')).toEqual([[]]);
  });

  test.each(['BREAK_GLASS', 'OWN_FAMILY', 'ALERT'])('%s is kept and makes nobody related', async (kind) => {
    expect((await tell('w-6', claimOf(['maya'], { kind }), ['maya'])).data).toEqual({ notify: true });
    expect((await tell('w-6', claimOf([], { kind, until: null }), [])).data).toEqual({ notify: true });
    expect(await claimed('w-6', 'maya')).toEqual([[]]);
  });
});
