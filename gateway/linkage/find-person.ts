import type { OperationContext } from '../operation-context';
import { choosePerson } from './choose-person';
import type { MemberCluster, MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import type { Candidate } from './contract-replies';
import { disagree } from './disagree';
import { type LinkedRecords, linkRecords, outcomeKey, readRecords, silenceOf, slotsOf } from './link-records';
import { findMayBeSame, type MayBeSame } from './may-be-same';
import { sayProposed } from './say-proposed';
import { type AnsweredTyped, exactlyNamed, type Selected, selectRecord, toRead } from './select-records';
import { pointersOf } from './slots';
import type { Learned, Subject } from './subject';
import { onlyTyped, typedFor } from './typed-subject';
import type { PersonSlots, Slot } from './types';

export interface Possible {
  readonly agency: string;
  readonly outcome: 'POTENTIAL' | 'MANY' | 'CONFLICT';
  readonly comparedOn: readonly string[];
  /** What the requester has proposed of the one record there, and what it waits for. */
  readonly proposal?: string;
}

export interface Found {
  /** Null where nobody is certain. */
  readonly slots: PersonSlots | null;
  readonly possible: readonly Possible[];
  /** By what of the typed each agency's record was selected: alone by its name and birthday, or by more. */
  readonly selected: readonly { readonly agency: string; readonly comparedOn: readonly string[] }[];
  /** Records that an agency takes for one person's, and that are at odds. */
  readonly conflicts: readonly MayBeSame[];
  /** Every agency asked, as it answered, whether or not anybody was found. */
  readonly answers: PersonSlots;
}

/** What else is wanted of whoever is found, so that it goes in the rounds of finding them. */
export interface LookAhead {
  /** Their family is asked for: the records that agencies are certain of are read with whom they take to belong with them. */
  readonly family: boolean;
  readonly withKin: boolean;
  /** Told of the records that may be the person's, before the agencies are asked about them. */
  readonly meanwhile: (records: readonly MemberNode[]) => void;
  /** Told, too, of those that agencies are certain of. */
  readonly selected: (records: readonly MemberNode[]) => unknown;
}
const NOTHING_ELSE: LookAhead = { family: false, withKin: false, meanwhile: () => {}, selected: () => {} };

const NAME_AND_BIRTHDAY = ['givenName', 'familyName', 'dateOfBirth'];

/**
 * Who is meant by what a requester typed. Each agency is told what of it this requester may compare there, and selects; what
 * was typed joins nothing. Which of the selected records are one person, the agencies themselves say of each other's.
 *
 * `known` slots (of an id that was opened) are kept; only agencies `unanswered` there are asked.
 */
export async function findPerson(
  ask: ContractClient,
  typed: Subject,
  run: OperationContext,
  known: PersonSlots = new Map(),
  ahead = NOTHING_ELSE,
): Promise<Found> {
  if (known.size > 0) return findAgain(ask, known, run);
  const open = ask.openAgencies();
  const answered = await askTyped(ask, typed, run);
  const read = await readCandidates(ask, answered, ahead);
  const selected = answered.flatMap((one) => selectRecord(one, typed, read) ?? []);
  const named = answered.flatMap((one) => exactlyNamed(one, read));
  const leads = read.filter((node) => !ask.recognises(node.agency));
  const nodes = [...new Set([...selected.map(({ node }) => node), ...named, ...leads])];
  // The second question is asked whether or not the first found anybody.
  ahead.selected(selected.map(({ node }) => node));
  const meanwhile = () => ahead.meanwhile(selected.map(({ node }) => node));
  const { withKin } = ahead;
  const [linked] = await Promise.all([
    linkRecords(ask, { settled: new Map(), nodes, meanwhile, withKin }, run),
    nodes.length === 0 ? askTyped(ask, typed, run) : null,
  ]);
  const person = choosePerson({ selected, named, linked, answered });
  const isOf = ({ node }: Selected): boolean => person?.pointers.get(node.agency) === node.ref;

  const joined = person && slotsOf(person, linked.outcomes, ask, run);
  const slots = new Map(
    answered.map(({ agency, candidates }) => [
      agency,
      joined ? withTyped(joined.get(agency)!, candidates) : tellTyped(candidates, silenceOf(open, run)),
    ]),
  );
  const possible = answered.flatMap(({ agency, candidates }): readonly Possible[] => {
    if (slots.get(agency)!.state !== 'possible') return [];
    for (const { ref } of candidates ?? []) run.answers.told(agency, ref, 'possible');
    const chosen = selected.find(({ node }) => node.agency === agency);
    const disputed = chosen && selected.some((other) => contradict(chosen, other));
    return [
      {
        agency,
        outcome: disputed ? 'CONFLICT' : isMany(candidates) ? 'MANY' : 'POTENTIAL',
        comparedOn: onlyTyped(candidates?.[0]?.comparedOn ?? [], typed),
        ...proposalOf(agency, [candidates, ...saidOf(person, agency, linked)]),
      },
    ];
  });
  return {
    slots: person && slots,
    possible,
    selected: selected.filter(isOf).map(({ node, by }) => ({
      agency: node.agency,
      comparedOn:
        by === 'name'
          ? NAME_AND_BIRTHDAY
          : onlyTyped(answered.find(({ agency }) => agency === node.agency)?.candidates?.[0]?.comparedOn ?? [], typed),
    })),
    conflicts: findMayBeSame(
      linked.others.map(({ pointers }) => pointers),
      linked.outcomes,
    ).filter(({ outcome }) => outcome === 'CONFLICT'),
    answers: slots,
  };
}

/** What an agency answered about each record of a person. */
const saidOf = (person: MemberCluster | null, agency: string, { outcomes }: LinkedRecords) =>
  [...(person?.nodes ?? [])].map((node) => outcomes.get(outcomeKey(node, agency)) ?? null);

function proposalOf(agency: string, answers: readonly (readonly Candidate[] | null)[]): Pick<Possible, 'proposal'> {
  const said = answers.flatMap((one) => one ?? []).find((candidate) => typeof candidate.said === 'boolean')?.said;
  return typeof said === 'boolean' ? { proposal: sayProposed(agency, said) } : {};
}

const isMany = (candidates: AnsweredTyped['candidates']): boolean =>
  (candidates?.length ?? 0) > 1 || candidates?.[0]?.outcome === 'MANY';

/** What is known at an agency of nobody certain. */
const tellTyped = (candidates: AnsweredTyped['candidates'], silence: Slot): Slot =>
  candidates === null ? silence : { state: candidates.length > 0 ? 'possible' : 'nothing' };

/** What an agency says of the person's own records counts before what it said of what was typed. */
const withTyped = (slot: Slot, candidates: AnsweredTyped['candidates']): Slot =>
  slot.state === 'notAsked' ? tellTyped(candidates, slot) : slot;

const contradict = ({ node: one }: Selected, { node: other }: Selected): boolean =>
  one.identity !== null && other.identity !== null && disagree(one.identity, other.identity, false);

/** An address and a birthday are of a household: without a name or a number that was compared, nobody is meant. */
const isKnownByName = ({ comparedOn }: Candidate): boolean =>
  comparedOn.length === 0 || comparedOn.some((field) => !HOUSEHOLDS.has(field));
const HOUSEHOLDS: ReadonlySet<string> = new Set(['dateOfBirth', 'sex', 'postcode', 'uprn']);

/** One question to each agency, of whoever it may be told. */
async function askTyped(ask: ContractClient, typed: Subject, run: OperationContext): Promise<readonly AnsweredTyped[]> {
  return Promise.all(
    ask.openAgencies().map(async (agency) => {
      const told = typedFor(agency, typed, run);
      const candidates = (await ask.match(agency, [told]))?.[0] ?? null;
      return { agency, told, candidates: candidates?.filter(isKnownByName) ?? null };
    }),
  );
}

/** Those who could be the one that was typed; where the family is wanted, with theirs, of an agency that tells of one alone. */
async function readCandidates(ask: ContractClient, answered: readonly AnsweredTyped[], { family }: LookAhead) {
  const isWithKin = (one: AnsweredTyped): boolean => family && toRead(one).length === 1;
  const refsOf = (all: readonly AnsweredTyped[]) => new Map(all.map((one) => [one.agency, toRead(one)]));
  const read = await Promise.all([
    readRecords(ask, refsOf(answered.filter((one) => !isWithKin(one)))),
    readRecords(ask, refsOf(answered.filter(isWithKin)), { withKin: true }),
  ]);
  return answered.flatMap(({ agency }) => read.flat().filter((node) => node.agency === agency));
}

/** Somebody already known: what agencies recognise of the records that the others hold joins, where nothing disagrees. */
async function findAgain(ask: ContractClient, known: PersonSlots, run: OperationContext): Promise<Found> {
  const settled = pointersOf(known);
  const nodes = await readRecords(ask, new Map([...settled].map(([agency, ref]) => [agency, [ref]])));
  const isAsked = (agency: string): boolean => known.get(agency)?.state === 'unanswered';
  const { start, outcomes } = await linkRecords(ask, { settled, nodes, wanted: isAsked, wantedNext: () => false }, run);
  const now = slotsOf(start, outcomes, ask, run);
  const answers = new Map(
    [...known].map(([agency, slot]) => [agency, isAsked(agency) ? (now.get(agency) ?? slot) : slot] as const),
  );
  return { slots: answers, possible: [], selected: [], conflicts: [], answers };
}

/** What the agencies that hold somebody may pass on of them. */
export async function learn(ask: ContractClient, matched: ReadonlyMap<string, string>): Promise<readonly Learned[]> {
  const read = await readRecords(ask, new Map([...matched].map(([agency, ref]) => [agency, [ref]])));
  return read.flatMap(({ agency, identity }) => (identity ? [{ from: agency, identity }] : []));
}
