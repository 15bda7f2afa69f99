import type { KeptRecord } from '../kept-record';
import { eventNameOf, REVIEWED_KINDS } from '../records';

/** What was to be reviewed before there was a time for it. */
const DEFAULT_REVIEW_MS = 2 * 86_400_000;
const REVIEWED: ReadonlySet<string> = new Set(REVIEWED_KINDS.map(eventNameOf));

/** What a record does to the review of its reference. */
export type ReviewStep = { readonly reference: string } & (
  | { readonly step: 'begin'; readonly kind: string; readonly reviewBy: number }
  | { readonly step: 'assign'; readonly assignee: string | null }
  | { readonly step: 'decide'; readonly state: string }
  | { readonly step: 'raise' }
);

/** Null where it does nothing to one. */
export function reviewStepOf({ eventName, payload, timestamp }: KeptRecord): ReviewStep | null {
  const { reference, kind, reason, reviewBy, assignee } = payload;
  if (reference === null || kind === null) return null;
  if (REVIEWED.has(eventName)) {
    const by = Date.parse(reviewBy ?? '') || Date.parse(timestamp) + DEFAULT_REVIEW_MS;
    return { reference, step: 'begin', kind, reviewBy: by };
  }
  switch (kind) {
    case 'REVIEW_ASSIGNED':
      return { reference, step: 'assign', assignee };
    case 'REVIEW_DECIDED':
      return { reference, step: 'decide', state: reason ?? 'CLEARED' };
    // As reviews of emergency accesses were told before there was a queue.
    case 'GLASS_REVIEWED':
      return { reference, step: 'decide', state: reason === 'JUSTIFIED' ? 'CLEARED' : 'ESCALATED' };
    case 'REVIEW_OVERDUE':
      return { reference, step: 'raise' };
    default:
      return null;
  }
}
