import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import type { ProtocolDocument } from '../policy/read/protocol-document';
import { readMarkers } from './read-markers';
import type { PersonSlots } from './types';

const AGENCIES = ['north', 'south'];
const base = openTo(AGENCIES);
const protocol: ProtocolDocument = {
  ...base,
  flows: [
    ...(base.flows ?? []),
    ...AGENCIES.map((by) => ({
      id: `FACT-${by}`,
      by,
      shares: ['facts' as const],
      to: ['gateway'],
      purposes: 'ANY' as const,
    })),
  ],
};
const mia = { givenName: 'Mia', familyName: 'Lee', dateOfBirth: '2020-01-02' };
const mother = { givenName: 'Mo', familyName: 'Lee', dateOfBirth: '1990-01-02' };

/** South marks whoever is told to be of one family with Mo. */
async function markersAmong(crowd: number) {
  const others = Array.from({ length: crowd }, (_, at) => ({
    ref: `N-${at}`,
    givenName: `Other${at}`,
    familyName: 'Lee',
    dateOfBirth: '1980-03-04',
  }));
  const scripted = scriptAgencies(
    {
      north: {
        people: [{ ref: 'N-M', ...mia }, ...others],
        groups: [{ ref: 'NG', members: ['N-M', ...others.map(({ ref }) => ref)] }],
      },
      south: {
        people: [
          { ref: 'S-M', ...mia },
          { ref: 'S-O', ...mother },
        ],
        groups: [{ ref: 'SG', members: ['S-M', 'S-O'] }],
        marks: ({ relatives = [] }) =>
          relatives.some(({ subject }) => subject.givenName === 'Mo') ? ['SHIELDED'] : [],
      },
    },
    protocol,
  );
  const slots: PersonSlots = new Map([
    ['north', { state: 'pointer', ref: 'N-M' }],
    ['south', { state: 'pointer', ref: 'S-M' }],
  ]);
  const [known] = await readMarkers(scripted.ask, AGENCIES, [slots], scripted.run);
  return {
    ...known!,
    longest: Math.max(
      ...scripted.asked.flatMap(({ question, variables }) =>
        question === 'markers'
          ? (variables.subjects as { relatives?: unknown[] }[]).map(({ relatives = [] }) => relatives.length)
          : [],
      ),
    ),
  };
}

test.each([3, 40, 90, 400])(
  'of %s relatives whom one agency names, none crowds out one whom another does',
  async (crowd) => {
    const { facts, complete, longest } = await markersAmong(crowd);
    expect(facts.map(({ value }) => value)).toEqual(['SHIELDED']);
    expect(complete).toBe(true);
    // As many as an agency takes beside one subject.
    expect(longest).toBeLessThanOrEqual(40);
  },
);

test('of more than are looked at, nothing is said for certain', async () => {
  expect((await markersAmong(1_001)).complete).toBe(false);
});

describe('whether what is known of markers is all there is', () => {
  const SLOTS: PersonSlots = new Map([
    ['north', { state: 'pointer', ref: 'N-M' }],
    ['south', { state: 'nothing' }],
  ]);
  const known = async (
    south: Partial<AgencyHoldings>,
    { slots = SLOTS, north = {}, flows = protocol.flows }: { slots?: PersonSlots; north?: object; flows?: object } = {},
  ) => {
    const scripted = scriptAgencies(
      { north: { people: [{ ref: 'N-M', ...mia }], ...north }, south: { people: [], ...south } },
      { ...protocol, flows } as ProtocolDocument,
    );
    const [one] = await readMarkers(scripted.ask, AGENCIES, [slots], scripted.run);
    const asked = scripted.asked.find(({ agency, question }) => agency === 'south' && question === 'markers');
    const subjects = (asked?.variables.subjects ?? []) as readonly { versions?: unknown[]; relatives?: unknown[] }[];
    return { complete: one!.complete, values: one!.facts.map(({ value }) => value), subjects };
  };
  const silent = { instead: { markers: () => null } };

  test('an agency that holds nobody openly is asked, and believed', async () => {
    expect(await known({})).toMatchObject({ complete: true, values: [] });
    expect(await known({ marks: () => ['SHIELDED'] })).toMatchObject({ complete: true, values: ['SHIELDED'] });
  });

  test('of one that does not answer it is not known', async () => {
    expect(await known(silent)).toMatchObject({ complete: false });
    const unanswered: PersonSlots = new Map([...SLOTS, ['south', { state: 'unanswered' }]]);
    expect(await known({}, { slots: unanswered })).toMatchObject({ complete: false });
  });

  test('nor where nobody may tell it who is meant, or who would does not say', async () => {
    const facts = protocol.flows!.filter(({ id }) => id.startsWith('FACT'));
    expect(await known({}, { flows: facts })).toMatchObject({ complete: false });
    expect(await known({}, { north: { instead: { identity: () => null } } })).toMatchObject({ complete: false });
  });

  test('it is told each name and birthday that an agency has, and whom one takes for relatives under a flow of ties', async () => {
    const family = {
      people: [
        { ref: 'N-M', ...mia },
        { ref: 'N-O', ...mother },
      ],
      groups: [{ ref: 'G', members: ['N-M', 'N-O'] }],
    };
    const { subjects } = await known({}, { north: family });
    expect(subjects[0]!.relatives).toEqual([]);
    const ties = [{ id: 'TIES', by: 'north', shares: ['ties'], to: ['south'], purposes: 'ANY' }];
    const told = await known({}, { north: family, flows: [...protocol.flows!, ...ties] });
    expect(told.subjects[0]!.relatives).toEqual([
      expect.objectContaining({ subject: expect.objectContaining({ givenName: 'Mo' }) }),
    ]);
    const both: PersonSlots = new Map([...SLOTS, ['south', { state: 'pointer', ref: 'S-M' }]]);
    const otherwise = await known({ people: [{ ref: 'S-M', ...mia, familyName: 'Hall' }] }, { slots: both });
    expect(otherwise.subjects[0]!.versions).toEqual([expect.objectContaining({ familyName: 'Hall' })]);
  });
});
