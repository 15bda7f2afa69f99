import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { FamilyViewError, loadProtocol } from '@family-view/gateway';

/** `familyview protocol check [FILE]`: 0 it can be used, 1 it cannot (each fault with its line), 2 there is no such file. */
export function checkProtocolCommand(
  file: string | undefined,
  streams: { readonly stdout: Writable; readonly stderr: Writable },
): number {
  let text: string | undefined;
  try {
    text = file === undefined ? undefined : readFileSync(file, 'utf8');
  } catch {
    streams.stderr.write(`${file} cannot be read: is the path right?\n`);
    return 2;
  }
  try {
    const protocol = loadProtocol(() => new Date(), text, file);
    const { document } = protocol;
    streams.stdout.write(
      `${protocol.version}: ${document.protocol.title}. ${document.parties.length} parties, ${Object.keys(document.streams).length} streams, ${document.clauses.length} clauses.\n`,
    );
    return 0;
  } catch (fault) {
    if (!(fault instanceof FamilyViewError)) throw fault;
    streams.stderr.write(`${fault.message}\n`);
    return 1;
  }
}
