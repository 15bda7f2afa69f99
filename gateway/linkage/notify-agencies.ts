import type { Linker } from './linker';
import type { NotifiedEvent } from './notified-event';
import { pointerAt } from './slots';
import type { PersonSlots } from './types';

/** Which agencies have been told of something about their own people, and which could not be. */
export interface NotifiedAgencies {
  readonly told: readonly string[];
  readonly notTold: readonly string[];
}

/** Tells each of these agencies, by its own references and nothing else. */
export async function notifyAgencies(
  linker: Linker,
  agencies: readonly string[],
  people: readonly PersonSlots[],
  event: Omit<NotifiedEvent, 'refs'>,
): Promise<NotifiedAgencies> {
  const answers = await Promise.all(
    agencies.map(async (agency) => {
      const refs = people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null);
      return { agency, told: await linker.ask.notify(agency, { ...event, refs: [...new Set(refs)] }) };
    }),
  );
  const named = (wanted: boolean) => answers.filter(({ told }) => told === wanted).map(({ agency }) => agency);
  return { told: named(true), notTold: named(false) };
}
