import type { Ask } from '../../shared/postgres';
import type { FoundRecord } from './audit-query';
import { askedIn } from './field-usage';
import { type ReviewStep, reviewStepOf } from './review-steps';
import { termsOf } from './terms-of';

/** Puts one gateway's next records, in their order, into the index of all. In one transaction, which no other gateway has. */
export async function shipRecords(ask: Ask, gateway: string, records: readonly FoundRecord[]): Promise<void> {
  const columns = records.map(({ sequence, record, intent }) => [
    sequence,
    Date.parse(record.timestamp),
    record.eventName,
    record.correlationId,
    record.actor?.actorId ?? intent?.actor?.actorId ?? null,
    record.actor?.organisation ?? intent?.actor?.organisation ?? null,
    record.payload.purpose ?? intent?.payload.purpose ?? null,
    record.payload.caseReference ?? intent?.payload.caseReference ?? null,
    JSON.stringify(record),
  ]);
  const column = (at: number): readonly unknown[] => columns.map((row) => row[at]);
  await ask(
    `INSERT INTO family_view.audit_look (gateway, own, at, event, operation, requester, organisation, purpose, case_reference, record)
     SELECT $1, one.* FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       AS one (own, at, event, operation, requester, organisation, purpose, case_reference, record) ORDER BY own`,
    [gateway, ...Array.from({ length: 9 }, (_, at) => column(at))],
  );
  await ask(
    `UPDATE family_view.audit_look AS look SET intent = asked.sequence FROM family_view.audit_look AS asked
     WHERE look.gateway = $1 AND look.own = ANY ($2::bigint[]) AND look.event <> 'FAMILY_VIEW_INTENT'
       AND asked.operation = look.operation AND asked.event = 'FAMILY_VIEW_INTENT'`,
    [gateway, column(0)],
  );
  const steps = records.map(({ record }) => reviewStepOf(record));
  const terms = records.flatMap(({ sequence, record, intent }, at) => {
    const step = steps[at];
    const named = [...termsOf(record, intent?.payload.clauses ?? [])];
    return [...named, ...(step && step.step !== 'begin' ? [`r${step.reference}`] : [])].map(
      (name) => [name, sequence] as const,
    );
  });
  await ask(
    `INSERT INTO family_view.audit_term SELECT term.name, look.sequence FROM unnest($2::text[], $3::bigint[]) AS term (name, own)
     JOIN family_view.audit_look AS look ON look.gateway = $1 AND look.own = term.own ON CONFLICT DO NOTHING`,
    [gateway, terms.map(([name]) => name), terms.map(([, own]) => own)],
  );
  const asked = records.flatMap(({ record }) => {
    const found = record.eventName === 'FAMILY_VIEW_INTENT' ? askedIn(record) : null;
    return found ? [found] : [];
  });
  await ask(
    `INSERT INTO family_view.audit_asked SELECT fields, role, day, count(*) FROM unnest($1::text[], $2::text[], $3::integer[]) AS asked (fields, role, day)
     GROUP BY fields, role, day ON CONFLICT (fields, role, day) DO UPDATE SET operations = audit_asked.operations + excluded.operations`,
    [asked.map(({ fields }) => fields), asked.map(({ role }) => role), asked.map(({ day }) => day)],
  );
  const named = [...new Map(asked.map((one) => [one.fields, one.names]))].flatMap(([fields, names]) =>
    names.map((name) => [name, fields] as const),
  );
  await ask(
    'INSERT INTO family_view.audit_asked_field SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
    [named.map(([name]) => name), named.map(([, fields]) => fields)],
  );
  for (const [at, step] of steps.entries()) if (step) await takeStep(ask, gateway, records[at]!.sequence, step);
}

async function takeStep(ask: Ask, gateway: string, own: number, step: ReviewStep): Promise<void> {
  const { reference } = step;
  switch (step.step) {
    case 'begin':
      await ask(
        `INSERT INTO family_view.audit_review (reference, sequence, kind, review_by, state)
         SELECT $3, sequence, $4, $5, 'OPEN' FROM family_view.audit_look WHERE gateway = $1 AND own = $2 ON CONFLICT DO NOTHING`,
        [gateway, own, reference, step.kind, step.reviewBy],
      );
      return;
    case 'assign':
      await ask(
        "UPDATE family_view.audit_review SET state = 'ASSIGNED', assignee = $2 WHERE reference = $1 AND state IN ('OPEN', 'ASSIGNED')",
        [reference, step.assignee],
      );
      return;
    case 'decide':
      await ask('UPDATE family_view.audit_review SET state = $2 WHERE reference = $1', [reference, step.state]);
      return;
    case 'raise':
      await ask('UPDATE family_view.audit_review SET raised = 1 WHERE reference = $1', [reference]);
  }
}
