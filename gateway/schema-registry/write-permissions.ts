import { publishedAgencies } from '@family-view/schema';
import type { Purpose } from '../identity/types';
import { columnsOf, type RoleColumn } from '../policy/explain/who-may';
import { loadProtocols } from '../policy/read/load-protocols';
import type { StreamTerms } from '../policy/read/protocol-document';
import type { Decision } from '../policy/types';
import { readRequirements } from './read-published';

const cellOf = (decision: Decision): string => {
  if (decision.kind === 'granted') return decision.transform ? 'part' : 'yes';
  return decision.kind === 'needs' ? 'if' : '';
};

/**
 * The permission matrix: for each stream, which role may have it for which purpose, and which fields it opens.
 * `yes`: open. `part`: shown changed (a year, half a postcode, whether it is recorded). `if`: only under a condition about the family. Empty: withheld. Decided as of `day`.
 */
export function writePermissions(
  supergraphSdl?: string,
  day = '2026-11-01',
  protocol = loadProtocols(() => new Date(`${day}T12:00:00Z`)),
): string {
  const columns = columnsOf(protocol);
  const { documents } = protocol;
  const named = documents.map(
    ({ protocol: { id, title, version } }) => `\`protocol/${id}.yaml\` (${title}, version ${version})`,
  );
  const everyStream = new Map(documents.toReversed().flatMap((one) => Object.entries(one.streams)));
  const purposes = new Map(
    documents.toReversed().flatMap((one) => one.purposes.map((purpose) => [purpose.code, purpose] as const)),
  );
  const fields = fieldsByStream(supergraphSdl);
  const lines = [
    '# Who may see what',
    '',
    `Generated from ${named.join(' and ')} and the agencies' SDL by \`npm run generate\`, as of ${day}. Do not edit.`,
    '',
    '`yes`: shared. `part`: shown changed: a year, half a postcode, whether it is recorded. `if`: shared only under a condition about the family or the requester. Empty: withheld. The tables that begin with `may` are of what may be done there, likewise.',
    '',
  ];
  for (const agency of publishedAgencies()) {
    const streams = [...everyStream].filter(([stream]) => stream.startsWith(`${agency}:`));
    lines.push(`## ${protocol.party(agency)?.name ?? agency}`, '');
    for (const { title, roles } of blocks([...purposes.values()], columns)) {
      lines.push(
        `### ${title}`,
        '',
        `| stream | level | ${roles.map(({ role }) => role.replaceAll('_', ' ').toLowerCase()).join(' | ')} |`,
        `|---|---|${roles.map(() => '---').join('|')}|`,
      );
      for (const [stream, { detail, label }] of streams.filter((one) => !isAct(one))) {
        const cells = roles.map(({ decide }) => cellOf(decide(stream)));
        lines.push(`| \`${stream}\` ${label} | ${detail} | ${cells.join(' | ')} |`);
      }
      lines.push('');
      // Nobody does anything where only counts come of it: an empty table would say no more.
      const acts = streams.filter((one) => isAct(one) && roles.some(({ decide }) => cellOf(decide(one[0])) !== ''));
      if (acts.length === 0) continue;
      lines.push(
        `| may | ${roles.map(({ role }) => role.replaceAll('_', ' ').toLowerCase()).join(' | ')} |`,
        `|---|${roles.map(() => '---').join('|')}|`,
      );
      for (const [stream, { label }] of acts)
        lines.push(`| \`${stream}\` ${label} | ${roles.map(({ decide }) => cellOf(decide(stream))).join(' | ')} |`);
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

const isAct = ([, { detail }]: readonly [string, StreamTerms]): boolean => detail === 'ACT';

function blocks(
  purposes: readonly { readonly code: Purpose; readonly title: string }[],
  columns: readonly RoleColumn[],
) {
  return purposes.map(({ code, title }) => ({
    title: `${title} (${code})`,
    roles: columns.filter(({ purpose }) => purpose === code),
  }));
}

function fieldsByStream(supergraphSdl: string | undefined): ReadonlyMap<string, readonly string[]> {
  const byStream = new Map<string, string[]>();
  for (const { coordinate, alternatives } of readRequirements(supergraphSdl).requirements.values()) {
    for (const stream of new Set(alternatives.flat()))
      byStream.set(stream, [...(byStream.get(stream) ?? []), coordinate]);
  }
  return byStream;
}
