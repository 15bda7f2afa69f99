import type { HeldPerson, MatchBlock } from '../connector';
import { findBlocks } from './find-blocks';

const person = (ref: string) => ({ ref }) as HeldPerson;
const born = (value: string): MatchBlock => ({ by: 'dateOfBirth', value });
const living = (value: string): MatchBlock => ({ by: 'postcode', value });

test('searches of one time go to the connector together, equal ones once, and each is answered by its own', async () => {
  const asked: (readonly MatchBlock[])[] = [];
  const find = findBlocks({
    find: () => Promise.reject(new Error('not together')),
    findEach: async (blocks) => {
      asked.push(blocks);
      return blocks.map(({ value }) => [person(value)]);
    },
  });
  const found = await Promise.all([born('1'), living('2'), born('1')].map(find));
  expect(found.map(([one]) => one!.ref)).toEqual(['1', '2', '1']);
  expect(await find(living('2'))).toEqual([person('2')]);
  expect(asked).toEqual([[born('1'), living('2')]]);
});

test('a connector that answers one search at a time is asked for each, once', async () => {
  const asked: MatchBlock[] = [];
  const find = findBlocks({
    find: async (block) => {
      asked.push(block);
      return [person(block.value)];
    },
  });
  expect((await Promise.all([born('1'), living('2'), born('1')].map(find))).map(([one]) => one!.ref)).toEqual([
    '1',
    '2',
    '1',
  ]);
  expect(asked).toEqual([born('1'), living('2')]);
});
