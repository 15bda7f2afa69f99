import type { HeldGroup } from './contract-replies';
import { splitTies } from './split-ties';

const TODAY = '2026-11-01';
type Line = readonly [ref: string, relationship: string, to: string | null, until?: string];
const groupOf = (...lines: readonly Line[]): HeldGroup => ({
  ref: 'g',
  kind: 'FAMILY',
  members: lines.map(([ref, relationship, to, until = null]) => ({
    ref,
    relationship,
    to,
    from: null,
    until,
    parentalResponsibility: null,
    subject: null,
  })),
});
const split = (group: HeldGroup, ...of: readonly string[]) => {
  const { live, ended } = splitTies(group, new Set(of), TODAY);
  return {
    live: [...new Set(live.map(({ ref }) => ref))].sort(),
    ended: ended.map(({ other, tie }) => `${other} until ${tie.until}`),
  };
};

const family: readonly Line[] = [
  ['child', 'Child', 'mother'],
  ['mother', 'Mother', 'child'],
];

describe('a former partner, until 2023', () => {
  const group = groupOf(...family, ['ex', 'Former partner', 'mother', '2023-06-30']);

  test.each(['child', 'mother'])('is a line to the %s, and no member', (start) => {
    expect(split(group, start)).toEqual({ live: ['child', 'mother'], ended: ['ex until 2023-06-30'] });
  });

  test('is led by it to nobody: the other end is a line to him, and who is beyond it is nothing', () => {
    expect(split(group, 'ex')).toEqual({ live: ['ex'], ended: ['mother until 2023-06-30'] });
  });

  test('is so too where the child’s own line still names him', () => {
    const named = groupOf(
      ['child', 'Child', 'ex'],
      ['mother', 'Mother', 'child'],
      ['ex', 'Father', 'child', '2023-06-30'],
    );
    expect(split(named, 'child')).toEqual({ live: ['child', 'mother'], ended: ['ex until 2023-06-30'] });
    expect(split(named, 'ex').live).toEqual(['ex']);
  });

  test('who is the child’s father still is a member by that', () => {
    const father = groupOf(...family, ['ex', 'Former partner', 'mother', '2023-06-30'], ['ex', 'Father', 'child']);
    expect(split(father, 'mother')).toEqual({ live: ['child', 'ex', 'mother'], ended: [] });
  });

  test('who came back is a member', () => {
    const back = groupOf(...family, ['ex', 'Partner', 'mother', '2023-06-30'], ['ex', 'Partner', 'mother']);
    expect(split(back, 'child')).toEqual({ live: ['child', 'ex', 'mother'], ended: [] });
  });
});

test.each([
  ['yesterday', '2026-10-31', []],
  ['today', TODAY, []],
  ['tomorrow', '2026-11-02', ['foster']],
])('a tie that ends %s', (_when, until, members) => {
  const group = groupOf(...family, ['foster', 'Foster carer', 'child', until]);
  expect(split(group, 'child').live.filter((ref) => ref === 'foster')).toEqual(members);
});

test('whose tie to the whole group is over is nobody’s, and sees nobody by it', () => {
  const group = groupOf(['child', 'Child', null], ['mother', 'Mother', null], ['ex', 'Lodger', null, '2023-06-30']);
  expect(split(group, 'child')).toEqual({ live: ['child', 'mother'], ended: ['ex until 2023-06-30'] });
  expect(split(group, 'ex').live).toEqual(['ex']);
});

test('who was never tied to anybody by a line stays, as the agency asserts the group', () => {
  const group = groupOf(...family, ['gran', 'Grandmother', 'uncle'], ['uncle', 'Uncle', 'gran']);
  expect(split(group, 'child').live).toEqual(['child', 'gran', 'mother', 'uncle']);
});

test('whose only ties are over sees nobody of the group by it, whoever they were never tied to', () => {
  const island: readonly Line[] = [
    ['gran', 'Grandmother', 'uncle'],
    ['uncle', 'Uncle', 'gran'],
  ];
  const former = groupOf(...family, ...island, ['ex', 'Former partner', 'mother', '2023-06-30']);
  expect(split(former, 'ex')).toEqual({ live: ['ex'], ended: ['mother until 2023-06-30'] });
  expect(split(former, 'child').live).toEqual(['child', 'gran', 'mother', 'uncle']);
  // With a new partner he is not alone, and has left all the same: to those of the family, and they to him.
  const moved = groupOf(
    ...family,
    ...island,
    ['ex', 'Former partner', 'mother', '2023-06-30'],
    ['new', 'Partner', 'ex'],
  );
  expect(split(moved, 'ex').live).toEqual(['ex', 'new']);
  expect(split(moved, 'new').live).toEqual(['ex', 'new']);
  expect(split(moved, 'gran').live).toEqual(['child', 'gran', 'mother', 'uncle']);
  expect(split(moved, 'child').live).toEqual(['child', 'gran', 'mother', 'uncle']);
  const fostered = groupOf(
    ['child', 'Foster child', 'carer', '2023-06-30'],
    ['carer', 'Foster carer', 'child'],
    ['son', 'Son', null],
  );
  expect(split(fostered, 'child')).toEqual({ live: ['child'], ended: ['carer until 2023-06-30'] });
});

test.each(['30/06/2023', 'unknown', '', '2023'])('a tie until "%s", which is no day, leads nowhere', (until) => {
  const group = groupOf(...family, ['ex', 'Former partner', 'mother', until]);
  expect(split(group, 'child').live).toEqual(['child', 'mother']);
  expect(split(group, 'ex').live).toEqual(['ex']);
});

test('a tie until an instant of today is over', () => {
  const group = groupOf(...family, ['ex', 'Former partner', 'mother', `${TODAY}T17:00:00Z`]);
  expect(split(group, 'child').live).toEqual(['child', 'mother']);
});
