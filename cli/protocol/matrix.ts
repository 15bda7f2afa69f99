import { writePermissions } from '@family-view/gateway/schema-registry/write-permissions';
import { EXIT, type Streams, told, writeJson } from '../frame/command';
import { entryOf } from './explain';
import { openProtocols } from './source';

/** `familyview protocol matrix [FILE]`: who may see what today, as `schema/PERMISSIONS.md` has it or as JSON. */
export function matrixCommand(
  file: string | undefined,
  { json }: { readonly json?: boolean },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const at = new Date();
    const { protocol } = openProtocols(file, () => at);
    if (!json) {
      streams.stdout.write(writePermissions(undefined, at.toISOString().slice(0, 10), protocol));
      return EXIT.fine;
    }
    const rows = [...protocol.roles].flatMap(([role, purposes]) =>
      purposes.flatMap((purpose) => {
        const rights = protocol.rights(entryOf(protocol, { as: role, purpose }));
        return [...new Set(protocol.documents.flatMap((one) => Object.keys(one.streams)))].map((stream) => {
          const decision = rights.decide(stream);
          const reason = decision.kind === 'withheld' ? decision.reason : null;
          const masked = decision.kind === 'granted' && decision.transform !== undefined;
          const word = masked ? 'MASKED' : WORDS[decision.kind];
          return { role, purpose, stream, decision: word, clause: decision.clause, reason };
        });
      }),
    );
    writeJson(streams, rows);
    return EXIT.fine;
  });
}

const WORDS = { granted: 'GRANTED', needs: 'CONDITIONAL', withheld: 'WITHHELD' } as const;
