import type { Purpose } from '../../identity/types';
import type { CompiledProtocol } from '../decide/compile-protocol';
import type { Decision, Stream } from '../types';
import { distinct } from './protocol-words';

/** Who may have a stream, for what, and by which clause. */
export interface SharedWith {
  readonly role: string;
  readonly purpose: Purpose;
  readonly decision: 'GRANTED' | 'MASKED' | 'CONDITIONAL';
  readonly clause: string | null;
}

/** One role for one of its purposes, as somebody of a party's organisation, with a case. */
export interface RoleColumn {
  readonly role: string;
  readonly purpose: Purpose;
  /** As it is for whichever type of organisation is shown the most. */
  decide(stream: Stream): Decision;
}

/** Every role for each of its purposes, on this day: made once, and asked of many streams. */
export function columnsOf(protocol: CompiledProtocol): readonly RoleColumn[] {
  const types = distinct(protocol.documents.flatMap((one) => one.parties.map(({ type }) => type)));
  return [...protocol.roles].flatMap(([role, purposes]) =>
    purposes.map((purpose): RoleColumn => {
      const rights = types.map((organisationType) =>
        protocol.rights({
          requester: { id: '-', name: null, area: null, role, organisationType, organisation: '-' },
          purpose,
          caseReference: 'ANY',
        }),
      );
      return { role, purpose, decide: (stream) => mostOpen(rights.map((one) => one.decide(stream))) };
    }),
  );
}

/** Every role and purpose to which a stream is not closed. */
export const whoMay = (stream: Stream, columns: readonly RoleColumn[]): readonly SharedWith[] =>
  columns.flatMap(({ role, purpose, decide }): readonly SharedWith[] => {
    const decision = decide(stream);
    const word = wordOf(decision);
    return word === null ? [] : [{ role, purpose, decision: word, clause: decision.clause }];
  });

const mostOpen = (decisions: readonly Decision[]): Decision =>
  decisions.find((decision) => decision.kind === 'granted' && !decision.transform) ??
  decisions.find(({ kind }) => kind === 'granted') ??
  decisions.find(({ kind }) => kind === 'needs') ??
  decisions[0]!;

function wordOf(decision: Decision): SharedWith['decision'] | null {
  if (decision.kind === 'needs') return 'CONDITIONAL';
  if (decision.kind === 'withheld') return null;
  return decision.transform ? 'MASKED' : 'GRANTED';
}
