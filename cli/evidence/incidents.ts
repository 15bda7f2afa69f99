/** What happened that a person had to look at, from the audit: no person, no case and no worker is named. */
import { existsSync } from 'node:fs';
import { type EventRecord, event, eventNameOf } from '@family-view/gateway/audit/records';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { auditIn, readAuditKey, searchAudit } from '../audit/source';
import { EXIT, Stopped } from '../frame/command';
import type { Sheet } from './agreements';

/** Kinds that have a name of their own here; any other is told by its code, in words. */
const KINDS: Partial<Readonly<Record<EventRecord['kind'], string>>> = {
  BREAK_GLASS: 'Emergency access',
  GLASS_REVIEWED: 'Emergency access reviewed',
  RELATIONSHIP_CLAIMED: 'A relationship was claimed',
  MATCH_DECIDED: 'A possible match was decided on',
  MATCH_DOUBTED: 'Records may be one person’s, and are not joined',
  OWN_FAMILY_STOPPED: 'Somebody was stopped who asked for their own family',
  SEARCHING_ALERT: 'Searching that looked like guessing',
  SEARCHING_STOPPED: 'Searching was stopped',
};
const words = (code: string): string => code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');
const MOST_EVENTS = 10_000;

export async function incidentSheets(directory: string, since: number | undefined): Promise<readonly Sheet[]> {
  if (!existsSync(auditIn(directory))) throw new Stopped(`There is no audit in ${directory}.`, EXIT.usage);
  const kinds = event.shape.kind.options;
  const found = searchAudit(directory, [
    { events: kinds.map(eventNameOf), first: MOST_EVENTS, ...(since === undefined ? {} : { since }) },
  ]);
  const rows = found.map(({ sequence, record: { timestamp, actor, payload } }) => [
    timestamp,
    KINDS[payload.kind as EventRecord['kind']] ?? words(payload.kind ?? 'OTHER'),
    payload.reason ? words(payload.reason) : '',
    actor?.organisation ?? '',
    String(sequence),
  ]);
  const check = await verifyAudit({ directory: auditIn(directory), pseudonymKey: readAuditKey(directory) });
  const byKind = new Map<string, number>();
  for (const [, kind = ''] of rows) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return [
    {
      name: 'incidents-by-kind',
      title: 'What a person had to look at, by kind',
      heads: ['Kind', 'How often'],
      rows: [...byKind].map(([kind, count]) => [kind, String(count)]),
      none: 'Nothing happened in this time that a person had to look at.',
    },
    {
      name: 'incidents',
      title: 'What a person had to look at',
      heads: ['When (UTC)', 'What', 'Reason', 'Organisation', 'Record of the audit'],
      rows,
      none: 'Nothing happened in this time that a person had to look at.',
    },
    {
      name: 'audit-whole',
      title: 'Whether the audit is whole',
      heads: ['Records', 'Checkpoints', 'Faults', 'Head'],
      rows: [
        [
          String(check.records),
          String(check.checkpoints),
          check.faults.length === 0
            ? 'none'
            : check.faults.map(({ kind, at }) => `${words(kind)} (record ${at})`).join('; '),
          check.head ?? 'none',
        ],
      ],
    },
  ];
}
