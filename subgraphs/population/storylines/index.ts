import type { Draft } from '../draft';
import type { Storyline } from '../model';
import { tellHartley } from './hartley';
import { tellOkafor } from './okafor';

/** Every family told by hand, in the order they are written into the borough. New ones go last. */
export const STORYLINES: Readonly<Record<string, (draft: Draft) => Storyline>> = {
  okafor: tellOkafor,
  hartley: tellHartley,
};
