import { z } from 'zod';
import type { Ask } from '../../shared/postgres';
import type { FoundRecord } from './audit-query';
import { askedIn } from './field-usage';
import { type ReviewStep, reviewStepOf } from './review-steps';
import { termsOf } from './terms-of';

const INTENT = 'FAMILY_VIEW_INTENT';
/** Of the columns of a look, after its gateway. */
const TYPES = 'bigint bigint bigint text text text text text text bigint bigint text'.split(' ');
const numbered = z.object({ sequence: z.coerce.number() });
const askedRow = z.object({ operation: z.string(), sequence: z.coerce.number(), at: z.coerce.number() });

interface Place {
  readonly sequence: number;
  readonly at: number;
}

/** Puts one gateway's next records, in their order, into the index of all. In one transaction, which no other gateway has. */
export async function shipRecords(ask: Ask, gateway: string, records: readonly FoundRecord[]): Promise<void> {
  const places = await placesOf(ask, records);
  const intents = await intentsOf(ask, records, places);
  const rows = records.map(({ sequence, record, intent }, at) => {
    const asked = record.eventName === INTENT ? undefined : intents.get(record.correlationId);
    return [
      ...[places[at]!.sequence, places[at]!.at, sequence],
      ...[record.eventName, record.correlationId],
      record.actor?.actorId ?? intent?.actor?.actorId ?? null,
      record.actor?.organisation ?? intent?.actor?.organisation ?? null,
      record.payload.purpose ?? intent?.payload.purpose ?? null,
      record.payload.caseReference ?? intent?.payload.caseReference ?? null,
      ...[asked?.sequence ?? null, asked?.at ?? null],
      JSON.stringify(record),
    ];
  });
  await ask(
    `INSERT INTO family_view_audit.look (gateway, sequence, at, own, event, operation, requester, organisation, purpose, case_reference, intent, intent_at, record)
     SELECT $1, one.* FROM unnest(${TYPES.map((type, at) => `$${at + 2}::${type}[]`).join(', ')}) AS one`,
    [gateway, ...TYPES.map((_, at) => rows.map((row) => row[at]))],
  );
  const steps = records.map(({ record }) => reviewStepOf(record));
  const terms = records.flatMap(({ record, intent }, at) => {
    const step = steps[at];
    const named = [...termsOf(record, intent?.payload.clauses ?? [])];
    return [...named, ...(step && step.step !== 'begin' ? [`r${step.reference}`] : [])].map(
      (name) => [name, places[at]!] as const,
    );
  });
  await ask(
    'INSERT INTO family_view_audit.term SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) ON CONFLICT DO NOTHING',
    [terms.map(([name]) => name), terms.map(([, { sequence }]) => sequence), terms.map(([, { at }]) => at)],
  );
  const asked = records.flatMap(({ record }) => {
    const found = record.eventName === 'FAMILY_VIEW_INTENT' ? askedIn(record) : null;
    return found ? [found] : [];
  });
  await ask(
    `INSERT INTO family_view_audit.asked AS kept SELECT fields, role, day, count(*) FROM unnest($1::text[], $2::text[], $3::integer[]) AS asked (fields, role, day)
     GROUP BY fields, role, day ON CONFLICT (fields, role, day) DO UPDATE SET operations = kept.operations + excluded.operations`,
    [asked.map(({ fields }) => fields), asked.map(({ role }) => role), asked.map(({ day }) => day)],
  );
  const named = [...new Map(asked.map((one) => [one.fields, one.names]))].flatMap(([fields, names]) =>
    names.map((name) => [name, fields] as const),
  );
  await ask(
    'INSERT INTO family_view_audit.asked_field SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
    [named.map(([name]) => name), named.map(([, fields]) => fields)],
  );
  for (const [at, step] of steps.entries()) if (step) await takeStep(ask, places[at]!, step);
}

/** Each with the next number, in a table of its month. */
async function placesOf(ask: Ask, records: readonly FoundRecord[]): Promise<readonly Place[]> {
  const moments = records.map(({ record }) => Date.parse(record.timestamp));
  const months = new Map(moments.map((at) => [new Date(at).toISOString().slice(0, 7), at]));
  for (const at of months.values()) await ask('SELECT family_view_audit.make_month($1)', [at]);
  const rows = await ask("SELECT nextval('family_view_audit.look_sequence') AS sequence FROM generate_series(1, $1)", [
    records.length,
  ]);
  const numbers = rows.map((row) => numbered.parse(row).sequence).sort((one, other) => one - other);
  return moments.map((at, index) => ({ sequence: numbers[index]!, at }));
}

/** Where what was to be disclosed stands, by operation: among these, or shipped before. */
async function intentsOf(
  ask: Ask,
  records: readonly FoundRecord[],
  places: readonly Place[],
): Promise<ReadonlyMap<string, Place>> {
  const intents = new Map<string, Place>();
  for (const [at, { record }] of records.entries())
    if (record.eventName === INTENT) intents.set(record.correlationId, places[at]!);
  const earlier = new Set(records.map(({ record }) => record.correlationId).filter((one) => !intents.has(one)));
  if (earlier.size === 0) return intents;
  const rows = await ask(
    `SELECT operation, sequence, at FROM family_view_audit.look WHERE operation = ANY ($1::text[]) AND event = 'FAMILY_VIEW_INTENT'`,
    [[...earlier]],
  );
  for (const row of rows) {
    const { operation, ...place } = askedRow.parse(row);
    intents.set(operation, place);
  }
  return intents;
}

async function takeStep(ask: Ask, place: Place, step: ReviewStep): Promise<void> {
  const { reference } = step;
  switch (step.step) {
    case 'begin':
      await ask(
        `INSERT INTO family_view_audit.review (reference, sequence, at, kind, review_by, state)
         VALUES ($1, $2, $3, $4, $5, 'OPEN') ON CONFLICT DO NOTHING`,
        [reference, place.sequence, place.at, step.kind, step.reviewBy],
      );
      return;
    case 'assign':
      await ask(
        "UPDATE family_view_audit.review SET state = 'ASSIGNED', assignee = $2 WHERE reference = $1 AND state IN ('OPEN', 'ASSIGNED')",
        [reference, step.assignee],
      );
      return;
    case 'decide':
      await ask('UPDATE family_view_audit.review SET state = $2 WHERE reference = $1', [reference, step.state]);
      return;
    case 'raise':
      await ask('UPDATE family_view_audit.review SET raised = 1 WHERE reference = $1', [reference]);
  }
}
