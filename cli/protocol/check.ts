import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { FamilyViewError } from '@family-view/gateway';
import { versionName } from '@family-view/gateway/policy/decide/compile-protocol';
import { loadProtocols, type NamedText, publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { checkVersion, readVersions } from '@family-view/gateway/policy/read/protocol-versions';
import { MalformedProtocol } from '@family-view/gateway/policy/read/read-protocol';

/** `familyview protocol check [FILE]`: 0 it can be used, 1 it cannot (each fault with its line), 2 there is no such file. */
export function checkProtocolCommand(
  file: string | undefined,
  streams: { readonly stdout: Writable; readonly stderr: Writable },
  json = false,
): number {
  let texts: readonly NamedText[];
  try {
    texts = file === undefined ? publishedProtocols() : [{ name: file, text: readFileSync(file, 'utf8') }];
  } catch {
    streams.stderr.write(`${file} cannot be read: is the path right?\n`);
    return 2;
  }
  try {
    const protocol = loadProtocols(() => new Date(), texts);
    if (file === undefined) for (const text of texts) checkVersion(text, readVersions());
    if (json)
      streams.stdout.write(`${JSON.stringify({ usable: true, protocolVersion: protocol.version, faults: [] })}\n`);
    else
      for (const document of protocol.documents)
        streams.stdout.write(
          `${versionName(document)}: ${document.protocol.title}. ${document.parties.length} parties, ${Object.keys(document.streams).length} streams, ${document.clauses.length} clauses.\n`,
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
