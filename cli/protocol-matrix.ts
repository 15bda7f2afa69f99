import { writePermissions } from '@family-view/gateway/write-permissions';
import { entryOf } from './protocol-explain';
import { EXIT, openProtocol, type Streams, told, writeJson } from './protocol-source';

/** `familyview protocol matrix [FILE]`: who may see what today, as `schema/PERMISSIONS.md` has it or as JSON. */
export function matrixCommand(
  file: string | undefined,
  { json }: { readonly json?: boolean },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const at = new Date();
    const { protocol, name } = openProtocol(file, () => at);
    if (!json) {
      streams.stdout.write(writePermissions(undefined, at.toISOString().slice(0, 10), { protocol, name }));
      return EXIT.fine;
    }
    const rows = [...protocol.roles].flatMap(([role, purposes]) =>
      purposes.flatMap((purpose) => {
        const rights = protocol.rights(entryOf(protocol, { as: role, purpose }));
        return Object.keys(protocol.document.streams).map((stream) => {
          const decision = rights.decide(stream);
          const reason = decision.kind === 'withheld' ? decision.reason : null;
          return { role, purpose, stream, decision: WORDS[decision.kind], clause: decision.clause, reason };
        });
      }),
    );
    writeJson(streams, rows);
    return EXIT.fine;
  });
}

const WORDS = { granted: 'GRANTED', needs: 'CONDITIONAL', withheld: 'WITHHELD' } as const;
