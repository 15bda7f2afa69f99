import { README_QUERY, SEARCH_ALONE } from '../costs/readme-query';
import { openRecordedHouse, type RecordedHouse } from '../recorded-stack';

let stack: RecordedHouse;
beforeAll(async () => {
  stack = await openRecordedHouse(3);
}, 60_000);
afterAll(() => stack.close());

async function ask(query: string) {
  stack.begin();
  const { body } = await stack.ask('head-of-centre', query);
  expect(body.data.findPeople.certain).toHaveLength(1);
  return stack.rounds();
}

test('the README’s query takes seven rounds, and asks the contract of no agency twice in one', async () => {
  for (const time of ['first', 'again']) {
    const rounds = await ask(README_QUERY);
    const contract = rounds.map(({ asked }) =>
      [...asked].flatMap(([what, by]) => (what === 'records' ? [] : by)).sort(),
    );
    expect({ time, rounds: rounds.length }).toEqual({ time, rounds: 7 });
    for (const agencies of contract) expect(new Set(agencies).size).toBe(agencies.length);
    // Facts and markers go together, and all records in one round.
    expect(rounds.slice(-2).map(({ asked }) => [...asked.keys()].sort()[0])).toEqual([
      'facts+markers',
      'identity+involvements+coverage',
    ]);
  }
});

test('a search takes three rounds: what was typed, who they are, and the question back with the own-family check', async () => {
  const rounds = await ask(SEARCH_ALONE);
  expect(rounds.map(({ asked }) => [...asked.values()].flat().length)).toEqual([5, 5, 5]);
  expect([...rounds[0]!.asked.keys()]).toEqual(['match']);
  expect([...rounds[2]!.asked.keys()].every((what) => what.includes('match'))).toBe(true);
});
