import type { Notice } from '@family-view/client';
import { standsTo } from '../family/involved';
import type { Family } from '../family/use-family';
import { agencyName, joined } from '../look/words';

/** An agency from which something is missing on this page, and why. */
export interface Gap {
  readonly agency: string;
  /** `asking`: not yet. `silent`: it, or the gateway, did not answer. `unclear`: it may hold a record of somebody. */
  readonly why: 'asking' | 'silent' | 'closed' | 'unclear';
  readonly ring: string | null;
}

type Known = Pick<Family, 'parts' | 'members'>;

/** Which agencies have not told all that they may tell, worst first. Nobody claims anything of a whole while there is one. */
export function gapsOf({ parts, members }: Known): readonly Gap[] {
  return parts.flatMap((part): readonly Gap[] => {
    const { agency, asked, spec } = part;
    const gap = (why: Gap['why']): readonly Gap[] => [{ agency, why, ring: spec.partner.ring }];
    if (asked.state === 'asking') return gap('asking');
    if (asked.state === 'failed') return gap('silent');
    const stands = members.map(({ id }) => standsTo(part, id));
    const is = (status: string): boolean => stands.some((one) => one.state === 'told' && one.status === status);
    if (isSilent(asked.told.notices, agency) || is('UNAVAILABLE')) return gap('silent');
    if (is('WITHHELD')) return gap('closed');
    return is('POSSIBLE') ? gap('unclear') : [];
  });
}

const isSilent = (notices: readonly Notice[], agency: string): boolean =>
  notices.some((one) => one.kind === 'UNAVAILABLE' && one.agency === agency);

export const silentIn = (gaps: readonly Gap[]): readonly Gap[] => gaps.filter(({ why }) => why === 'silent');

const namesOf = (gaps: readonly Gap[], why: Gap['why']): string | null =>
  joined(gaps.filter((one) => one.why === why).map(({ agency }) => agencyName(agency)));

/** Who is missing, in sentences; empty where nobody is. */
export function sayGaps(gaps: readonly Gap[]): string {
  const [asking, silent, closed, unclear] = (['asking', 'silent', 'closed', 'unclear'] as const).map((why) =>
    namesOf(gaps, why),
  );
  return [
    silent ? `${silent} did not answer.` : '',
    asking ? `${asking} ${asking.includes(' and ') ? 'are' : 'is'} still being asked.` : '',
    closed ? `${closed} may not tell you whom they know.` : '',
    unclear ? `${unclear} may hold a record of somebody here, and may not.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** What is closed to the requester among these streams, each by its label, once. */
export function closedAmong({ parts }: Pick<Family, 'parts'>, streams: readonly string[]): readonly string[] {
  const labels = parts.flatMap(({ asked }) =>
    (asked.told?.notices ?? []).flatMap(({ kind, stream, message }) =>
      kind === 'WITHHELD' && stream !== null && streams.includes(stream) ? [message.split(':')[0] ?? message] : [],
    ),
  );
  return [...new Set(labels)];
}
