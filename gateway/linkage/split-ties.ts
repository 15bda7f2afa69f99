import type { HeldGroup } from './contract-replies';

type Tie = HeldGroup['members'][number];

export interface LiveGroup {
  /** Of those to whom a tie still leads, from the people asked about; without the tie, where every one of theirs is over. */
  readonly live: readonly Tie[];
  /** Those of them that are as the agency says. */
  readonly said: readonly Tie[];
  /** Ties that are over, each with the person at its other end. */
  readonly ended: readonly { readonly tie: Tie; readonly other: string }[];
}

const DAY = /^\d{4}-\d{2}-\d{2}(T|$)/;
/** Whether a tie until this day is over. Of what is no day it is not known when it ended: that leads nowhere. */
export const hasEnded = (until: string | null, today: string): boolean =>
  until !== null && !(DAY.test(until) && until.slice(0, 10) > today);

/** A tie to nobody in particular is to the whole group. */
const GROUP = Symbol('the group');
type End = string | typeof GROUP;

/**
 * A group as it stands for these of its people: whoever only an ended tie leads to is no member, and nothing of them opens;
 * nor does anything of the others, for whoever is asked about and only has ended ties. What hangs together by itself and was
 * never tied to them stays, as the agency asserts it.
 *
 * @param of the agency's references of the people asked about. @param today ISO day.
 */
export function splitTies({ members }: HeldGroup, of: ReadonlySet<string>, today: string): LiveGroup {
  const isOver = ({ until }: Tie): boolean => hasEnded(until, today);
  const key = (tie: Tie): string => `${tie.ref}>${tie.to}`;
  // Two lines of one person to another: it began again.
  const going = new Set(members.filter((tie) => !isOver(tie)).map(key));
  const over = members.filter((tie) => isOver(tie) && !going.has(key(tie)));
  const isEndedPair = (tie: Tie): boolean => over.some((one) => one.ref === tie.to && one.to === tie.ref);
  const near = new Map<End, Set<End>>();
  const join = (one: End, other: End): void => {
    near.set(one, (near.get(one) ?? new Set()).add(other));
    near.set(other, (near.get(other) ?? new Set()).add(one));
  };
  for (const tie of members) if (!isOver(tie) && !isEndedPair(tie)) join(tie.ref, tie.to ?? GROUP);

  const reach = (from: Iterable<End>): ReadonlySet<End> => {
    const reached = new Set(from);
    for (const one of reached) for (const next of near.get(one) ?? []) reached.add(next);
    return reached;
  };
  const here = reach([...of].filter((ref) => members.some((tie) => tie.ref === ref)));
  const ended = over.flatMap((tie): LiveGroup['ended'] => {
    const to = tie.to ?? GROUP;
    if (here.has(tie.ref) === here.has(to)) return [];
    return here.has(tie.ref) ? (typeof to === 'string' ? [{ tie, other: to }] : []) : [{ tie, other: tie.ref }];
  });
  const beyond = reach(ended.map(({ other }) => other));
  // Who left takes along whom they live tied to; those whom no line ties to anybody stay with whom they left.
  const partOf = (end: End): ReadonlySet<End> => reach([end]);
  const parting = over.filter((tie) => !partOf(tie.ref).has(tie.to ?? GROUP));
  const hasLeft = (part: ReadonlySet<End>): boolean =>
    parting.some(({ ref }) => part.has(ref)) && !parting.some(({ to }) => part.has(to ?? GROUP));
  // Whoever's ties are all over: the group is of others now.
  const aloneInIt = [...of].every((ref) => !near.has(ref) && over.some((tie) => tie.ref === ref || tie.to === ref));
  const seesOthers = !aloneInIt && !hasLeft(here);
  const isMember = (ref: string): boolean => here.has(ref) || (seesOthers && !beyond.has(ref) && !hasLeft(partOf(ref)));
  const lines = members.filter((tie) => !isOver(tie) && !isEndedPair(tie) && isMember(tie.ref));
  const unnamed = members.filter(
    ({ ref }, at) =>
      isMember(ref) &&
      (near.has(ref) || of.has(ref)) &&
      !lines.some((tie) => tie.ref === ref) &&
      members.findIndex((tie) => tie.ref === ref) === at,
  );
  return { live: [...lines, ...unnamed.map((tie) => ({ ...tie, ...NO_TIE }))], said: lines, ended };
}

const NO_TIE = { relationship: null, to: null, from: null, until: null, parentalResponsibility: null } as const;
