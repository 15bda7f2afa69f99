import type { Connector, Requester } from '../connector';
import type { Veto } from '../veto';

type Ask = Parameters<Connector['roster']>[0];

/** How many more than a page has are read, so that as many closed records on it change neither the answer nor the work. */
const CLOSED_PEOPLE = 50;

/**
 * A page of `first` people whom this agency may tell of, as if the closed ones between them were not held: a page that came
 * short, or that none but closed people follow, would tell of them. `next` is null where nobody open follows.
 */
export async function readRoster(
  { connector, veto }: { readonly connector: Connector; readonly veto: Veto },
  ask: Ask,
  requester: Requester,
): Promise<{ readonly refs: readonly string[]; readonly next: string | null }> {
  const open: { readonly ref: string; readonly after: string | null; readonly place: number }[] = [];
  for (let after = ask.after; ; ) {
    const wide = await connector.roster({ ...ask, first: ask.first + CLOSED_PEOPLE, after }, requester);
    // Read even where nobody is listed: so that the time does not tell whether somebody closed is.
    const people = await veto.openNamed(wide.refs);
    for (const [place, ref] of wide.refs.entries()) if (people[place]) open.push({ ref, after, place });
    if (open.length > ask.first || wide.next === null || wide.refs.length === 0) break;
    after = wide.next;
  }
  const page = open.slice(0, ask.first);
  const last = page.at(-1);
  const refs = page.map(({ ref }) => ref);
  if (!last || open.length <= ask.first) return { refs, next: null };
  // Cursors are the connector's own: it says how to go on after the last of the page by being asked up to there.
  const { next } = await connector.roster({ ...ask, first: last.place + 1, after: last.after }, requester);
  return { refs, next };
}
