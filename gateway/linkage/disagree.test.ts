import type { HeldIdentity } from './contract-replies';
import { disagree } from './disagree';

const nobody: HeldIdentity = {
  ref: 'r',
  lifeState: null,
  mother: null,
  givenName: null,
  familyName: null,
  formerNames: null,
  dateOfBirth: null,
  expectedDateOfBirth: null,
  sex: null,
  birthOrder: null,
  nhsNumber: null,
  nhsNumberVerified: null,
  upn: null,
  laChildId: null,
  postcode: null,
  uprn: null,
  asOf: null,
  dataQuality: null,
};
const held = (fields: Partial<HeldIdentity>): HeldIdentity => ({ ...nobody, ...fields });
const verified = (nhsNumber: string, more: Partial<HeldIdentity> = {}) =>
  held({ nhsNumber, nhsNumberVerified: true, ...more });
const named = (givenName: string, familyName: string | null = null, more: Partial<HeldIdentity> = {}) =>
  held({ givenName, familyName, ...more });

describe('two records that no agency has compared', () => {
  test.each([
    ['verified NHS numbers differ', verified('9990000018'), verified('9990000026'), true],
    ['NHS numbers differ, and one is not verified', verified('9990000018'), held({ nhsNumber: '9990000026' }), true],
    [
      'such numbers differ, and the UPNs agree',
      verified('9990000018', { upn: 'A1' }),
      held({ nhsNumber: '9990000026', upn: 'A1' }),
      false,
    ],
    [
      'NHS numbers agree and the UPNs do not',
      verified('9990000018', { upn: 'A1' }),
      verified('9990000018', { upn: 'B2' }),
      true,
    ],
    [
      'NHS numbers agree and the birthdays are years apart: a misfiled number',
      verified('9990000018', { dateOfBirth: '2020-01-02' }),
      verified('9990000018', { dateOfBirth: '2011-11-11' }),
      true,
    ],
    ['double surnames differ in one half', named('Ada', 'Smith-Jones'), named('Ada', 'Smith-Brown'), true],
    ['one surname is half of the other', named('Ada', 'Smith-Jones'), named('Ada', 'Jones'), false],
    ['double surnames are in another order', named('Ada', 'Smith-Jones'), named('Ada', 'Jones Smith'), false],
    [
      'a surname of before is the other’s',
      named('Ada', 'Smith-Jones', { formerNames: ['Brown'] }),
      named('Ada', 'Brown'),
      false,
    ],
    ['a surname is Jnr, and the other Snr', named('Ada', 'Smith Jnr'), named('Ada', 'Smith Snr'), true],
    ['a surname is Child', named('Ada', 'Child'), named('Ada', 'Smith'), true],
    ['a surname is not known', named('Ada', 'Not known'), named('Ada', 'Smith'), false],
    ['Vietnamese forenames differ in a mark', named('Hùng', 'Lee'), named('Hưng', 'Lee'), true],
    ['of such forenames one keeps no marks', named('Hùng', 'Lee'), named('Hung', 'Lee'), false],
    ['a forename is none yet', named('B/O Sarah', 'Lee'), named('Ada', 'Lee'), false],
    ['a forename is none yet, otherwise written', named('Bby Girl', 'Lee'), named('Ada', 'Lee'), false],
    ['permanent UPNs differ', held({ upn: 'A823' }), held({ upn: 'B823' }), true],
    ['one UPN is temporary', held({ upn: 'A823' }), held({ upn: 'B82A' }), false],
    [
      'local authority child ids differ, of which a child may have two',
      held({ laChildId: '1' }),
      held({ laChildId: '2' }),
      false,
    ],
    ['birthdays are years apart', held({ dateOfBirth: '2020-01-02' }), held({ dateOfBirth: '2011-11-11' }), true],
    ['day and month are swapped', held({ dateOfBirth: '2020-01-02' }), held({ dateOfBirth: '2020-02-01' }), false],
    ['one figure is mistyped', held({ dateOfBirth: '2020-01-02' }), held({ dateOfBirth: '2020-01-03' }), false],
    ['two figures differ', held({ dateOfBirth: '2020-01-12' }), held({ dateOfBirth: '2020-01-23' }), true],
    [
      'one birthday stands for "not known"',
      held({ dateOfBirth: '2019-01-01' }),
      held({ dateOfBirth: '2011-11-11' }),
      false,
    ],
    ['one of them is of nobody known', held({ dateOfBirth: '2020-01-02' }), nobody, false],
    ['one is a girl and the other a boy', held({ sex: 'F' }), held({ sex: 'M' }), true],
    ['the sex of one is not known', held({ sex: 'F' }), held({ sex: 'U' }), false],
    ['one was born first and the other second', held({ birthOrder: 1 }), held({ birthOrder: 2 }), true],
    ['the place of one among the children of the birth is not known', held({ birthOrder: 1 }), held({}), false],
    ['forenames differ', named('Jack'), named('Jake'), true],
    ['one has no forename yet', named('Baby'), named('Jake'), false],
    ['one forename is the second of the other', named('Hassan'), named('Muhammad Hassan'), false],
    ['one forename is the first of the other', named('Lily'), named('Lily Mae'), false],
    ['second forenames differ', named('Lily Mae'), named('Lily Rose'), true],
    ['one forename is an initial', named('J'), named('Jack'), false],
    ['one forename is another initial', named('K'), named('Jack'), true],
    ['accents and apostrophes differ', named('Zoë', "O'Brien"), named('Zoe', 'OBrien'), false],
    ['surnames differ', named('Ada', 'Lee'), named('Ada', 'Ray'), true],
    ['one surname was the other before', named('Ada', 'Lee', { formerNames: ['Ray'] }), named('Ada', 'Ray'), false],
    ['one surname is half of the other', named('Ada', 'Lee-Moss'), named('Ada', 'Moss'), false],
    [
      'surnames differ and a number agrees: a child who took another name',
      verified('9990000018', { familyName: 'Lee' }),
      verified('9990000018', { familyName: 'Ray' }),
      false,
    ],
  ] as const)(
    'where %s, whether they can be one person is settled alike from either side',
    (_where, a, b, expected) => {
      expect(disagree(a, b, false)).toBe(expected);
      expect(disagree(b, a, false)).toBe(expected);
    },
  );
});

describe('two records of which an agency has recognised one by the other', () => {
  test('may bear a short form of a name, which that agency knows', () => {
    expect(disagree(named('Kasia', 'Nowak'), named('Katarzyna', 'Nowak'), true)).toBe(false);
  });

  test.each([
    ['another sex', held({ sex: 'F' }), held({ sex: 'M' })],
    ['another place among twins', held({ birthOrder: 1 }), held({ birthOrder: 2 })],
    ['another number', verified('9990000018'), verified('9990000026')],
    ['another birthday', held({ dateOfBirth: '2020-01-02' }), held({ dateOfBirth: '2011-11-11' })],
  ])('cannot be one person with %s', (_what, a, b) => {
    expect(disagree(a, b, true)).toBe(true);
  });
});
