import type { HeldPerson } from '../connector';
import { person } from '../fixtures/clinic';
import { type Decided, decideCandidates, NOTHING_DECIDED } from './decide-candidates';
import { readSubject } from './subject';

const NHS = { one: '9449303223', two: '9000000009', three: '5900016374' };
const UPN = { one: 'H801200001001', two: 'A243731687508', temporary: 'U80120000100A' };
const away = { postcode: 'S61 9ZZ', uprn: '777' };
const home = { postcode: 'S60 1AB', uprn: '10001' };
const jack = { givenName: 'Jack', familyName: 'Smith', dateOfBirth: '2019-03-04', sex: 'M', ...home } as const;
const verified = (nhsNumber: string) => ({ nhsNumber, nhsNumberVerified: true });

const decide = (subject: object, held: readonly Partial<HeldPerson>[], decided?: Decided) =>
  decideCandidates(
    readSubject(subject)!,
    held.map((one, place) => person(`r${place + 1}`, one)),
    decided,
  )
    .map(({ ref, outcome }) => `${ref} ${outcome}`)
    .sort();

type Row = readonly [what: string, subject: object, held: readonly Partial<HeldPerson>[], expected: readonly string[]];

const rows: readonly Row[] = [
  // Sure.
  ['same name, birthday and address', jack, [jack], ['r1 MATCH']],
  ['same verified NHS number', { ...jack, nhsNumber: NHS.one }, [{ ...jack, ...verified(NHS.one) }], ['r1 MATCH']],
  ['a number and nothing else', { nhsNumber: NHS.one }, [{ ...jack, ...verified(NHS.one) }], ['r1 MATCH']],
  [
    'a UPN, and moved house',
    { ...jack, upn: UPN.one },
    [{ ...jack, postcode: 'LS1 1AA', uprn: null, upn: UPN.one }],
    ['r1 MATCH'],
  ],
  [
    'a number that this record had before',
    { ...jack, nhsNumber: NHS.one, postcode: null },
    [{ ...jack, ...verified(NHS.two), supersededNhsNumbers: [NHS.one] }],
    ['r1 MATCH'],
  ],
  ['a former UPN', { ...jack, upn: UPN.one }, [{ ...jack, upn: UPN.two, formerUpn: UPN.one, uprn: '9' }], ['r1 MATCH']],
  [
    'day and month swapped, but the number agrees',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.one), dateOfBirth: '2019-04-03' }],
    ['r1 MATCH'],
  ],
  [
    '"Baby", but the number agrees',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.one), givenName: 'Baby' }],
    ['r1 MATCH'],
  ],
  [
    'a common spelling of the name',
    { ...jack, givenName: 'Mohammed' },
    [{ ...jack, givenName: 'Muhammad' }],
    ['r1 MATCH'],
  ],
  [
    'accents, capitals and hyphens',
    { ...jack, familyName: "O'Brien-Łosé" },
    [{ ...jack, familyName: 'OBRIEN LOSE' }],
    ['r1 MATCH'],
  ],
  ['names in each other’s place', { ...jack, givenName: 'Smith', familyName: 'Jack' }, [jack], ['r1 MATCH']],
  [
    'Polish names for a man and a woman',
    { ...jack, familyName: 'Kowalska' },
    [{ ...jack, familyName: 'Kowalski' }],
    ['r1 MATCH'],
  ],
  ['ü and ue', { ...jack, familyName: 'Mueller' }, [{ ...jack, familyName: 'Müller' }], ['r1 MATCH']],
  ['Mac and Mc', { ...jack, familyName: 'MacDonagh' }, [{ ...jack, familyName: 'McDonagh' }], ['r1 MATCH']],
  ['UTF-8 read as Windows-1252', { ...jack, givenName: 'José' }, [{ ...jack, givenName: 'JosÃ©' }], ['r1 MATCH']],
  ['an HTML entity', { ...jack, familyName: "O'Brien" }, [{ ...jack, familyName: 'O&#39;Brien' }], ['r1 MATCH']],
  ['letters in full width', { ...jack, givenName: 'Ｊａｃｋ' }, [jack], ['r1 MATCH']],
  [
    'the number, another spelling and the birthday, moved house',
    { ...jack, givenName: 'Mohammed', nhsNumber: NHS.one, ...away },
    [{ ...jack, givenName: 'Muhammad', ...verified(NHS.one) }],
    ['r1 MATCH'],
  ],
  [
    'no name yet under the number, beside the very name without one: perhaps a twin’s number',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.one), givenName: 'Baby' }, jack],
    ['r1 MANY', 'r2 MANY'],
  ],
  [
    'names exchanged that may be either’s',
    { ...jack, givenName: 'Ali', familyName: 'Hassan' },
    [{ ...jack, givenName: 'Hassan', familyName: 'Ali' }],
    ['r1 POTENTIAL'],
  ],
  [
    'double names of which a half differs',
    { ...jack, familyName: 'Smith-Jones' },
    [{ ...jack, familyName: 'Smith-Brown' }],
    ['r1 POTENTIAL'],
  ],
  ['Jnr beside Snr', { ...jack, familyName: 'Smith Jnr' }, [{ ...jack, familyName: 'Smith Snr' }], []],
  [
    'an LA child id that is none, moved house',
    { ...jack, ...away, laChildId: 'N/A' },
    [{ ...jack, laChildId: 'N/A' }],
    ['r1 POTENTIAL'],
  ],
  [
    'the number, a short form and the birthday',
    { ...jack, givenName: 'Katarzyna', sex: 'F', nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Kasia', sex: 'F', ...verified(NHS.one) }],
    ['r1 MATCH'],
  ],
  [
    'a number that nobody traced, with the full name and the birthday, no address',
    { ...jack, nhsNumber: NHS.one, postcode: null, uprn: null },
    [{ ...jack, nhsNumber: NHS.one }],
    ['r1 MATCH'],
  ],
  [
    'a default birthday, but the number agrees',
    { ...jack, dateOfBirth: '2008-01-01', nhsNumber: NHS.one },
    [{ ...jack, dateOfBirth: '2008-01-01', ...verified(NHS.one) }],
    ['r1 MATCH'],
  ],
  [
    'the very name beside another spelling of it',
    { ...jack, givenName: 'Mohammed' },
    [
      { ...jack, givenName: 'Muhammad' },
      { ...jack, givenName: 'Mohammed' },
    ],
    ['r1 POTENTIAL', 'r2 MATCH'],
  ],
  ['half of a double name', { ...jack, familyName: 'Smith-Jones' }, [jack], ['r1 MATCH']],
  [
    'an LA child id with name and birthday',
    { ...jack, laChildId: 'L1', ...{ postcode: null, uprn: null } },
    [{ ...jack, laChildId: 'L1' }],
    ['r1 MATCH'],
  ],

  // Never sure.
  ['the twin', { ...jack, givenName: 'Jake' }, [jack], []],
  ['the twin beside the child', jack, [{ ...jack, givenName: 'Jake' }, jack], ['r2 MATCH']],
  [
    'a number filed with the twin',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Jake', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'twins a letter apart',
    { ...jack, givenName: 'Daniel', nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Daniela', sex: 'F', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'another name and another sex, alike',
    { ...jack, givenName: 'Sameer' },
    [{ ...jack, givenName: 'Sameera', sex: 'F' }],
    [],
  ],
  ['twins with one first name', { ...jack, givenName: 'Lily-Mae' }, [{ ...jack, givenName: 'Lily Rose' }], []],
  ['"Baby" at the same address', jack, [{ ...jack, givenName: 'Baby' }], ['r1 POTENTIAL']],
  [
    '"Baby", and two of them',
    { ...jack, givenName: 'Baby' },
    [jack, { ...jack, givenName: 'Jake' }],
    ['r1 POTENTIAL', 'r2 POTENTIAL'],
  ],
  ['day and month swapped', { ...jack, dateOfBirth: '2019-04-03' }, [jack], ['r1 POTENTIAL']],
  ['one figure of the birthday', { ...jack, dateOfBirth: '2019-03-05' }, [jack], ['r1 POTENTIAL']],
  ['moved house', { ...jack, ...away }, [jack], ['r1 POTENTIAL']],
  [
    'moved house, and the record knows from where',
    jack,
    [{ ...jack, ...away, formerAddresses: [home] }],
    ['r1 POTENTIAL'],
  ],
  ['another UPRN of one postcode', { ...jack, uprn: '777' }, [jack], ['r1 POTENTIAL']],
  [
    'a default birthday',
    { ...jack, dateOfBirth: '2008-01-01' },
    [{ ...jack, dateOfBirth: '2008-01-01' }],
    ['r1 POTENTIAL'],
  ],
  ['a default birthday in the record', jack, [{ ...jack, dateOfBirth: '2019-01-01' }], ['r1 POTENTIAL']],
  ['a former family name', { ...jack, familyName: 'Jones' }, [{ ...jack, formerNames: ['Jones'] }], ['r1 POTENTIAL']],
  ['a family name a letter out', { ...jack, familyName: 'Smiht' }, [jack], ['r1 POTENTIAL']],
  [
    'a number that differs, though nobody traced it',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, nhsNumber: NHS.two }],
    ['r1 POTENTIAL'],
  ],
  [
    'temporary pupil numbers that differ',
    { ...jack, upn: UPN.one },
    [{ ...jack, upn: UPN.temporary }],
    ['r1 POTENTIAL'],
  ],
  ['the other birth order', { ...jack, birthOrder: 1 }, [{ ...jack, birthOrder: 2 }], ['r1 POTENTIAL']],
  [
    '"Twin 1" and "Twin 2"',
    { ...jack, givenName: 'Twin 1', nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Twin 2', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'known by the second given name',
    { ...jack, givenName: 'Hassan' },
    [{ ...jack, givenName: 'Muhammad Hassan' }],
    ['r1 POTENTIAL'],
  ],
  [
    'a second given name that the record has apart',
    { ...jack, givenName: 'Hassan' },
    [{ ...jack, givenName: 'Yusuf', otherGivenNames: ['Hassan'] }],
    ['r1 POTENTIAL'],
  ],
  ['a short form', { ...jack, givenName: 'Danny' }, [{ ...jack, givenName: 'Daniel' }], ['r1 POTENTIAL']],
  [
    'a form that is a name of its own',
    { ...jack, givenName: 'William' },
    [{ ...jack, givenName: 'Liam' }],
    ['r1 POTENTIAL'],
  ],
  [
    'the number of a brother whose name is a form of the other',
    { ...jack, givenName: 'William', nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Liam', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'the twin’s number, and names that are alike',
    { ...jack, givenName: 'Ameena', sex: 'F', nhsNumber: NHS.one },
    [{ ...jack, givenName: 'Aleena', sex: 'F', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  ['a slip in a name of two letters', { ...jack, givenName: 'Li' }, [{ ...jack, givenName: 'Lu' }], ['r1 POTENTIAL']],
  [
    'a Chinese and an English name',
    { ...jack, givenName: 'Jun', familyName: 'Chen' },
    [{ ...jack, givenName: 'Kevin', familyName: 'Chen' }],
    ['r1 POTENTIAL'],
  ],
  ['names exchanged with a slip', { ...jack, givenName: 'Smith', familyName: 'Jakc' }, [jack], ['r1 POTENTIAL']],
  [
    'names exchanged, and a default birthday',
    { ...jack, givenName: 'Mohammed', familyName: 'Ahmed', dateOfBirth: '2008-01-01' },
    [{ ...jack, givenName: 'Ahmed', familyName: 'Mohammed', dateOfBirth: '2008-01-01' }],
    ['r1 POTENTIAL'],
  ],
  ['a wrong birthday after a move', { ...jack, ...away, dateOfBirth: '2019-03-14' }, [jack], ['r1 POTENTIAL']],
  [
    'two figures of the birthday, at a former home',
    { ...jack, dateOfBirth: '2019-06-14' },
    [{ ...jack, ...away, formerAddresses: [home] }],
    ['r1 POTENTIAL'],
  ],
  [
    'a number that nobody traced, and nothing else',
    { nhsNumber: NHS.one },
    [{ ...jack, nhsNumber: NHS.one }],
    ['r1 POTENTIAL'],
  ],
  [
    'the number and a birthday a year out',
    { ...jack, nhsNumber: NHS.one, dateOfBirth: '2018-03-04' },
    [{ ...jack, ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'the number, no given name and another sex',
    { ...jack, nhsNumber: NHS.one, sex: 'F' },
    [{ ...jack, givenName: 'Baby', ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],
  [
    'the number of one and the pupil number of his brother, whose names are spellings of one',
    { ...jack, givenName: 'Mohammed', nhsNumber: NHS.one, upn: UPN.one },
    [
      { ...jack, givenName: 'Mohammed', ...verified(NHS.one) },
      { ...jack, givenName: 'Muhammad', upn: UPN.one },
    ],
    ['r1 MANY', 'r2 MANY'],
  ],
  ['a name and a birthday without an address', { ...jack, postcode: null, uprn: null }, [jack], ['r1 POTENTIAL']],
  ['a misspelt given name', { ...jack, givenName: 'Benjamyn' }, [{ ...jack, givenName: 'Benjamin' }], ['r1 POTENTIAL']],
  ['another family name', { ...jack, familyName: 'Kowalska' }, [jack], ['r1 POTENTIAL']],
  ['no birthday on one side', { ...jack, dateOfBirth: null }, [jack], ['r1 POTENTIAL']],
  ['another sex', { ...jack, sex: 'F' }, [jack], ['r1 POTENTIAL']],
  ['only one of two given names', { ...jack, givenName: 'Jack Thomas' }, [jack], ['r1 POTENTIAL']],
  [
    'the same in all but a verified number',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.two) }],
    ['r1 POTENTIAL'],
  ],
  ['the same in all but a permanent UPN', { ...jack, upn: UPN.one }, [{ ...jack, upn: UPN.two }], ['r1 POTENTIAL']],
  [
    'one number agrees, the other contradicts',
    { ...jack, nhsNumber: NHS.one, upn: UPN.one },
    [{ ...jack, ...verified(NHS.one), upn: UPN.two }],
    ['r1 POTENTIAL'],
  ],
  [
    "a mother's number on her child's record",
    { givenName: 'Ann', familyName: 'Smith', dateOfBirth: '1990-01-01', nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.one) }],
    ['r1 POTENTIAL'],
  ],

  [
    'two families whose names share only a particle',
    { ...jack, familyName: 'van der Berg' },
    [{ ...jack, familyName: 'van der Linden' }],
    ['r1 POTENTIAL'],
  ],

  // Two records.
  ['one child registered twice, no number', jack, [jack, jack], ['r1 MANY', 'r2 MANY']],
  [
    'one child under the old and the new number: the new record',
    { ...jack, nhsNumber: NHS.two },
    [
      { ...jack, ...verified(NHS.one) },
      { ...jack, ...verified(NHS.two), supersededNhsNumbers: [NHS.one] },
    ],
    ['r1 POTENTIAL', 'r2 MATCH'],
  ],
  [
    'asked for by the old number: the record that knows both',
    { ...jack, nhsNumber: NHS.one },
    [
      { ...jack, nhsNumber: NHS.one, asOf: '2020-01-01T00:00:00Z' },
      { ...jack, ...verified(NHS.one), asOf: '2026-01-01T00:00:00Z' },
    ],
    ['r1 POTENTIAL', 'r2 MATCH'],
  ],
  [
    'a number on one record and a UPN on another',
    { ...jack, nhsNumber: NHS.one, upn: UPN.one },
    [
      { ...jack, ...verified(NHS.one) },
      { ...jack, upn: UPN.one },
    ],
    ['r1 MANY', 'r2 MANY'],
  ],
  [
    'one is known by number, the other only looks the same',
    { ...jack, nhsNumber: NHS.one },
    [{ ...jack, ...verified(NHS.one) }, jack],
    ['r1 MATCH', 'r2 POTENTIAL'],
  ],

  // Not at all.
  ['a brother', jack, [{ ...jack, givenName: 'Tom', dateOfBirth: '2015-09-09' }], []],
  ['a father of the same name', jack, [{ ...jack, dateOfBirth: '1988-11-21' }], []],
  [
    'a neighbour born on that day',
    jack,
    [{ ...jack, givenName: 'Aisha', familyName: 'Khan', sex: 'F', uprn: '10002' }],
    [],
  ],
  ['somebody else altogether', jack, [{ givenName: 'Zoe', familyName: 'Lee', dateOfBirth: '2001-01-01' }], []],
  ['nothing to go by', {}, [jack], []],
  [
    'a number with a wrong check digit proves nothing',
    { nhsNumber: '9449303224' },
    [{ ...jack, nhsNumber: '9449303224' }],
    [],
  ],
];

test.each(rows)('%s', (_, subject, held, expected) => expect(decide(subject, held)).toEqual(expected));

test('what a person confirmed is a match over what looks surer, and what they denied is gone', () => {
  const moved = { ...jack, postcode: 'S61 9ZZ', uprn: '777' };
  const held = [moved, jack];
  expect(decide(jack, held)).toEqual(['r2 MATCH']);
  expect(decide(jack, held, { same: new Set(['r1']), different: new Set() })).toEqual(['r1 MATCH', 'r2 POTENTIAL']);
  expect(decide(jack, held, { ...NOTHING_DECIDED, different: new Set(['r2']) })).toEqual(['r1 POTENTIAL']);
  expect(decide(jack, held, { same: new Set(['r1', 'r2']), different: new Set() })).toEqual(['r1 MANY', 'r2 MANY']);
});

test('the same record found by several searches is one candidate', () => {
  const one = person('r1', jack);
  expect(decideCandidates(readSubject(jack)!, [one, { ...one }, one])).toHaveLength(1);
});

test('fields are told by name and never by value', () => {
  const [candidate] = decideCandidates(readSubject({ ...jack, upn: UPN.one })!, [person('r1', jack)]);
  expect(candidate?.comparedOn).toEqual(['givenName', 'familyName', 'dateOfBirth', 'sex', 'postcode', 'uprn']);
});
