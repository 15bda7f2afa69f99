/** The libraries' register: three children, a mother, and one child whose record is closed. */
export interface Member {
  readonly ref: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly dateOfBirth: string;
  readonly sex: 'M' | 'F';
  readonly postcode: string;
  readonly mother: string | null;
  readonly markers: readonly ('RESTRICTED' | 'SHIELDED' | 'ADOPTED')[];
  readonly branch: string;
  readonly joinedDate: string;
  readonly rhymeTimes: readonly { readonly date: string; readonly branch: string }[];
}

const home = { familyName: 'Marsden', postcode: 'ZB3 1QD', branch: 'Thornwick Library', markers: [], mother: null };

export const MEMBERS: readonly Member[] = [
  {
    ...home,
    ref: 'LIB-1001',
    givenName: 'Isla',
    dateOfBirth: '2023-05-14',
    sex: 'F',
    mother: 'LIB-1003',
    joinedDate: '2024-02-01',
    rhymeTimes: [{ date: '2026-10-07', branch: 'Thornwick Library' }],
  },
  {
    ...home,
    ref: 'LIB-1002',
    givenName: 'Owen',
    dateOfBirth: '2020-09-30',
    sex: 'M',
    mother: 'LIB-1003',
    joinedDate: '2022-06-11',
    rhymeTimes: [{ date: '2023-01-18', branch: 'Thornwick Library' }],
  },
  {
    ...home,
    ref: 'LIB-1003',
    givenName: 'Harriet',
    dateOfBirth: '1994-12-02',
    sex: 'F',
    joinedDate: '2022-06-11',
    rhymeTimes: [],
  },
  {
    ...home,
    ref: 'LIB-1004',
    givenName: 'Freya',
    dateOfBirth: '2022-03-08',
    sex: 'F',
    mother: 'LIB-1003',
    markers: ['RESTRICTED'],
    joinedDate: '2023-04-20',
    rhymeTimes: [{ date: '2026-09-30', branch: 'Thornwick Library' }],
  },
];

export const BRANCHES = [{ name: 'Thornwick Library', phone: '01632 960930' }];
