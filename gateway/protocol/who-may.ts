import type { Decision, Purpose, Stream } from '../types';
import type { CompiledProtocol } from './compile-protocol';
import { distinct } from './protocol-words';

/** Who may have a stream, for what, and by which clause. */
export interface SharedWith {
  readonly role: string;
  readonly purpose: Purpose;
  readonly decision: 'GRANTED' | 'MASKED' | 'CONDITIONAL';
  readonly clause: string | null;
}

/** Every role and purpose to which a stream is not closed: as somebody of a party's organisation, with a case. */
export function whoMay(stream: Stream, protocol: CompiledProtocol): readonly SharedWith[] {
  return [...protocol.roles].flatMap(([role, purposes]) =>
    purposes.flatMap((purpose): readonly SharedWith[] => {
      const decision = mostOpen(role, purpose, stream, protocol);
      const word = wordOf(decision);
      return word === null ? [] : [{ role, purpose, decision: word, clause: decision.clause }];
    }),
  );
}

/** The decision for whichever type of organisation is shown the most. */
export function mostOpen(role: string, purpose: Purpose, stream: Stream, protocol: CompiledProtocol): Decision {
  const types = distinct(protocol.documents.flatMap((one) => one.parties.map(({ type }) => type)));
  const decisions = types.map((organisationType) =>
    protocol
      .rights({
        requester: { id: '-', name: null, area: null, role, organisationType, organisation: '-' },
        purpose,
        caseReference: 'ANY',
      })
      .decide(stream),
  );
  return (
    decisions.find((decision) => decision.kind === 'granted' && !decision.transform) ??
    decisions.find(({ kind }) => kind === 'granted') ??
    decisions.find(({ kind }) => kind === 'needs') ??
    decisions[0]!
  );
}

function wordOf(decision: Decision): SharedWith['decision'] | null {
  if (decision.kind === 'needs') return 'CONDITIONAL';
  if (decision.kind === 'withheld') return null;
  return decision.transform ? 'MASKED' : 'GRANTED';
}
