import { listsIn } from './lists-in';

test('each list of an answer is a table, and a list within a list stands with what its parent says', () => {
  const contact = { name: 'Anita Desai', phone: null };
  const certain = [
    { displayName: 'Grace', involvements: [{ agency: 'health', contact }, { agency: 'housing' }], tags: ['a', 'b'] },
    { displayName: 'Daniel', involvements: [] },
  ];
  expect(listsIn({ findPeople: { certain, answers: [{ agency: 'health', status: 'ANSWERED' }] } })).toEqual([
    {
      path: 'findPeople.certain',
      columns: ['displayName', 'tags'],
      rows: [
        ['Grace', 'a; b'],
        ['Daniel', null],
      ],
    },
    {
      path: 'findPeople.certain.involvements',
      columns: ['certain.displayName', 'certain.tags', 'agency', 'contact.name', 'contact.phone'],
      rows: [
        ['Grace', 'a; b', 'health', 'Anita Desai', null],
        ['Grace', 'a; b', 'housing', null, null],
      ],
    },
    { path: 'findPeople.answers', columns: ['agency', 'status'], rows: [['health', 'ANSWERED']] },
  ]);
});

test.each([[null], [{}], [{ me: { name: 'x' } }], [{ centres: [] }], [{ values: [1, 2] }]])(
  '%j has no list',
  (data) => {
    expect(listsIn(data)).toEqual([]);
  },
);
