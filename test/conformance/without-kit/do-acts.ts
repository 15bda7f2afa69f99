/** What may be done at the libraries: each act once for its key, and kept for as long as the agency runs. */
import { randomUUID } from 'node:crypto';
import type { Context } from './answer-contract';
import type { Defences } from './defences';
import { MEMBERS } from './records';

interface ActAnswer {
  readonly outcome: 'DONE' | 'REFUSED';
  readonly reason: string | null;
  readonly reference: string | null;
}
interface Given extends Readonly<Record<string, unknown>> {
  readonly ref: string;
  readonly key: string;
}

export const STREAM_OF: Readonly<Record<string, string>> = {
  inviteToRhymeTime: 'libraries:invite',
  lendBox: 'libraries:lend',
};
const refused = (reason: string): ActAnswer => ({ outcome: 'REFUSED', reason, reference: null });

export function actResolvers(
  { opens, isClosed, actKey, isSameAct, listsUnder }: Defences,
  notGranted: () => Error,
): { readonly mutations: object; readonly worklist: unknown } {
  const kept = new Map<string, { readonly asked: string; readonly answer: ActAnswer }>();
  const mutations = Object.entries(STREAM_OF).map(([act, stream]) => [
    act,
    (_: unknown, { ref, key, ...args }: Given, { statement }: Context): ActAnswer => {
      if (!opens(statement, ref, stream)) throw notGranted();
      const member = MEMBERS.find((one) => one.ref === ref);
      if (!member || isClosed(member)) return refused('NOT_HELD');
      const name = actKey(statement.requester.id, act, key);
      const asked = JSON.stringify([ref, args]);
      const before = kept.get(name);
      if (before) return isSameAct(before.asked, asked) ? before.answer : refused('KEY_REUSED');
      const answer = { outcome: 'DONE', reason: null, reference: randomUUID() } as const;
      kept.set(name, { asked, answer });
      return answer;
    },
  ]);
  return {
    mutations: Object.fromEntries(mutations),
    worklist: (_: unknown, { act }: { readonly act: string }, { statement }: Context) => {
      if (!listsUnder(statement.streams, STREAM_OF[act] ?? '')) throw notGranted();
      return { refs: [], next: null };
    },
  };
}
