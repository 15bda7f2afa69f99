import { FamilyViewError } from '../errors';
import { BreakGlassConfined } from './break-glass-token';
import { linkRecords, slotsOf } from './link-records';
import type { Linker } from './linker';
import { readMarkers } from './read-markers';
import type { PersonEntity, PersonSlots } from './types';

/** A roster is for the requester's own area, school or caseload, whatever their role may see of one person. */
export class RosterNotYours extends FamilyViewError {
  constructor() {
    super('A list of people is for your own area. Ask for that, or leave the area out to see your own caseload.', {
      code: 'ROSTER_NOT_YOURS',
      httpStatus: 403,
    });
  }
}

/** Whoever is so marked stands on no roster but that of the agency that marks them, which shows it to its own. */
const CLOSING = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
/** Pages of the agency's that one of ours may be filled from. */
const MOST_READ = 5;

export interface LinkedRoster {
  readonly people: readonly PersonEntity[];
  readonly next: string | null;
}

/**
 * A page of one agency's roster, each person matched at the others. The cursor is sealed: it may be made of a pointer.
 * Who is left out leaves no gap: the page is filled with whoever comes next.
 *
 * @param area null for the requester's own caseload.
 * @throws {RosterNotYours}
 */
export async function linkRoster(
  linker: Linker,
  agency: string,
  area: string | null,
  count: number,
  after: string | null,
): Promise<LinkedRoster | null> {
  const { requester } = linker.run.entry;
  if (area !== null && area !== requester.area) throw new RosterNotYours();
  // Of an area that has several schools, a school sees its own pupils.
  const mine = area === null || requester.organisationType === 'EDUCATION';
  const read: ReadRefs = (first, next) => linker.ask.roster(agency, { area, mine, first, after: next });
  return linkPages(linker, agency, read, count, after);
}

/** Some of an agency's references, after a cursor; null where it did not answer. */
type ReadRefs = (
  first: number,
  after: string | null,
) => Promise<{ readonly refs: readonly string[]; readonly next: string | null } | null>;

/** A page of people whom one agency lists, each matched at the others. */
export async function linkPages(
  linker: Linker,
  agency: string,
  readRefs: ReadRefs,
  count: number,
  after: string | null,
): Promise<LinkedRoster | null> {
  if (linker.run.entry.breakGlass) throw new BreakGlassConfined();
  const { idCipher } = linker.parts;
  const people: PersonSlots[] = [];
  let next = after === null ? null : idCipher.openCursor(after, linker.organisation);
  for (let read = 0; read < MOST_READ && people.length < count; read += 1) {
    const page = await readRefs(count - people.length, next);
    if (!page) return null;
    people.push(...(await withoutMarked(linker, await linkPage(linker, agency, page.refs))));
    next = page.next;
    if (next === null) break;
  }
  return {
    people: people.map((slots) => linker.enter(slots)),
    next: next === null ? null : idCipher.sealCursor(next, linker.organisation),
  };
}

async function linkPage(linker: Linker, agency: string, refs: readonly string[]): Promise<readonly PersonSlots[]> {
  const identities = await linker.ask.identities(agency, refs);
  const nodes = refs.map((ref, at) => ({ agency, ref, identity: identities?.[at] ?? null }));
  const linked = await linkRecords(linker.ask, { settled: new Map(), nodes, ...linker.ahead }, linker.run);
  const others = linked.others.map((cluster) => slotsOf(cluster, linked.outcomes, linker.ask, linker.run));
  // Nobody asked for them by name, so nobody is stopped: they are left out.
  const { own, people } = await linker.guard.check(others);
  return people.filter((_, at) => !own[at]);
}

/**
 * Who is known to be marked is left out. While an agency cannot say, lists stay as they are, as everything does that names
 * no address (EXCEPT-02 of Best Start): one agency's outage would take every list from everybody. That it is silent is told.
 */
async function withoutMarked(
  { run, ask, parts }: Linker,
  people: readonly PersonSlots[],
): Promise<readonly PersonSlots[]> {
  if (!parts.closesByMarkers || people.length === 0) return people;
  const known = await readMarkers(ask, parts.agencies, people, run);
  return people.filter((_, at) => !known[at]!.facts.some(({ value }) => CLOSING.includes(value)));
}
