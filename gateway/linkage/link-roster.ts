import { GlassConfined } from './glass-key';
import { linkRecords, slotsOf } from './link-records';
import type { Linker } from './linker';
import type { PersonEntity } from './slots';

/** A page of one agency's roster, each person matched at the others. The cursor is sealed: it may be made of a pointer. */
export async function linkRoster(
  linker: Linker,
  agency: string,
  area: string | null,
  count: number,
  after: string | null,
): Promise<{ readonly people: readonly PersonEntity[]; readonly next: string | null } | null> {
  if (linker.run.entry.breakGlass) throw new GlassConfined();
  const { sealer } = linker.parts;
  const cursor = after === null ? null : sealer.openCursor(after, linker.organisation);
  const page = await linker.ask.roster(agency, { area, first: count, after: cursor });
  if (!page) return null;
  const identities = await linker.ask.identities(agency, page.refs);
  const nodes = page.refs.map((ref, at) => ({ agency, ref, identity: identities?.[at] ?? null }));
  const linked = await linkRecords(linker.ask, { settled: new Map(), nodes }, linker.run);
  const others = linked.others.map((cluster) => slotsOf(cluster, linked.outcomes, linker.ask, linker.run));
  // Nobody asked for them by name, so nobody is stopped: they are left out.
  const { own, people } = await linker.guard.check(others);
  return {
    people: people.filter((_, at) => !own[at]).map((slots) => linker.enter(slots)),
    next: page.next === null ? null : sealer.sealCursor(page.next, linker.organisation),
  };
}
