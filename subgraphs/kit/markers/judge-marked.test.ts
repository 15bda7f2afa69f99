import type { HeldPerson } from '../connector';
import { person } from '../fixtures/clinic';
import { judgeMarked, type MarkedPerson, type Tie } from './judge-marked';
import type { Relative } from './relatives';
import {
  type Description,
  describe as describeHeld,
  likenessOfBirths,
  likenessOfGivenNames,
} from './separate-identities';

const REFUGE = { postcode: 'ZB1 4ZR', uprn: '9990900050' };
const OLD_HOME = { postcode: 'ZB3 3ZW', uprn: '9990900051' };
const as = (held: Partial<HeldPerson>): Description => describeHeld(person('-', held));
const leanne = {
  givenName: 'Leanne',
  familyName: 'Ashdown',
  formerNames: ['Yeadon'],
  dateOfBirth: '1995-09-05',
  sex: 'F',
  ...REFUGE,
} as const;
const mia = { givenName: 'Mia', familyName: 'Ashdown', dateOfBirth: '2019-11-28', sex: 'F', ...REFUGE } as const;
const wayne = { givenName: 'Wayne', familyName: 'Ashdown', dateOfBirth: '1991-03-27', sex: 'M', ...OLD_HOME } as const;

const tie = (
  other: Partial<HeldPerson>,
  markedIs: string | null,
  otherIs: string | null,
  more: Partial<Tie> = {},
): Tie => ({
  other: as(other),
  kind: 'FAMILY',
  markedIs,
  otherIs,
  ended: false,
  ...more,
});
const shielded = (held: Partial<HeldPerson>, ties: readonly Tie[] = []): MarkedPerson => {
  const marked = person('m', { ...held, markers: ['SHIELDED'] });
  return { person: marked, as: describeHeld(marked), ties };
};
const relative = (
  of: Partial<HeldPerson>,
  personIs: string | null,
  relativeIs: string | null,
  together = false,
): Relative => ({
  person: as(of),
  personIs,
  relativeIs,
  together,
});

/** The mother is marked and her child is not: nobody but her says who she is. */
const MOTHER = shielded(leanne, [tie({ ...mia, ...REFUGE }, 'Mother', 'Child')]);
const toldChild = { ...mia, ...OLD_HOME };
const isClosed = (
  held: Partial<HeldPerson>,
  relatives: readonly Relative[] = [],
  marked: readonly MarkedPerson[] = [MOTHER],
) => judgeMarked(as(held), relatives, marked).includes('SHIELDED');

describe('a contact without a date of birth, at an old address, is taken for the marked mother', () => {
  const contact = { givenName: 'Leanne', familyName: 'Ashdown', ...OLD_HOME };
  const OF_MIA = relative(toldChild, 'Mother', 'Child');
  test.each<[string, Partial<HeldPerson>]>([
    ['by the child they share', contact],
    ['by a short name', { ...contact, givenName: 'Lea' }],
    ['by another spelling', { ...contact, givenName: 'Lee-Anne' }],
    ['by a middle name put first', { ...contact, givenName: 'Rose Leanne' }],
    ['by a maiden name', { ...contact, familyName: 'Yeadon' }],
    ['by a name she took since', { ...contact, familyName: 'Whittle' }],
    ['by no name at all', { ...OLD_HOME, givenName: null, familyName: null }],
    ['by a day that stands for none', { ...contact, dateOfBirth: '1900-01-01' }],
    ['with no address', { givenName: 'Leanne', familyName: 'Ashdown' }],
  ])('%s', (_, held) => expect(isClosed(held, [OF_MIA])).toBe(true));

  test('where the agencies know the child by name alone', () => {
    expect(isClosed(contact, [relative({ givenName: 'Mia', familyName: 'Ashdown' }, 'Mother', null)])).toBe(true);
  });

  test('and the father of the same child is not, nor another mother of another', () => {
    expect(isClosed({ ...wayne, dateOfBirth: null }, [relative(toldChild, 'Father', 'Child')])).toBe(false);
    expect(isClosed({ ...contact, sex: 'M', givenName: 'Lee' }, [relative(toldChild, 'Father', 'Child')])).toBe(false);
    const zoe = { givenName: 'Zoe', familyName: 'Hartley', dateOfBirth: '2018-02-02' };
    expect(isClosed(contact, [relative(zoe, 'Mother', 'Child')])).toBe(false);
  });
});

test.each([
  ['Elizabeth', 'Beth'],
  ['Katarzyna', 'Kasia'],
  ['Margaret', 'Peggy'],
  ['William', 'Liam'],
])('a marked %s is who is written %s, of one family, home and birthday', (name, written) => {
  const child = { familyName: 'Ashdown', dateOfBirth: '2016-05-04', ...REFUGE };
  const marked = person('m', { ...child, givenName: name, markers: ['ADOPTED'] });
  const judge = (held: Partial<HeldPerson>) =>
    judgeMarked(as({ ...child, ...held }), [], [{ person: marked, as: describeHeld(marked), ties: [] }]);
  expect(judge({ givenName: written })).toEqual(['ADOPTED']);
  expect(judge({ givenName: 'Zoe' })).toEqual([]);
});

test('whoever shares an address or a year of birth and cannot be told apart is closed; who shares neither is not', () => {
  const named = { givenName: 'Leanne', familyName: 'Ashdown' };
  expect(isClosed({ givenName: 'L', ...REFUGE })).toBe(true);
  expect(isClosed({ ...REFUGE })).toBe(true);
  expect(isClosed({ ...named, dateOfBirth: '1995-01-01', ...OLD_HOME })).toBe(true);
  expect(isClosed({ ...named, dateOfBirth: '1995-06-30', ...OLD_HOME })).toBe(true);
  expect(isClosed({ ...named, dateOfBirth: '1994-06-30', ...OLD_HOME })).toBe(false);
  expect(isClosed({ ...named, ...OLD_HOME })).toBe(false);
  // Of a name alone nothing can be told: it closes.
  expect(isClosed(named)).toBe(true);
  expect(isClosed({ givenName: 'Leanne', familyName: 'Sutcliffe' })).toBe(false);
});

test('a number that differs tells two apart, and one that agrees does not', () => {
  const number = { nhsNumber: '9993500267', nhsNumberVerified: true } as const;
  const marked = shielded({ ...leanne, ...number });
  expect(isClosed({ ...number, givenName: 'Someone' }, [], [marked])).toBe(true);
  expect(isClosed({ ...leanne, nhsNumber: '9995022389', nhsNumberVerified: true, ...OLD_HOME }, [], [marked])).toBe(
    false,
  );
});

test('a step-parent is no parent: the mother of a child is not taken for a marked stepmother of hers', () => {
  const stepmother = shielded({ ...leanne, givenName: 'Tracy', formerNames: [] }, [
    tie(mia, 'Stepmother', 'Stepchild'),
  ]);
  const told = { givenName: 'Leanne', familyName: 'Ashdown', dateOfBirth: null, ...OLD_HOME };
  expect(isClosed(told, [relative(toldChild, 'Mother', 'Child')], [stepmother])).toBe(false);
});

describe('who lives with a shielded person is closed with them', () => {
  test('a child of hers, whatever address the school has for it', () => {
    expect(isClosed(toldChild)).toBe(true);
    const unknownHere = shielded(leanne);
    const mother = relative({ ...leanne, dateOfBirth: null, ...OLD_HOME }, 'Child', 'Mother');
    expect(isClosed({ givenName: 'Ada', dateOfBirth: '2026-01-02', ...OLD_HOME }, [mother], [unknownHere])).toBe(false);
    const byBirthday = relative({ ...leanne, ...OLD_HOME }, 'Child', 'Mother');
    expect(isClosed({ givenName: 'Ada', dateOfBirth: '2026-01-02', ...OLD_HOME }, [byBirthday], [unknownHere])).toBe(
      true,
    );
  });

  test('a lodger at her address, and somebody of her household', () => {
    expect(isClosed({ givenName: 'Tom', familyName: 'Bell', dateOfBirth: '1990-04-04', ...REFUGE })).toBe(true);
    const tom = { givenName: 'Tom', familyName: 'Bell', dateOfBirth: '1990-04-04' };
    const household = shielded(leanne, [tie(tom, null, null, { kind: 'HOUSEHOLD' })]);
    expect(isClosed(tom, [], [household])).toBe(true);
    const told = relative({ ...leanne, ...OLD_HOME }, null, null, true);
    expect(isClosed(tom, [told], [shielded(leanne)])).toBe(true);
  });

  test('the father whom the agency that marks her has elsewhere is not, though a school has both at the home she left', () => {
    const told = [relative({ givenName: 'Leanne', familyName: 'Ashdown', ...OLD_HOME }, null, null, true)];
    const apart = shielded(leanne, [tie(mia, 'Mother', 'Child'), tie(wayne, 'Mother', 'Father')]);
    expect(isClosed(wayne, told, [apart])).toBe(false);
    expect(isClosed({ ...wayne, dateOfBirth: null }, [...told, relative(toldChild, 'Father', 'Child')])).toBe(false);
  });

  test('a child whom the same agency has in a foster home is not', () => {
    const fostered = { ...mia, postcode: 'ZB4 3ZF', uprn: '9990900099' };
    expect(isClosed(fostered, [], [shielded(leanne, [tie(fostered, 'Mother', 'Child')])])).toBe(false);
  });

  test('a relationship that is over keeps nobody together whose address is not known', () => {
    const darren = { givenName: 'Darren', familyName: 'Pickles', dateOfBirth: '1990-11-02' };
    const former = (ended: boolean) => [shielded(leanne, [tie(darren, null, 'Former partner', { ended })])];
    expect(isClosed(darren, [], former(true))).toBe(false);
    expect(isClosed(darren, [], former(false))).toBe(true);
  });
});

test('another marker than a shield goes no further than the person', () => {
  const adopted = person('m', { ...mia, markers: ['ADOPTED'] });
  const marked = [{ person: adopted, as: describeHeld(adopted), ties: [tie(leanne, 'Child', 'Mother')] }];
  expect(judgeMarked(as(leanne), [], marked)).toEqual([]);
  expect(judgeMarked(as(mia), [], marked)).toEqual(['ADOPTED']);
});

test('names and birthdays are compared as people write them', () => {
  const given = (one: string, other: string) => likenessOfGivenNames(one, other);
  expect(['jo', 'marie joanne', 'joanna', 'j'].map((name) => given(name, 'joanne'))).toEqual(Array(4).fill('ALIKE'));
  expect(given('margaret', 'joanne')).toBe('APART');
  expect(likenessOfBirths('0000-03-14', '1986-03-14')).toBe('ALIKE');
  expect(likenessOfBirths('0000-14-03', '1986-03-14')).toBe('ALIKE');
  expect(likenessOfBirths('0000-03-15', '1986-03-14')).toBe('APART');
  expect(likenessOfBirths('1986-01-01', '1986-03-14')).toBe('SAME_YEAR');
  expect(likenessOfBirths('1900-01-01', '1986-03-14')).toBe('UNCLEAR');
});
