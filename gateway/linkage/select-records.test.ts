import type { MemberNode } from './cluster-members';
import type { Candidate } from './contract-replies';
import { type AnsweredTyped, selectRecord } from './select-records';
import type { Subject } from './subject';

const daniel = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22' };
const node = (identity: object = daniel, ref = 'S-1'): MemberNode =>
  ({ agency: 'south', ref, identity: { ref, markers: [], ...identity } }) as unknown as MemberNode;
const candidate = (comparedOn: readonly string[], outcome = 'MATCH', ref = 'S-1'): Candidate =>
  ({ ref, outcome, score: 0.99, comparedOn }) as unknown as Candidate;
/** What south's certainty of a record selects, or its telling of a possible one. */
const select = (
  typed: Subject,
  comparedOn: readonly string[],
  outcome = 'MATCH',
  read: readonly MemberNode[] = [node()],
) => {
  const answered: AnsweredTyped = { agency: 'south', told: typed, candidates: [candidate(comparedOn, outcome)] };
  return selectRecord(answered, typed, read)?.by ?? null;
};

const HOME = { dateOfBirth: '2017-03-22', postcode: 'ZB2 2ZB', uprn: '9990900042' };
const COMPARED = ['familyName', 'dateOfBirth', 'postcode', 'uprn'];

describe('an address and a birthday', () => {
  test('under no true name select nobody, however certain the agency is', () => {
    for (const familyName of ['Unknown', 'Baby', 'N/K', 'TBC', 'Not yet known', '-', "'"])
      expect([familyName, select({ ...HOME, familyName }, COMPARED)]).toEqual([familyName, null]);
    expect(select({ ...HOME, givenName: 'Baby', familyName: 'Unknown' }, COMPARED)).toBeNull();
    expect(select(HOME, COMPARED)).toBeNull();
  });

  test('with a name, or a number that stands for one, select whom the agency is certain of', () => {
    expect(select({ ...HOME, familyName: 'Okafor' }, COMPARED)).toBe('record');
    expect(select({ nhsNumber: '9990000018' }, ['nhsNumber'])).toBe('record');
  });
});

test('of several numbers without a name each must have been compared', () => {
  const both = { nhsNumber: '9990000018', upn: 'A990212225001' };
  expect(select(both, ['nhsNumber'])).toBeNull();
  expect(select(both, ['nhsNumber', 'upn'])).toBe('record');
});

describe('a possible record of exactly the name and birthday that were typed', () => {
  const possible = (typed: Subject, read?: readonly MemberNode[]) => select(typed, ['familyName'], 'POTENTIAL', read);

  test('is selected where it is the only one, and no address or number that was typed is another in it', () => {
    expect(possible(daniel)).toBe('name');
    expect(possible(daniel, [node(), node(daniel, 'S-2')])).toBeNull();
    expect(possible({ ...daniel, postcode: 'ZB1 1AA' }, [node({ ...daniel, postcode: 'ZB2 2ZB' })])).toBeNull();
    expect(possible({ ...daniel, postcode: 'zb22zb' }, [node({ ...daniel, postcode: 'ZB2 2ZB' })])).toBe('name');
  });

  test('is not where the birthday stands for none, or a name is none', () => {
    const newYear = { ...daniel, dateOfBirth: '2017-01-01' };
    expect(possible(newYear, [node(newYear)])).toBeNull();
    for (const givenName of [
      'Baby',
      'Bby',
      'B/O Sarah',
      'Unk',
      'Neonate',
      'No name',
      'Test',
      'Twin 1',
      'Not yet named',
    ]) {
      const baby = { ...daniel, givenName };
      expect([givenName, possible(baby, [node(baby)])]).toEqual([givenName, null]);
    }
    const nobody = { ...daniel, familyName: 'XXX' };
    expect(possible(nobody, [node(nobody)])).toBeNull();
  });

  test('is not where a sex was typed that is another in it, or the forename has other marks', () => {
    expect(possible({ ...daniel, sex: 'F' }, [node({ ...daniel, sex: 'M' })])).toBeNull();
    expect(possible({ ...daniel, sex: 'F' }, [node({ ...daniel, sex: 'U' })])).toBe('name');
    const hung = { ...daniel, givenName: 'Hùng' };
    expect(possible(hung, [node({ ...daniel, givenName: 'Hưng' })])).toBeNull();
    expect(possible(hung, [node({ ...daniel, givenName: 'Hung' })])).toBe('name');
  });
});
