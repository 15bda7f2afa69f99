import { type Asked, indexStored, type Stored } from './stand-in-index';

/** So many people, a third of them of one name, each of a day of their own: how often any of them was looked at is counted. */
function hold(many: number) {
  let looks = 0;
  const people = Array.from({ length: many }, (_, at): Stored => {
    const found = {
      birthdate: [dayOf(at)],
      family: [['Khan', 'Okafor', 'O’Neill'][at % 3]!],
      given: [`Given ${at}.`],
      'address-postalcode': [`ZB${(at % 4) + 1} 2AA`],
      identifier: [`n|${at}`],
      gender: ['female'],
    };
    return {
      resource: { resourceType: 'Patient', id: `p${at}` },
      get found() {
        looks += 1;
        return found;
      },
    };
  });
  const index = indexStored(new Map([['Patient', people]]));
  const search = (...asked: readonly Asked[]): readonly string[] =>
    index.search('Patient', asked).map(({ resource }) => resource.id);
  const looksIn = (work: () => unknown): number => {
    const before = looks;
    work();
    return looks - before;
  };
  return { search, looksIn };
}
const dayOf = (at: number): string => new Date(Date.UTC(2000, 0, 1 + at)).toISOString().slice(0, 10);
const by = (name: string, ...texts: readonly string[]): Asked => ({ name, texts });

test('a search brings up who has each of what is asked, by beginnings of names and by days, in the order stored', () => {
  const { search } = hold(9);
  expect(search(by('family', 'kha'))).toEqual(['p0', 'p3', 'p6']);
  expect(search(by('family', 'Kha', 'oka'), by('birthdate', 'ge2000-01-05'))).toEqual(['p4', 'p6', 'p7']);
  expect(search(by('birthdate', '2000-01-09', 'eq2000-01-02'))).toEqual(['p1', 'p8']);
  expect([search(by('birthdate', 'lt2000-01-03')), search(by('birthdate', 'le2000-01-03'))]).toEqual([
    ['p0', 'p1'],
    ['p0', 'p1', 'p2'],
  ]);
  expect(search(by('birthdate', 'gt2000-01-08'))).toEqual(['p8']);
  expect(search(by('address-postalcode', 'ZB1', 'ZB4 2'))).toEqual(['p0', 'p3', 'p4', 'p7', 'p8']);
  expect([search(by('_id', 'p5', 'p2')), search(by('identifier', 'n|7')), search(by('family', 'x'))]).toEqual([
    ['p2', 'p5'],
    ['p7'],
    [],
  ]);
});

test.each<[string, readonly Asked[]]>([
  ['by a birthday', [by('birthdate', `eq${dayOf(40)}`)]],
  ['by a name that many have and one that nobody else has', [by('family', 'Okafor'), by('given', 'Given 40.')]],
  ['by what everybody has and a day', [by('gender', 'female'), by('birthdate', dayOf(40))]],
])('a search %s looks at as few of a hundred people as of ten thousand', (_what, asked) => {
  const [few, many] = [hold(100), hold(10_000)];
  // The index is made by the first who asks.
  for (const one of [few, many]) one.search(...asked);
  const looks = [few, many].map(({ looksIn, search }) => looksIn(() => search(...asked)));
  expect(looks).toEqual([looks[0], looks[0]]);
  expect(looks[0]).toBeLessThan(4);
});
