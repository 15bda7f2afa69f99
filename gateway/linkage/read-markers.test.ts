import { openTo, scriptAgencies } from '../fixtures/scripted-agencies';
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
