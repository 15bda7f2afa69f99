import type { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import { z } from 'zod';

export interface TerminalStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
}

const finding = z.object({
  code: z.string(),
  severity: z.enum(['REFUSED', 'WARNING']),
  message: z.string(),
  line: z.number().nullable(),
  coordinate: z.string().nullable(),
});
const change = z.object({
  criticality: z.enum(['BREAKING', 'DANGEROUS', 'NON_BREAKING', 'RULE']),
  message: z.string(),
  coordinate: z.string().nullable(),
});
const usage = z.object({
  since: z.string().nullable(),
  roles: z.array(z.object({ role: z.string(), operations: z.number() })),
});
export const broken = z.object({ message: z.string(), coordinate: z.string().nullable(), usage: usage.nullable() });
/** What a check or a publish found: the gateway's `Check result`, without its supergraph. */
export const checked = z.object({
  findings: z.array(finding),
  changes: z.array(change),
  /** A registry of before this was told has none. */
  breaks: z.array(broken).default([]),
  openings: z.array(z.string()),
  milliseconds: z.number(),
});
export type Checked = z.infer<typeof checked>;

const KINDS = { BREAKING: 'breaks', DANGEROUS: 'may break', NON_BREAKING: 'adds', RULE: 'rule' } as const;

/** Tells findings with file and line, what changes for those who ask, and what would be open to whom. */
export function printChecked(
  { stdout }: TerminalStreams,
  file: string,
  { findings, changes, breaks, openings }: Checked,
): void {
  const colour = createColors(stdout.isTTY === true && !process.env.NO_COLOR);
  const write = (text: string): void => void stdout.write(`${printable(text)}\n`);
  for (const { severity, code, message, line } of findings) {
    const where = line === null ? file : `${file}:${line}`;
    const mark = severity === 'REFUSED' ? colour.red('refused') : colour.yellow('warning');
    stdout.write(`${colour.bold(where)}  ${mark}  ${colour.dim(code)}\n`);
    for (const part of message.split('\n')) write(`    ${part}`);
  }
  if (breaks.length > 0) stdout.write('\nWhat breaks, and who asked for it:\n');
  for (const one of breaks) write(`  ${one.message}. ${usageOf(one)}`);
  if (changes.length > 0) stdout.write('\nWhat changes for those who ask:\n');
  for (const { criticality, message } of changes) {
    const mark = KINDS[criticality].padEnd(9);
    stdout.write(`  ${criticality === 'BREAKING' ? colour.red(mark) : mark}  `);
    write(message);
  }
  if (openings.length > 0) stdout.write('\nWhat would be open, and to whom:\n');
  for (const sentence of openings) write(`  ${sentence}`);
  if (changes.length + openings.length > 0) write('');
}

function usageOf({ usage: asked }: z.infer<typeof broken>): string {
  if (!asked) return 'Who asks for it is not known here: a registry with an audit knows.';
  if (asked.since === null) return 'Nothing was asked here yet.';
  const roles = asked.roles.map(({ role, operations }) => `${role} (${counted(operations, 'operation')})`);
  return `${roles.length === 0 ? 'Nobody' : roles.join(', ')} asked for it here since ${asked.since}.`;
}

/** Descriptions are somebody else's words: nothing of them moves a terminal's cursor. */
export const printable = (text: string): string => text.replace(/[^\P{C}\t]/gu, ' ');

/** `3 refusals`, `1 warning` */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
