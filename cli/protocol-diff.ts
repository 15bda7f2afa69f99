import { diffProtocols } from '@family-view/gateway/protocol/diff-protocols';
import { EXIT, openProtocol, type Streams, told, writeJson } from './protocol-source';

/** `familyview protocol diff A B`: 0 nothing changes for anybody, 1 something does, 2 no such file. */
export function diffCommand(
  before: string,
  after: string,
  { json }: { readonly json?: boolean },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const [old, next] = [openProtocol(before).protocol, openProtocol(after).protocol];
    const changes = diffProtocols(old.document, next.document, new Date());
    if (json) writeJson(streams, { before: old.version, after: next.version, changes });
    else if (changes.length === 0) streams.stdout.write('Nothing changes for anybody.\n');
    else for (const { sentence } of changes) streams.stdout.write(`${sentence}\n`);
    return changes.length === 0 ? EXIT.fine : EXIT.found;
  });
}
