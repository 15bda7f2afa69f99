import { readFamilyName, readGivenName } from '../names';
import { birthOrderIn } from './placeholders';

test.each([
  ...[
    'Baby',
    'BABY SMITH',
    'Baby of Sarah',
    'Baby Boy',
    'Babyboy',
    'Baby-Girl',
    'Baby A',
    'B/O',
    'B/O Sarah',
    'b / o',
    'Bejbi',
  ],
  ...[
    'Infant',
    'Male Infant',
    'Female Child',
    'M Infant',
    'Inf',
    'Infant of Mary',
    'BB',
    'Newborn',
    'New Born Girl',
    'Neonate',
  ],
  ...[
    'Twin',
    'Twin 1',
    'TWIN2',
    'Twin B',
    'Second Twin',
    '2nd twin',
    'Triplet III',
    'Girl of Anna',
    'S/O Rashid',
    'D/O Amina',
  ],
  ...['UNBORN', 'Unborn Baby', 'Bump', 'Foetus', 'Boy', 'Girl 2', 'Male', 'Female'],
  ...[
    'Unknown',
    'Not known',
    'N/K',
    'NK',
    'TBC',
    'T.B.C.',
    'TBA',
    'N/A',
    'Not yet named',
    'Not named',
    'Unnamed',
    'No name yet',
  ],
  ...[
    'To be confirmed',
    'To be named',
    'Awaiting name',
    'Name unknown',
    'Not Given',
    'Not stated',
    'XX',
    'X X X',
    '?',
    '-',
    '…',
    '',
    ' ',
  ],
])('%s is no given name', (written) => expect(readGivenName(written)).toBeNull());

test.each([
  ...[
    'Bo',
    'Na',
    'Tina',
    'Infanta',
    'Babylon',
    'Sonny',
    'Malek',
    'Daughtery',
    'Abe',
    'Nkechi',
    'Noah',
    'Unai',
    'Girlie',
  ],
  ...['Tim', 'Trinity', 'Li', 'Newton', 'Malena', 'Bobby', 'Imogen', 'Bebe', 'Nil', 'M', 'Al'],
])('%s is a given name', (written) => expect(readGivenName(written)).not.toBeNull());

test('a title is no part of a name', () => expect(readGivenName('Miss Jane')).toBe('jane'));

test.each(['Unknown', 'N/K', 'TBC', 'Not known', 'Not given', '-', ''])('%s is no family name', (written) =>
  expect(readFamilyName(written)).toBeNull(),
);
test.each(['Baby', 'Child', 'Boy', 'Ng', 'Male', "O'Brien"])('%s is a family name', (written) =>
  expect(readFamilyName(written)).not.toBeNull(),
);

test.each([
  ['Twin 1', 1],
  ['TWIN2', 2],
  ['Baby B', 2],
  ['second twin', 2],
  ['Triplet III', 3],
  ['Baby', null],
  ['Baby of Anna', null],
  ['Jack', null],
  ['Adam B', null],
  ['Baby constructor', null],
])('%s stands for the child of that place: %s', (written, order) => expect(birthOrderIn(written)).toBe(order));
