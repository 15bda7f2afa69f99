import { type ContractStream, contractStream } from '@family-view/schema';
import DataLoader from 'dataloader';
import { groupShownAlike } from '../policy/decide/group-by-visibility';
import { streamsBeside } from '../policy/read/equivalent-facts';
import type { OpenStreams } from '../policy/types';
import { streamsBesideContract } from '../schema-registry/gateway-sdl/linkage-streams';
import type { LeftOut } from '../subgraph-client/types';
import {
  type HeldIdentity,
  type HeldInvolvement,
  isMisplaced,
  type SingleView,
  singleViewReply,
} from './contract-replies';
import type { FactsReader } from './facts-reader';
import type { Linker } from './linker';
import { maskIdentity } from './mask-identity';
import { openlyNamed } from './name-openly';
import { PartUnavailable } from './part-unavailable';
import { sayNoted } from './say-noted';
import { sayProposed } from './say-proposed';
import { pointerAt, SLOT_STATUS } from './slots';
import type { PersonSlots, Slot } from './types';

export interface AgencyAnswer {
  readonly agency: string;
  readonly status: 'ANSWERED' | 'NOTHING_HELD' | 'POSSIBLE' | 'WITHHELD' | 'UNAVAILABLE' | 'NOT_COVERED';
  readonly asOf: string | PartUnavailable | null;
  readonly coverage: string | PartUnavailable | null;
  readonly proposal: string | null;
  /** What the person has asked about their record there, in words. */
  readonly noted: readonly string[] | null;
}

/** What one agency answered of one person, and what facts closed there. */
type View = SingleView & { readonly refused: OpenStreams['refused'] };

/** Whether an agency is among those to be asked. */
export type AmongAgencies = (agency: string) => boolean;
const EVERY: AmongAgencies = () => true;

interface HeldAt<T> {
  readonly agency: string;
  readonly held: T;
}

/** Whose word is taken first for a single name and date of birth: those who must know them by law, first. */
const STANDING = ['social-care', 'health', 'education', 'childrens-centre', 'housing'];

const IDENTITY_FIELDS = {
  identity: ['lifeState', 'givenName', 'familyName', 'formerNames', 'dateOfBirth', 'sex', 'asOf'],
  address: ['postcode', 'uprn'],
  identifiers: ['nhsNumber', 'nhsNumberVerified', 'upn', 'laChildId'],
} as const;
const DUE_DATE = 'Person.expectedDateOfBirth';
const NOTHING: LeftOut = { closed: [], emptied: [] };
const ASKS_IDENTITY = [
  'Person.lifeState',
  'Person.displayName',
  'Person.dateOfBirth',
  'Person.expectedDateOfBirth',
  'Person.identities',
];

/** The single view, gathered from the agencies' contracts: one request to each agency, for everyone in the operation. */
export class SingleViewReader {
  private readonly loaders = new Map<string, DataLoader<string, View | null>>();

  constructor(
    private readonly linker: Linker,
    private readonly facts: Pick<FactsReader, 'open'>,
  ) {}

  async identities(
    slots: PersonSlots,
    id: string,
    among: AmongAgencies = EVERY,
  ): Promise<readonly HeldAt<HeldIdentity>[]> {
    const views = await this.views(slots, 'identity', among);
    this.noteClosed(id, views);
    const held = views.flatMap(({ agency, held: { identity } }) =>
      identity?.[0] ? [{ agency, held: identity[0] }] : [],
    );
    if (held.length === 0) await this.refuseSilence(slots, 'identity', among);
    return held.sort((a, b) => standing(a.agency) - standing(b.agency));
  }

  /** Where facts closed what every agency would have said of who somebody is, a null is not "nothing held". */
  private noteClosed(id: string, views: readonly HeldAt<View>[]): void {
    const closed = views.flatMap(({ agency, held }) => {
      const stream = contractStream(agency, 'identity');
      const reason = held.refused.get(stream);
      return reason ? [[stream, reason] as const] : [];
    });
    if (closed.length > 0 && closed.length === views.length)
      for (const name of this.linker.namesOf(id))
        this.linker.run.answers.cut('single-view', name, { closed: ASKS_IDENTITY, emptied: [] }, new Map(closed));
    const due = views.map(({ held: { refused } }) =>
      streamsBeside(DUE_DATE).flatMap((stream) => [...refused].filter(([one]) => one === stream)),
    );
    if (due.length > 0 && due.every((refused) => refused.length > 0))
      for (const name of this.linker.namesOf(id))
        this.linker.run.answers.cut('single-view', name, { closed: [DUE_DATE], emptied: [] }, new Map(due.flat()));
  }

  async involvements(slots: PersonSlots, among: AmongAgencies = EVERY): Promise<readonly HeldAt<HeldInvolvement>[]> {
    const views = await this.views(slots, 'existence', among);
    const all = views.flatMap(({ agency, held: { involvements } }) =>
      (involvements?.[0] ?? []).map((held) => ({ agency, held })),
    );
    if (all.length === 0) await this.refuseSilence(slots, 'existence', among);
    return all;
  }

  async answers(slots: PersonSlots, among: AmongAgencies = EVERY): Promise<readonly AgencyAnswer[]> {
    const agencies = this.linker.parts.agencies.filter(among);
    return Promise.all(agencies.map((agency) => this.answer(agency, slots.get(agency) ?? { state: 'notAsked' })));
  }

  private async answer(agency: string, slot: Slot): Promise<AgencyAnswer> {
    const said = (
      status: AgencyAnswer['status'],
      asOf: AgencyAnswer['asOf'] = null,
      coverage: AgencyAnswer['coverage'] = null,
      noted: AgencyAnswer['noted'] = null,
    ): AgencyAnswer => {
      const same = this.linker.proposed.get(agency);
      const proposal = same === undefined || slot.state !== 'possible' ? null : sayProposed(agency, same);
      return { agency, status, asOf, coverage, proposal, noted };
    };
    if (slot.state === 'notAsked') return said('WITHHELD');
    const view =
      slot.state === 'unanswered' ? null : await this.loader(agency).load(slot.state === 'pointer' ? slot.ref : '');
    const coverage = view?.coverage;
    if (!coverage) {
      const unknown = new PartUnavailable([agency]);
      return said('UNAVAILABLE', unknown, unknown);
    }
    const words = [coverage.area, ...coverage.notCovered.map((one) => `not ${one}`)]
      .filter((word) => word !== null)
      .join('; ');
    const noted = view?.noted?.[0]?.map(sayNoted) ?? null;
    return said(SLOT_STATUS[slot.state], coverage.currentAsOf, words === '' ? null : words, noted);
  }

  private async views(
    slots: PersonSlots,
    stream: 'identity' | 'existence',
    among: AmongAgencies,
  ): Promise<readonly HeldAt<View>[]> {
    const views = await this.load(slots, stream, among);
    return views.flatMap(({ agency, held }) => (held ? [{ agency, held }] : []));
  }

  /** Where nobody told of something: throws where somebody who might have told did not answer. */
  async refuseSilence(
    slots: PersonSlots,
    stream: 'identity' | 'existence',
    among: AmongAgencies = EVERY,
  ): Promise<void> {
    const views = await this.load(slots, stream, among);
    const silent = views.filter(({ agency, held }) => !held && isSilent(slots.get(agency)));
    if (silent.length > 0) throw new PartUnavailable(silent.map(({ agency }) => agency));
  }

  private load(
    slots: PersonSlots,
    stream: 'identity' | 'existence',
    among: AmongAgencies,
  ): Promise<readonly HeldAt<View | null>[]> {
    const asked = this.linker.ask
      .openAgencies()
      .filter((agency) => among(agency) && this.linker.ask.mayGrant(agency, stream));
    return Promise.all(
      asked.map(async (agency) => {
        const ref = pointerAt(slots, agency);
        return { agency, held: ref === null ? null : await this.loader(agency).load(ref) };
      }),
    );
  }

  /** Keyed by ref; the empty ref asks for the agency's coverage and nobody. */
  private loader(agency: string): DataLoader<string, View | null> {
    let loader = this.loaders.get(agency);
    if (!loader) {
      loader = new DataLoader((refs) => this.ask(agency, refs), { batchScheduleFn: (run) => setImmediate(run) });
      this.loaders.set(agency, loader);
    }
    return loader;
  }

  /** People whose records may show the same are asked for together. */
  private async ask(agency: string, loaded: readonly string[]): Promise<readonly (View | null)[]> {
    const { run } = this.linker;
    const others = streamsBesideContract(agency, run.asked);
    const settled = await Promise.all(loaded.map((ref) => this.facts.open(agency, 'Person', ref, others)));
    for (const [at, { refused }] of settled.entries())
      if (loaded[at] !== '' && refused.size > 0) run.answers.cut(agency, loaded[at]!, NOTHING, refused);
    const views: (View | null)[] = loaded.map(() => null);
    await Promise.all(
      groupShownAlike(settled).map(async ({ settled: shared, at }) => {
        const refs = at.map((one) => loaded[one]!);
        const answered = await this.askGroup(agency, refs, shared);
        for (const [index, view] of answered.entries()) {
          const one = at[index]!;
          views[one] = view && { ...view, refused: settled[one]!.refused };
        }
      }),
    );
    return views;
  }

  private async askGroup(
    agency: string,
    loaded: readonly string[],
    settled: OpenStreams,
  ): Promise<readonly (SingleView | null)[]> {
    const { ask, run } = this.linker;
    const refs = loaded.filter((ref) => ref !== '');
    const parts = this.selection(agency, settled);
    const fields = [
      parts.identity && refs.length > 0 ? `identity(refs: $refs) { ${parts.identity} }` : '',
      parts.involvements && refs.length > 0 ? `involvements(refs: $refs) { ${parts.involvements} }` : '',
      parts.noted && refs.length > 0 ? `noted(refs: $refs) { ${parts.noted} }` : '',
      parts.coverage,
    ].filter((part) => part !== '');
    // Nothing of theirs is open: nothing is asked, which is not silence.
    if (fields.length === 0) return loaded.map(() => ({}));
    const takesRefs = fields.some((field) => field.includes('$refs'));
    const query = `query${takesRefs ? ' ($refs: [ID!]!)' : ''} { ${fields.join(' ')} }`;
    const streams = parts.streams.map((stream) => contractStream(agency, stream));
    const reply = await ask.ask(agency, singleViewReply, {
      query,
      variables: takesRefs ? { refs } : {},
      people: takesRefs ? [{ refs, streams }] : [],
      streams: [contractStream(agency, 'existence')],
    });
    if (!reply) return loaded.map(() => null);
    if (isMisplaced(reply, refs)) {
      run.answers.trouble(agency, 'ENTITY_MISMATCH');
      return loaded.map(() => null);
    }
    return loaded.map((ref) => {
      const at = refs.indexOf(ref);
      const identity = at >= 0 ? reply.identity?.[at] : undefined;
      return {
        coverage: reply.coverage,
        noted: at >= 0 && reply.noted ? [reply.noted[at]!] : undefined,
        identity: identity ? [maskIdentity(agency, ref, onlyAsked(identity, parts.identity), settled, run)] : undefined,
        involvements:
          at >= 0 && reply.involvements
            ? [
                reply.involvements[at]!.map((one) =>
                  openlyNamed(agency, onlyAsked(one, parts.involvements), settled, this.linker.parts.dutyLine),
                ),
              ]
            : undefined,
      };
    });
  }

  /** Only what this operation asks for and this agency grants is named. */
  private selection(agency: string, { open, transforms }: OpenStreams) {
    const { run } = this.linker;
    const isOpen = (stream: ContractStream): boolean => open.has(contractStream(agency, stream));
    const streams = new Set<'identity' | 'address' | 'identifiers' | 'existence' | 'contact'>();
    const wantsIdentity = ASKS_IDENTITY.some((coordinate) => run.asked.has(coordinate)) && isOpen('identity');
    const identity: string[] = [];
    if (wantsIdentity) {
      for (const [stream, fields] of Object.entries(IDENTITY_FIELDS) as [
        keyof typeof IDENTITY_FIELDS,
        readonly string[],
      ][]) {
        const wanted = stream === 'identity' ? fields : fields.filter((field) => run.asked.has(`Identity.${field}`));
        if (wanted.length === 0 || !isOpen(stream)) continue;
        streams.add(stream);
        identity.push(...wanted);
      }
      const isDueDateAsked = run.asked.has(DUE_DATE) || run.asked.has('Identity.expectedDateOfBirth');
      if (identity.length > 0 && isDueDateAsked && streamsBeside(DUE_DATE).every((one) => open.has(one)))
        identity.push('expectedDateOfBirth');
      if (run.asked.has('Identity.dataQuality')) identity.push('dataQuality { field fault }');
    }
    const involvements: string[] = [];
    if (run.asked.has('Person.involvements') && isOpen('existence')) {
      streams.add('existence');
      involvements.push('ref service status from to lastInteraction asOf');
      const named = [...run.asked].some((coordinate) => /^Involvement\.(contact|team|role)$/.test(coordinate));
      // Of a contact there is no half to show.
      if (named && isOpen('contact') && !transforms.has(contractStream(agency, 'contact'))) {
        streams.add('contact');
        involvements.push('team role contact { name role phone email dutyLine }');
      }
    }
    const wantsNoted = run.asked.has('AgencyAnswer.noted') && isOpen('existence') && this.linker.ask.notes(agency);
    if (wantsNoted) streams.add('existence');
    return {
      noted: wantsNoted ? 'kind reference at' : '',
      identity: identity.length > 0 ? `ref ${identity.join(' ')}` : '',
      involvements: involvements.join(' '),
      coverage: run.asked.has('Person.answers') ? 'coverage { currentAsOf area from to notCovered }' : '',
      streams: [...streams],
    };
  }
}

/** It holds something that it did not give, or had not answered whether it holds anything. */
const isSilent = (slot: Slot | undefined): boolean => slot?.state === 'pointer' || slot?.state === 'unanswered';

/** What an agency tells unasked is dropped: it may be withheld from this requester. */
function onlyAsked<T extends object | null>(held: T, selection: string): T {
  const asked = new Set(selection.split(/[^A-Za-z]+/));
  return (
    held &&
    (Object.fromEntries(Object.entries(held).map(([field, value]) => [field, asked.has(field) ? value : null])) as T)
  );
}

const standing = (agency: string): number => (STANDING.includes(agency) ? STANDING.indexOf(agency) : STANDING.length);
