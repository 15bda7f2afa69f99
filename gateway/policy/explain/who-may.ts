import type { Purpose } from '../../identity/types';
import type { CompiledProtocol, StreamWays } from '../decide/compile-protocol';
import type { Decision, Stream } from '../types';
import { transformInWords, waysInWords } from './condition-words';
import { distinct } from './protocol-words';

/** Who may have a stream, for what, and by which clause. */
export interface SharedWith {
  readonly role: string;
  readonly purpose: Purpose;
  readonly decision: 'GRANTED' | 'MASKED' | 'CONDITIONAL';
  readonly clause: string | null;
  /** Of CONDITIONAL, on what it depends; of MASKED, what is left; in words. Null of what is open as it is. */
  readonly terms: string | null;
  /** That clause, and the others and the exceptions by which it opens and closes. */
  readonly clauses: readonly string[];
}

/** One role for one of its purposes, as somebody of a party's organisation, with a case. */
export interface RoleColumn {
  readonly role: string;
  readonly purpose: Purpose;
  /** As it is for whichever type of organisation is shown the most. */
  decide(stream: Stream): Decision;
  /** In which ways a stream that depends on facts is opened and closed there. */
  ways(stream: Stream): StreamWays;
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
      const decide = (stream: Stream): Decision => mostOpen(rights.map((one) => one.decide(stream)));
      const ways = (stream: Stream): StreamWays =>
        (rights.find((one) => one.decide(stream) === decide(stream)) ?? rights[0]!).ways(stream);
      return { role, purpose, decide, ways };
    }),
  );
}

/** Every role and purpose to which a stream is not closed. */
export const whoMay = (stream: Stream, columns: readonly RoleColumn[]): readonly SharedWith[] =>
  columns.flatMap(({ role, purpose, decide, ways }): readonly SharedWith[] => {
    const decision = decide(stream);
    const word = wordOf(decision);
    if (word === null) return [];
    return [{ role, purpose, decision: word, clause: decision.clause, ...termsOf(decision, () => ways(stream)) }];
  });

function termsOf(decision: Decision, ways: () => StreamWays): Pick<SharedWith, 'terms' | 'clauses'> {
  if (decision.kind === 'needs') {
    const { opening, closing } = ways();
    const clauses = distinct([decision.clause, ...[...opening, ...closing].map(({ id }) => id)]);
    return { terms: waysInWords({ opening, closing }), clauses };
  }
  const transform = decision.kind === 'granted' ? decision.transform : null;
  return {
    terms: transform ? transformInWords(transform) : null,
    clauses: decision.clause === null ? [] : [decision.clause],
  };
}

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
