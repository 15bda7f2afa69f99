import type { Finding } from '@family-view/gateway/shared/finding';
import { EXIT, type Streams, writeJson } from './command';

interface Linted {
  /** What was read, where it has no version that could be. */
  readonly what: string;
  readonly version: string | null;
  readonly findings: readonly (Finding & { readonly rule?: string })[];
}

/** A line for each finding, and how many there are. @returns how the command ends: `found` where there is a fault. */
export function printLint(streams: Streams, { what, version, findings }: Linted, json = false): number {
  const faults = findings.filter(({ severity }) => severity === 'FAULT').length;
  if (json) writeJson(streams, { version, findings });
  else {
    for (const { file, line, severity, message, rule } of findings) {
      const named = rule === undefined ? '' : ` [${rule}]`;
      streams.stdout.write(`${file}:${line}: ${severity.toLowerCase()}: ${message}${named}\n`);
    }
    streams.stdout.write(`${version ?? what}: ${faults} faults, ${findings.length - faults} remarks.\n`);
  }
  return faults > 0 ? EXIT.found : EXIT.fine;
}
