import { onlyListed, pageOf, type Row, searchOf } from './serve-rows';

const WHERE = {
  ids: onlyListed('id'),
  surname: onlyListed('surname', 'birthName'),
  onRoll: onlyListed('onRoll'),
  contactIds: onlyListed('contactIds'),
};

/** So many pupils, a third of them of one name, each with two contacts: how often any of them is looked at is counted. */
function hold(many: number) {
  let looks = 0;
  const rows = Array.from(
    { length: many },
    (_, at): Row => ({
      id: `p${String(at).padStart(6, '0')}`,
      surname: ['Khan', 'Okafor', 'O Neill'][at % 3],
      birthName: at === 7 ? 'Khan' : null,
      contactIds: [`c${at}`, `c${at + 1}`],
      get onRoll() {
        looks += 1;
        return at % 2 === 0;
      },
    }),
  );
  const search = searchOf({ rows, where: WHERE });
  const found = (asked: Record<string, string>) =>
    search(new URLSearchParams(asked)).map(({ id }) => Number(String(id).slice(1)));
  return { rows, found, looks: () => looks };
}

test('rows that have one of the values of each parameter are found, in the order in which they stand', () => {
  const { found } = hold(12);
  expect(found({ surname: 'khan' })).toEqual([0, 3, 6, 7, 9]);
  expect(found({ surname: 'KHAN,oneill', onRoll: 'true' })).toEqual([0, 2, 6, 8]);
  expect(found({ contactIds: 'c4', onRoll: 'true' })).toEqual([4]);
  expect([found({ ids: 'p000005,p000002' }), found({ ids: 'x' }), found({})]).toEqual([
    [2, 5],
    [],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  ]);
});

test('a search by what half of all have and one has looks at as few of a hundred rows as of ten thousand', () => {
  const looks = [hold(100), hold(10_000)].map(({ found, looks }) => {
    const before = looks();
    found({ contactIds: 'c40', onRoll: 'true' });
    return looks() - before;
  });
  expect(looks).toEqual([2, 2]);
});

test('a list is read on from an id, page by page', () => {
  const { rows } = hold(9);
  const page = (asked: string) => {
    const read = pageOf('/pupils', rows, new URLSearchParams(`pageSize=3&${asked}`));
    return { ...read, rows: read.rows.map(({ id }) => id) };
  };
  const about = { path: '/pupils', total: 6 };
  expect(page('afterId=p000002')).toEqual({ ...about, rows: ['p000003', 'p000004', 'p000005'], nextPage: 2 });
  expect(page('afterId=p000002&page=2')).toEqual({ ...about, rows: ['p000006', 'p000007', 'p000008'], nextPage: null });
  expect(page('afterId=p000008')).toEqual({ path: '/pupils', total: 0, rows: [], nextPage: null });
});
