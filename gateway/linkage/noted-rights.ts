import { randomUUID } from 'node:crypto';
import { checkStatement } from './check-statement';
import type { LinkageContext } from './linkage-context';
import { MutationRefused } from './mutation-refused';
import { notifyAgencies } from './notify-agencies';
import { pointerAt } from './slots';
import type { PersonSlots } from './types';

export interface NotedRightAnswer {
  readonly reference: string;
  readonly agency: string;
  readonly at: string;
}

/**
 * Notes at the agency that owns a record what the person, or whoever speaks for them, has asked about it. The agency keeps it,
 * and it is told to whoever opens the record next; the statement stays in the audit.
 */
export async function noteRight(
  asked: { readonly record: string; readonly right: 'RECTIFICATION' | 'OBJECTION'; readonly statement: string },
  { linker, events }: LinkageContext,
): Promise<NotedRightAnswer> {
  const [, agency, ref] = /^([a-z][a-z0-9-]{0,63}):(.{1,200})$/.exec(asked.record) ?? [];
  if (!agency || !ref || !linker.parts.agencies.includes(agency))
    throw new MutationRefused(
      'BAD_USER_INPUT',
      'A record is named by its agency and its reference, as health:9990000018.',
    );
  const why = checkStatement(asked.statement);
  const at = events.now().toISOString();
  const reference = randomUUID();
  const people: readonly PersonSlots[] = [new Map([[agency, { state: 'pointer' as const, ref }]])];
  if (!linker.ask.notes(agency))
    throw new MutationRefused(
      'NOBODY_TOLD',
      `${agency} answers an earlier contract, which has no such note. Tell it yourself.`,
    );
  const told = await notifyAgencies(linker, [agency], people, { kind: asked.right, reference, at, until: null });
  const about = { reason: asked.right, statement: why, until: null, protocol: null, people };
  await events.record({ kind: 'RIGHT_NOTED', reference, ...about, ...told });
  if (told.told.length === 0)
    throw new MutationRefused('NOBODY_TOLD', 'The agency did not answer, and nothing was noted there. Try again.');
  return { reference, agency, at };
}

/** Says that records which are joined are of two people: the agencies that hold them are told, each by its own reference. */
export async function reportLink(
  asked: { readonly person: string; readonly agency: string; readonly statement: string },
  { linker, events }: LinkageContext,
): Promise<{ readonly reference: string; readonly told: readonly string[]; readonly notTold: readonly string[] }> {
  const why = checkStatement(asked.statement);
  const slots = await linker.slots(asked.person);
  const open = linker.ask.openAgencies().filter((agency) => pointerAt(slots, agency) !== null);
  if (!open.includes(asked.agency) || open.length < 2)
    throw new MutationRefused('NOTHING_TO_CONFIRM', 'No record of that agency is joined to another here.');
  const reference = randomUUID();
  const told = await notifyAgencies(linker, open, [slots], {
    kind: 'RECORD_CONFLICT',
    reference,
    at: events.now().toISOString(),
    until: null,
  });
  const about = { reason: 'NOT_ONE_PERSON', statement: why, until: null, protocol: null, people: [slots] };
  await events.record({ kind: 'LINK_REPORTED', reference, ...about, ...told });
  if (told.told.length === 0)
    throw new MutationRefused('NOBODY_TOLD', 'No agency that holds a record could be told. Ring the agencies.');
  return { reference, ...told };
}
