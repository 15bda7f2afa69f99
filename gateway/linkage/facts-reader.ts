import DataLoader from 'dataloader';
import type { OperationContext } from '../operation-context';
import { openToAll } from '../policy/decide/open-to-all';
import { publicReason } from '../policy/explain/public-reason';
import type { Fact, FactKind, KnownFacts, OpenStreams, Stream, WithheldReason } from '../policy/types';
import { mostOpen } from '../shared/masks';
import type { Linker } from './linker';
import { readMarkers } from './read-markers';
import { nameOf, pointerAt } from './slots';
import type { PersonSlots, Slot } from './types';

/**
 * Facts about people and this requester, asked of the agencies that let the gateway know them: one round, one request
 * to each, for everybody in the plan's round, and only the kinds that this operation's clauses depend on. Markers take a
 * second round, with what the first learned of who is meant.
 */
export class FactsReader {
  private readonly loader: DataLoader<PersonSlots, KnownFacts, string>;
  private readonly told = new Set<string>();
  /** Somebody of whom agencies say where they live, and none of them in the requester's own area. */
  isOutsideArea = false;
  private reading = 0;
  /** Told when agencies have answered with facts. */
  onRead: () => void = () => {};

  constructor(
    private readonly linker: Linker,
    private readonly run: OperationContext,
    private readonly kinds: readonly FactKind[],
  ) {
    this.loader = new DataLoader((people) => this.read(people), {
      cacheKeyFn: nameOf,
      batchScheduleFn: (batch) => setImmediate(batch),
    });
  }

  /**
   * Which of this agency's streams that are asked for, and of these others, of whatever agency, are open for one person, or
   * for one family group (there, where they are for any member), by the agency's own ref.
   */
  open(agency: string, type: string, ref: string, others: readonly Stream[] = []): OpenStreams | Promise<OpenStreams> {
    return (
      (others.length === 0 ? this.run.openToAll(agency) : null) ??
      this.settle(agency, type, ref, [...this.run.streamsOf(agency), ...others])
    );
  }

  private async settle(agency: string, type: string, ref: string, streams: readonly Stream[]): Promise<OpenStreams> {
    const { rights } = this.run;
    const { open, transforms, needing } = openToAll(streams, rights);
    const refused = new Map<Stream, WithheldReason>();
    if (needing.length === 0) return { open, transforms, refused };
    const members = type === 'Family' ? this.linker.families.membersAt(agency, ref) : null;
    const people = members?.map(({ slots }) => slots) ?? this.linker.peopleAt(agency, ref);
    const each = (await this.loader.loadMany(people)).map((facts) => {
      if (facts instanceof Error) throw facts;
      return facts;
    });
    this.tellForeign(needing, each);
    this.noteAreas(each);
    const known = members
      ? markedAsOne(each.map((facts, at) => openingFor(agency, members[at]!.assertedBy, facts)))
      : each;
    for (const stream of needing) {
      const decisions = known.map((facts) => rights.settle(stream, facts));
      const granted = decisions.filter((decision) => decision.kind === 'granted');
      if (granted.length > 0) {
        open.add(stream);
        const changed = granted.flatMap(({ transform }) => transform ?? []);
        if (changed.length === granted.length) transforms.set(stream, mostOpen(changed));
      } else {
        const withheld = decisions.find((decision) => decision.kind === 'withheld');
        refused.set(stream, withheld ? publicReason(withheld, rights) : 'FACTS_UNKNOWN');
      }
    }
    return { open, transforms, refused };
  }

  private noteAreas(known: readonly KnownFacts[]): void {
    const { area } = this.run.entry.requester;
    if (area === null || !this.kinds.includes('AREA')) return;
    this.isOutsideArea ||= known.some(({ facts }) => {
      const areas = facts.filter(({ kind }) => kind === 'AREA');
      return areas.length > 0 && !areas.some(({ value }) => value === area);
    });
  }

  /** Once in an operation for each agency and fact: who told it, and that these streams turn on it. */
  private tellForeign(streams: readonly Stream[], known: readonly (KnownFacts | Error)[]): void {
    const { rights } = this.run;
    const foreign = known.flatMap((one) => (one instanceof Error ? [] : one.facts.filter(isNobodys)));
    if (foreign.length === 0) return;
    for (const fact of foreign) {
      const name = `${fact.by} ${fact.kind} ${fact.value}`;
      if (this.told.has(name) || !streams.some((stream) => rights.turnsOn(stream, fact))) continue;
      this.told.add(name);
      this.linker.parts.onForeignFact(this.run, fact);
    }
  }

  /** What is known of one person, if anything was asked. */
  async known(slots: PersonSlots): Promise<KnownFacts> {
    return this.loader.load(slots);
  }

  /** Whether agencies are being asked for facts. */
  get isReading(): boolean {
    return this.reading > 0;
  }

  private async read(people: readonly PersonSlots[]): Promise<readonly KnownFacts[]> {
    this.reading += 1;
    try {
      return await this.readAll(people);
    } finally {
      this.reading -= 1;
      this.onRead();
    }
  }

  private async readAll(people: readonly PersonSlots[]): Promise<readonly KnownFacts[]> {
    const marked = this.kinds.includes('MARKER')
      ? readMarkers(this.linker.ask, this.linker.parts.agencies, people, this.run)
      : null;
    const telling = this.linker.ask
      .openAgencies()
      .filter((agency) => this.run.rights.flows(agency, 'facts', 'gateway'));
    const told = new Map(
      await Promise.all(telling.map(async (agency) => [agency, await this.ask(agency, people)] as const)),
    );
    const markers = await marked;
    return people.map((slots, at): KnownFacts => {
      const answers = telling.map((agency) => {
        const ref = pointerAt(slots, agency);
        if (ref === null) return isUnknownAt(slots.get(agency)) ? null : [];
        return told.get(agency)?.get(ref) ?? null;
      });
      const { facts, complete } = markers?.[at] ?? NO_MARKERS;
      return {
        facts: [...answers.flatMap((one) => one ?? []), ...facts],
        complete: !answers.includes(null),
        markersComplete: complete,
      };
    });
  }

  private async ask(
    agency: string,
    people: readonly PersonSlots[],
  ): Promise<ReadonlyMap<string, KnownFacts['facts']> | null> {
    const refs = [...new Set(people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null))];
    if (refs.length === 0) return new Map();
    const facts = await this.linker.ask.facts(agency, refs, this.kinds);
    const whoseWord = this.linker.parts.whoseWord();
    const settled = (fact: Fact): Fact => ({ ...fact, by: agency, opens: whoseWord(agency, fact) });
    return facts && new Map(refs.map((ref, at) => [ref, facts[at]!.map(settled)]));
  }
}

const isNobodys = ({ opens }: Fact): boolean => opens !== 'ANY' && opens?.length === 0;

/** Of these no agency is the authority: they open where all that hold somebody agree. */
const NOBODYS_OWN: ReadonlySet<FactKind> = new Set(['AGE', 'DATE_OF_BIRTH', 'MARKER']);

/**
 * What is known of a member, as it may open what an agency holds of the family. Who belongs to it, that agency says; or,
 * for a fact of its own, the agency that is the authority for the fact. Else whoever adds somebody to a family would open
 * what others keep of it. What closes, closes whoever asserts the member.
 */
function openingFor(agency: string, assertedBy: ReadonlySet<string>, known: KnownFacts): KnownFacts {
  if (assertedBy.has(agency)) return known;
  const opens = ({ kind, by }: Fact): boolean => !NOBODYS_OWN.has(kind) && by !== undefined && assertedBy.has(by);
  return { ...known, facts: known.facts.map((fact) => (opens(fact) ? fact : { ...fact, opens: [] })) };
}

/** What locates one member of a family locates all: a marker of one closes what is of the family as a whole. */
function markedAsOne(members: readonly KnownFacts[]): readonly KnownFacts[] {
  const markers = members.flatMap(({ facts }) => facts.filter(({ kind }) => kind === 'MARKER'));
  const markersComplete = members.every((one) => one.complete && one.markersComplete !== false);
  return members.map((one) => ({ ...one, facts: [...one.facts, ...markers], markersComplete }));
}

/** Whether it knows them is not known: it did not answer, or nobody could ask. */
const isUnknownAt = (slot: Slot | undefined): boolean => slot?.state === 'unanswered' || slot?.state === 'notAsked';

const NO_MARKERS: KnownFacts = { facts: [], complete: true };
