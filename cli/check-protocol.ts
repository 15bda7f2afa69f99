import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { FamilyViewError, loadProtocol } from '@family-view/gateway';
import { MalformedProtocol } from '@family-view/gateway/protocol/read-protocol';

/** `familyview protocol check [FILE]`: 0 it can be used, 1 it cannot (each fault with its line), 2 there is no such file. */
export function checkProtocolCommand(
  file: string | undefined,
  streams: { readonly stdout: Writable; readonly stderr: Writable },
  json = false,
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
    if (json) {
      streams.stdout.write(`${JSON.stringify({ usable: true, protocolVersion: protocol.version, faults: [] })}\n`);
      return 0;
    }
    streams.stdout.write(
      `${protocol.version}: ${document.protocol.title}. ${document.parties.length} parties, ${Object.keys(document.streams).length} streams, ${document.clauses.length} clauses.\n`,
    );
    return 0;
  } catch (fault) {
    if (!(fault instanceof FamilyViewError)) throw fault;
    if (json) {
      const faults = fault instanceof MalformedProtocol ? fault.faults : [];
      streams.stdout.write(`${JSON.stringify({ usable: false, protocolVersion: null, faults })}\n`);
    }
    streams.stderr.write(`${fault.message}\n`);
    return 1;
  }
}
