import { holdPerson } from '@family-view/kit/hold-person';
import { readSiblings } from './adversarial/siblings';
import { openInMemoryAgency } from './in-memory-agency';

const siblings = readSiblings();

test.each(siblings)('$kind: $want', async ({ asked, held, right, want }) => {
  const people = held.map((one, at) => holdPerson({ asOf: '2026-03-01T09:00:00Z', ...one, ref: `r${at}` }));
  const told = await openInMemoryAgency(people).match(asked);
  const joined = told.filter(({ outcome }) => outcome === 'MATCH').map(({ ref }) => ref);
  const offered = told.some(({ ref, outcome }) => ref === `r${right}` && outcome !== 'MATCH');
  if (want === 'joined') expect(joined).toEqual([`r${right}`]);
  else if (want === 'reached') expect(offered || joined.includes(`r${right}`)).toBe(true);
  else expect(joined).toEqual([]);
  if (want === 'offered') expect(offered).toBe(true);
});

test('there are more than four hundred, and as many ways to be wrong: joined and missed', () => {
  expect(siblings.length).toBeGreaterThan(400);
  expect(siblings.filter(({ want }) => want === 'nobody').length).toBeGreaterThan(60);
});
