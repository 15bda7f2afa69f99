import { linesOf } from '../../shared/line-of';
import type { ProtocolDocument } from './protocol-document';
import { MalformedProtocol, type ProtocolFault } from './read-protocol';

interface ReadProtocol {
  readonly name: string;
  readonly text: string;
  readonly document: ProtocolDocument;
}

/**
 * Whether protocols can be in force at once: each id once, each clause's id once (an explanation names it), and streams
 * and parties that several name are the same to all of them.
 * @throws {MalformedProtocol}
 */
export function checkTogether(all: readonly ReadProtocol[]): void {
  const faults: ProtocolFault[] = [];
  const said = new Map<string, { readonly name: string; readonly meaning: string }>();
  const expectAlike = (one: ReadProtocol, what: string, path: readonly (string | number)[], meaning: string): void => {
    const before = said.get(what);
    if (!before) said.set(what, { name: one.name, meaning });
    else if (before.meaning !== meaning || meaning === ONCE)
      faults.push({
        file: one.name,
        line: linesOf(one.text)(path),
        message:
          meaning === ONCE
            ? `${what} stands in ${before.name} too; each needs a name of its own.`
            : `${what} is ${meaning} here and ${before.meaning} in ${before.name}; they are in force together and must agree.`,
      });
  };
  for (const one of all) {
    const { protocol, parties, streams, clauses, exceptions = [] } = one.document;
    expectAlike(one, `the protocol "${protocol.id}"`, ['protocol', 'id'], ONCE);
    clauses.forEach(({ id }, at) => {
      expectAlike(one, `the clause "${id}"`, ['clauses', at, 'id'], ONCE);
    });
    exceptions.forEach(({ id }, at) => {
      expectAlike(one, `the clause "${id}"`, ['exceptions', at, 'id'], ONCE);
    });
    parties.forEach(({ id, type }, at) => {
      expectAlike(one, `the party "${id}"`, ['parties', at, 'type'], type);
    });
    for (const [stream, { detail, special = false, public: open = false }] of Object.entries(streams)) {
      const meaning = [detail, ...(special ? ['special'] : []), ...(open ? ['public'] : [])].join(', ');
      expectAlike(one, `the stream "${stream}"`, ['streams', stream], meaning);
    }
  }
  if (faults.length > 0) throw new MalformedProtocol(faults);
}

const ONCE = '';
