import type { Draft } from '../draft';
import type { Storyline } from '../model';
import { tellAshdown } from './ashdown';
import { tellDewhirst } from './dewhirst';
import { tellHartley } from './hartley';
import { tellKowalska } from './kowalska';
import { tellLindley } from './lindley';
import { tellMarsh } from './marsh';
import { tellNaylor } from './naylor';
import { tellOConnor } from './oconnor';
import { tellOkafor } from './okafor';
import { tellPryce } from './pryce';
import { tellSilva } from './silva';
import { tellSutcliffe } from './sutcliffe';
import { tellTaylor } from './taylor';
import { tellThackray } from './thackray';
import { tellVarley } from './varley';

/** Every story told by hand, in the order they are written into the borough. New ones go last, so that identifiers stay. */
export const STORYLINES = {
  okafor: tellOkafor,
  hartley: tellHartley,
  sutcliffe: tellSutcliffe,
  kowalska: tellKowalska,
  dewhirst: tellDewhirst,
  ashdown: tellAshdown,
  lindley: tellLindley,
  naylor: tellNaylor,
  silva: tellSilva,
  taylor: tellTaylor,
  oconnor: tellOConnor,
  varley: tellVarley,
  thackray: tellThackray,
  pryce: tellPryce,
  marsh: tellMarsh,
} as const satisfies Readonly<Record<string, (draft: Draft) => Storyline>>;
export type StorylineKey = keyof typeof STORYLINES;
