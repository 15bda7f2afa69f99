import { randomUUID } from 'node:crypto';
import type { Audit } from '../audit/open-audit';

const MOST_AT_ONCE = 100;

/** Raises reviews that are past their time, each once: in the audit, and as an alert in the log. */
export async function raiseOverdue(
  { audit, now }: { readonly audit: Pick<Audit, 'event' | 'reviews'>; readonly now: () => Date },
  alert: (event: 'review-overdue', about: { readonly reference: string; readonly kind: string }) => void,
): Promise<number> {
  const { reviews } = await audit.reviews({
    overdueAt: now().getTime(),
    overdue: true,
    raised: false,
    first: MOST_AT_ONCE,
  });
  for (const { record } of reviews) {
    const { reference, kind } = record.payload;
    if (reference === null || kind === null) continue;
    await audit.event({
      ...{ operation: randomUUID(), kind: 'REVIEW_OVERDUE', reference, reason: 'OVERDUE', purpose: 'NONE' },
      ...{ requester: { id: 'gateway', role: 'GATEWAY', organisation: '-' }, protocolVersion: 'none' },
      ...{ caseReference: null, statement: null, until: null, reviewBy: null, told: [], notTold: [], people: [] },
    });
    alert('review-overdue', { reference, kind });
  }
  return reviews.length;
}
