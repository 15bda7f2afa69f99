import { versionName } from '@family-view/gateway/policy/decide/compile-protocol';
import { diffProtocols } from '@family-view/gateway/policy/diff/diff-protocols';
import { EXIT, type Streams, told, writeJson } from '../frame/command';
import { openProtocols } from './source';

/** `familyview protocol diff A B`: 0 nothing changes for anybody, 1 something does, 2 no such file. */
export function diffCommand(
  before: string,
  after: string,
  { json }: { readonly json?: boolean },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const [old, next] = [openProtocols(before).read[0]!.document, openProtocols(after).read[0]!.document];
    const changes = diffProtocols(old, next, new Date());
    if (json) writeJson(streams, { before: versionName(old), after: versionName(next), changes });
    else if (changes.length === 0) streams.stdout.write('Nothing changes for anybody.\n');
    else for (const { sentence } of changes) streams.stdout.write(`${sentence}\n`);
    return changes.length === 0 ? EXIT.fine : EXIT.found;
  });
}
