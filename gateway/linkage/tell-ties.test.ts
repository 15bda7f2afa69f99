import { openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import { readMarkers } from './read-markers';
import type { Subject } from './subject';

const MIA = { ref: 'n1', givenName: 'Mia', familyName: 'Ashdown', dateOfBirth: '2019-11-28' };
const holdings = {
  north: {
    people: [MIA, { ref: 'n2', givenName: 'Leanne', familyName: 'Ashdown' }],
    groups: [
      {
        ref: 'g',
        members: [
          { ref: 'n1', relationship: 'Child', to: 'n2' },
          { ref: 'n2', relationship: 'Mother', to: 'n1' },
        ],
      },
    ],
  },
  south: { people: [] },
};

/** The relatives that each agency is told of, where markers of Mia are looked for. */
async function told(shares: readonly string[]) {
  const flows = [
    { id: 'F-1', by: 'north', shares, to: ['south'], purposes: 'ANY' },
    { id: 'F-2', by: 'north', shares: ['facts'], to: ['gateway'], purposes: 'ANY' },
    { id: 'F-3', by: 'south', shares: ['facts'], to: ['gateway'], purposes: 'ANY' },
  ];
  const { ask, run, asked, agencies } = scriptAgencies(holdings, openTo(['north', 'south'], { flows } as never));
  await readMarkers(ask, agencies, [new Map([['north', { state: 'pointer', ref: 'n1' }]])], run);
  return Object.fromEntries(
    asked
      .filter(({ question }) => question === 'markers')
      .map(({ agency, variables }) => [agency, (variables as { readonly subjects: readonly Subject[] }).subjects]),
  );
}

const mother = { subject: { givenName: 'Leanne', familyName: 'Ashdown' }, personIs: 'Child', relativeIs: 'Mother' };

test('under a flow of ties another agency is told who belongs to whom, in one word of five', async () => {
  const { south } = await told(['identity', 'ties']);
  expect(south![0]).toMatchObject({ givenName: 'Mia', relatives: [mother] });
});

test('without it another agency is told of nobody’s tie, and the agency that has it still hears its own', async () => {
  const { south, north } = await told(['identity']);
  expect(south![0]).toMatchObject({ givenName: 'Mia', relatives: [] });
  expect(north![0]).toMatchObject({ relatives: [mother] });
});
