import DataLoader from 'dataloader';
import type { Connector, HeldPerson, MatchBlock } from '../connector';

/** Who is brought up by one search. */
export type FindBlock = (block: MatchBlock) => Promise<readonly HeldPerson[]>;

/**
 * The searches of one request: equal ones are made once, and those that are asked for at one time go to the connector
 * together.
 */
export function findBlocks(connector: Pick<Connector, 'find' | 'findEach'>): FindBlock {
  const find = (blocks: readonly MatchBlock[]): Promise<readonly (readonly HeldPerson[])[]> =>
    connector.findEach?.(blocks) ?? Promise.all(blocks.map((block) => connector.find(block)));
  const searches = new DataLoader<MatchBlock, readonly HeldPerson[], string>(find, {
    cacheKeyFn: (block) => JSON.stringify(block),
  });
  return (block) => searches.load(block);
}
