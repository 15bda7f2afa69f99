import { importDfe } from '@family-view/gateway/policy/dfe/import-dfe';
import { EXIT, type Streams, told, writeJson } from '../frame/command';
import { readTexts } from './source';

/** `familyview protocol import-dfe FILE`: a draft on standard output, what did not map on standard error. 0 read, 1 not such a file, 2 no file. */
export function importDfeCommand(
  file: string,
  { json, today = new Date().toISOString().slice(0, 10) }: { readonly json?: boolean; readonly today?: string },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const { yaml, notMapped } = importDfe(readTexts(file)[0]!.text, today);
    if (json) writeJson(streams, { yaml, notMapped });
    else {
      streams.stdout.write(yaml);
      streams.stderr.write(`Not carried over as it stands:\n${notMapped.map((line) => `  ${line}\n`).join('')}`);
    }
    return yaml === '' ? EXIT.found : EXIT.fine;
  });
}
