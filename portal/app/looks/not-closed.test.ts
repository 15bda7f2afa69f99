import { notClosed } from './not-closed';

// docs/audit.md, "A stop at once": a child is stopped at the agencies that know them for certain, and at no other.
test('of an agency that did not answer it is said that nothing is stopped there', () =>
  expect(
    notClosed([
      { agency: 'health', status: 'ANSWERED' },
      { agency: 'housing', status: 'UNAVAILABLE' },
    ]),
  ).toMatch(/^Housing did not answer: what is held there is not stopped/));

test('and of one that may know the child', () =>
  expect(notClosed([{ agency: 'education', status: 'POSSIBLE' }])).toMatch(/^Education may know the child/));

test('where all are certain, or hold nothing, there is nothing to say', () =>
  expect(
    notClosed([
      { agency: 'health', status: 'ANSWERED' },
      { agency: 'housing', status: 'NOTHING_HELD' },
    ]),
  ).toBeNull());
