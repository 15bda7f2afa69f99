import { createHash, randomUUID } from 'node:crypto';
import type { GrantStatement } from '@family-view/schema';
import type { Requester } from '../connector';
import type { ActStore, KeptAct } from './act-store';

/** What somebody asks to be done, as the gateway signed for it. */
export interface AskedAct {
  readonly act: string;
  readonly key: string;
  readonly ref: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly requester: Requester;
  /** The agency's own day, ISO. */
  readonly day: string;
  /** ISO instant. */
  readonly at: string;
}

/** `reference`: of what was there already, where that is why it is refused. */
export type ActVerdict =
  | { readonly outcome: 'DONE' }
  | { readonly outcome: 'REFUSED'; readonly reason: string; readonly reference?: string };

/**
 * Whether something may be done, by the agency's own rules and what was done before; pure but for what it reads of the partner
 * system. `done`: acts on this person, the oldest first; `family`: on whoever is of one family group with them too.
 */
export type ActRule = (
  asked: AskedAct,
  before: { readonly done: readonly KeptAct[]; readonly family: readonly KeptAct[] },
) => ActVerdict | Promise<ActVerdict>;

export const refused = (reason: string, reference?: string): ActVerdict => ({
  outcome: 'REFUSED',
  reason,
  ...(reference === undefined ? {} : { reference }),
});
export const DONE: ActVerdict = { outcome: 'DONE' };

export type ActAnswer = Pick<KeptAct, 'outcome' | 'reason' | 'reference'>;

/** What was done at an agency, and how more is done: one at a time, and nothing twice. */
export interface ActRegister {
  /** Acts that were done to this person, the oldest first; under the ref that they were referred by, too. */
  of(ref: string): readonly KeptAct[];
  /** Says that somebody who was referred is held by now, as `held`. */
  isHeldAs(referred: string, held: string): void;
  /** The ref that somebody is held by now. */
  refOf(ref: string): string;
  /** Every act that was done, the oldest first. */
  all(): readonly KeptAct[];
  /** @param whom of somebody whom the agency did not hold until now: told with the act, and kept with it. */
  perform(
    asked: Omit<AskedAct, 'ref'>,
    statement: GrantStatement,
    whom: { readonly ref: string; readonly subject: Readonly<Record<string, unknown>> | null },
    judge: (ref: string) => Promise<ActVerdict>,
  ): Promise<ActAnswer>;
  close(): Promise<void>;
}

/** A register that nothing is in, for an agency that takes no acts. */
export const NO_ACTS: ActRegister = {
  of: () => [],
  isHeldAs: () => {},
  refOf: (ref) => ref,
  all: () => [],
  perform: () => Promise.resolve({ outcome: 'REFUSED', reason: 'NOT_TAKEN', reference: null }),
  close: async () => {},
};

/** Reads what was done before, and goes on from there. */
export async function openActRegister(store: ActStore): Promise<ActRegister> {
  const done: KeptAct[] = [];
  const byRef = new Map<string, KeptAct[]>();
  const byKey = new Map<string, KeptAct>();
  const take = (act: KeptAct): void => {
    byKey.set(nameOf(act), act);
    if (act.outcome !== 'DONE') return;
    done.push(act);
    byRef.set(act.ref, [...(byRef.get(act.ref) ?? []), act]);
  };
  for (const act of await store.all()) take(act);

  // Two of one key, or two that each rule out the other, are judged one after the other.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const heldAs = new Map<string, string>();

  return {
    of(ref) {
      const before = [...heldAs].flatMap(([referred, held]) => (held === ref ? (byRef.get(referred) ?? []) : []));
      return [...before, ...(byRef.get(ref) ?? [])];
    },
    isHeldAs: (referred, held) => void heldAs.set(referred, held),
    refOf: (ref) => heldAs.get(ref) ?? ref,
    all: () => done,
    perform: (asked, { purpose, caseReference, operation }, { ref, subject }, judge) =>
      inTurn(async () => {
        const before = byKey.get(nameOf(asked));
        if (before)
          return [before.ref, heldAs.get(before.ref)].includes(ref) && digestOf(before.args) === digestOf(asked.args)
            ? before
            : KEY_REUSED;
        const verdict = await judge(ref);
        const isDone = verdict.outcome === 'DONE';
        const kept: KeptAct = {
          at: asked.at,
          day: asked.day,
          act: asked.act,
          key: asked.key,
          requester: asked.requester,
          purpose,
          caseReference,
          operation,
          ref,
          args: { ...asked.args },
          subject: isDone ? subject : null,
          outcome: verdict.outcome,
          reason: isDone ? null : verdict.reason,
          reference: isDone ? randomUUID() : (verdict.reference ?? null),
        };
        await store.add(kept);
        take(kept);
        return kept;
      }),
    close: () => inTurn(() => store.close()),
  };
}

const KEY_REUSED: ActAnswer = { outcome: 'REFUSED', reason: 'KEY_REUSED', reference: null };

const nameOf = ({ act, key, requester }: Pick<KeptAct, 'act' | 'key' | 'requester'>): string =>
  JSON.stringify([requester.organisation, requester.id, act, key]);

const digestOf = (args: Readonly<Record<string, unknown>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url');
