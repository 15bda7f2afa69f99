import { lintProtocol } from '@family-view/gateway/policy/lint/lint-protocol';
import { EQUIVALENT_FACTS } from '@family-view/gateway/policy/read/equivalent-facts';
import { readNamedStreams, readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { linesOf } from '@family-view/gateway/shared/line-of';
import { type Streams, told } from '../frame/command';
import { printLint } from '../frame/print-lint';
import { openProtocols } from './source';

/** `familyview protocol lint [FILE]`: 0 nothing but remarks, 1 faults, 2 no such file. */
export function lintCommand(
  file: string | undefined,
  { json, today = new Date().toISOString().slice(0, 10) }: { readonly json?: boolean; readonly today?: string },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const { protocol, read } = openProtocols(file);
    const equivalent = { list: EQUIVALENT_FACTS, requirements: readRequirements().requirements };
    const findings = read.flatMap(({ name, text, document }) =>
      lintProtocol({
        document,
        beside: read.map((one) => one.document).filter((one) => one !== document),
        file: name,
        lineOf: linesOf(text),
        named: readNamedStreams(),
        today,
        equivalent,
      }),
    );
    return printLint(streams, { what: 'protocol', version: protocol.version, findings }, json);
  });
}
