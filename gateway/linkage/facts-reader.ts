import { contractStream } from '@family-view/schema';
import DataLoader from 'dataloader';
import type { FactKind, KnownFacts, OpenStreams, OperationRun, Stream, WithheldReason } from '../types';
import { factsReply } from './contract-replies';
import type { Linker } from './linker';
import { type PersonSlots, pointerAt } from './slots';

/**
 * Facts about people and this requester, asked of the agencies that let the gateway know them: one round, one request
 * to each, for everybody in the plan's round, and only the kinds that this operation's clauses depend on.
 */
export class FactsReader {
  private readonly loader: DataLoader<PersonSlots, KnownFacts, string>;

  constructor(
    private readonly linker: Linker,
    private readonly run: OperationRun,
    private readonly kinds: readonly FactKind[],
  ) {
    this.loader = new DataLoader((people) => this.read(people), {
      cacheKeyFn: nameOf,
      batchScheduleFn: (batch) => setImmediate(batch),
    });
  }

  /** Which of these streams are open for one person, or for one family group: there, where they are for any member. */
  async open(agency: string, type: string, ref: string, streams: readonly Stream[]): Promise<OpenStreams> {
    const { rights } = this.run;
    const needing = streams.filter((stream) => rights.decide(stream).kind === 'needs');
    const open = new Set(streams.filter((stream) => !needing.includes(stream)));
    const refused = new Map<Stream, WithheldReason>();
    if (needing.length === 0) return { open, refused };
    for (const stream of needing) refused.set(stream, 'FACTS_UNKNOWN');
    const people = type === 'Family' ? this.linker.membersAt(agency, ref) : this.linker.peopleAt(agency, ref);
    const known = await this.loader.loadMany(people);
    for (const facts of known) {
      if (facts instanceof Error) throw facts;
      for (const stream of needing) {
        const decision = rights.settle(stream, facts);
        if (decision.kind === 'granted') open.add(stream);
        else if (decision.kind === 'withheld') refused.set(stream, decision.reason);
      }
    }
    for (const stream of open) refused.delete(stream);
    return { open, refused };
  }

  /** What is known of one person, if anything was asked. */
  async known(slots: PersonSlots): Promise<KnownFacts> {
    return this.loader.load(slots);
  }

  private async read(people: readonly PersonSlots[]): Promise<readonly KnownFacts[]> {
    const telling = this.linker.ask
      .openAgencies()
      .filter((agency) => this.run.rights.flows(agency, 'facts', 'gateway'));
    const told = new Map(
      await Promise.all(telling.map(async (agency) => [agency, await this.ask(agency, people)] as const)),
    );
    return people.map((slots): KnownFacts => {
      const answers = telling.map((agency) => {
        const ref = pointerAt(slots, agency);
        if (ref === null) return slots.get(agency)?.state === 'unanswered' ? null : [];
        return told.get(agency)?.get(ref) ?? null;
      });
      return { facts: answers.flatMap((facts) => facts ?? []), complete: !answers.includes(null) };
    });
  }

  private async ask(
    agency: string,
    people: readonly PersonSlots[],
  ): Promise<ReadonlyMap<string, KnownFacts['facts']> | null> {
    const refs = [...new Set(people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null))];
    if (refs.length === 0) return new Map();
    const query =
      'query ($refs: [ID!]!, $kinds: [FactKind!]!) { facts(refs: $refs, kinds: $kinds) { kind value from until } }';
    const about = [{ refs, streams: [contractStream(agency, 'facts')] }];
    const reply = await this.linker.ask.ask(agency, factsReply, {
      query,
      variables: { refs, kinds: this.kinds },
      people: about,
      streams: [],
    });
    if (!reply || reply.facts.length !== refs.length) return null;
    return new Map(refs.map((ref, at) => [ref, reply.facts[at]!.filter(({ kind }) => this.kinds.includes(kind))]));
  }
}

const nameOf = (slots: PersonSlots): string =>
  [...slots].map(([agency, slot]) => `${agency}|${slot.state === 'pointer' ? slot.ref : slot.state}`).join(' ');
