import { publishedAgencies } from '@family-view/schema';
import { loadProtocol } from './index';
import { readGrounds } from './read-published';
import type { Entry, Purpose } from './types';

const CELL = { granted: 'yes', needs: 'if', withheld: '' } as const;

/**
 * The permission matrix: for each stream, which role may have it for which purpose, and which fields it opens.
 * `yes`: open. `if`: only under a condition about the family. Empty: withheld. Decided as of `day`.
 */
export function writePermissions(
  supergraphSdl?: string,
  day = '2026-11-01',
  { protocol, name } = {
    protocol: loadProtocol(() => new Date(`${day}T12:00:00Z`)),
    name: 'protocol/best-start.yaml',
  },
): string {
  const columns = protocol.document.roles.flatMap(({ code, purposes }) =>
    purposes.map((purpose) => ({ role: code, purpose })),
  );
  const fields = fieldsByStream(supergraphSdl);
  const lines = [
    '# Who may see what',
    '',
    `Generated from \`${name}\` (${protocol.document.protocol.title}, version ${protocol.document.protocol.version}) and the agencies' SDL by \`npm run generate\`, as of ${day}. Do not edit.`,
    '',
    '`yes`: shared. `if`: shared only under a condition about the family or the requester. Empty: withheld.',
    '',
  ];
  for (const agency of publishedAgencies()) {
    const streams = Object.entries(protocol.document.streams).filter(([stream]) => stream.startsWith(`${agency}:`));
    lines.push(`## ${protocol.party(agency)?.name ?? agency}`, '');
    for (const { title, roles } of blocks(protocol.document.purposes, columns)) {
      lines.push(
        `### ${title}`,
        '',
        `| stream | level | ${roles.map(({ role }) => role.replaceAll('_', ' ').toLowerCase()).join(' | ')} |`,
        `|---|---|${roles.map(() => '---').join('|')}|`,
      );
      for (const [stream, { detail, label }] of streams) {
        const cells = roles.map((column) => CELL[protocol.rights(entryOf(column)).decide(stream).kind]);
        lines.push(`| \`${stream}\` ${label} | ${detail} | ${cells.join(' | ')} |`);
      }
      lines.push('');
    }
    lines.push('<details><summary>Fields of each stream</summary>', '');
    for (const [stream] of streams)
      lines.push(
        `- \`${stream}\`: ${(fields.get(stream) ?? []).map((field) => `\`${field}\``).join(', ') || 'asked through the contract only'}`,
      );
    lines.push('', '</details>', '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

interface Column {
  readonly role: string;
  readonly purpose: Purpose;
}

function blocks(purposes: readonly { readonly code: Purpose; readonly title: string }[], columns: readonly Column[]) {
  return purposes.map(({ code, title }) => ({
    title: `${title} (${code})`,
    roles: columns.filter(({ purpose }) => purpose === code),
  }));
}

/** A requester with the role and nothing else: an organisation that no clause names. */
function entryOf({ role, purpose }: Column): Entry {
  return {
    requester: { id: '-', name: null, organisation: '-', organisationType: '-', role, area: null },
    purpose,
    caseReference: null,
  };
}

function fieldsByStream(supergraphSdl: string | undefined): ReadonlyMap<string, readonly string[]> {
  const byStream = new Map<string, string[]>();
  for (const { coordinate, alternatives } of readGrounds(supergraphSdl).grounds.values()) {
    for (const stream of new Set(alternatives.flat()))
      byStream.set(stream, [...(byStream.get(stream) ?? []), coordinate]);
  }
  return byStream;
}
