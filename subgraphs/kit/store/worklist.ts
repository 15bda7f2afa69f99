/** Records that may be one person's, or are at odds, as the gateway told this agency of them: for its own staff to look into. */
import { NoSuchWorklistItem, WorklistItemAlreadyDone } from '../errors';
import type { StaffMember } from './match-decisions';
import type { StaffWorklist, WORKLIST } from './notification-store';

/**
 * Two records, of this agency or of this and another, that may be one person's (POSSIBLE_DUPLICATE), or that an agency takes
 * for one person's and that contradict each other (RECORD_CONFLICT).
 */
export interface WorklistItem {
  /** Its place among all, from 1, for ever. */
  readonly number: number;
  readonly kind: (typeof WORKLIST)[number];
  /** The same at the other agency: by it the staff of both speak of it. */
  readonly reference: string;
  /** This agency's own records. */
  readonly refs: readonly string[];
  /** When the gateway told of it, an ISO instant. */
  readonly at: string;
  readonly done: { readonly at: string; readonly by: string } | null;
}

/** Everything on the worklist that an agency keeps, the oldest first, what is done with it. Throws what its store throws. */
export async function listWorklist(store: StaffWorklist): Promise<readonly WorklistItem[]> {
  const [told, done] = await Promise.all([store.told(), store.done()]);
  const marks = new Map(done.map(({ decision, at, by }) => [decision, { at, by }]));
  return told.map(({ kind, reference, refs, at }, place) => ({
    number: place + 1,
    kind: kind as WorklistItem['kind'],
    reference,
    refs,
    at,
    done: marks.get(place + 1) ?? null,
  }));
}

/** Marks one item as looked into. Throws `NoSuchWorklistItem`, `WorklistItemAlreadyDone`, and what its store throws. */
export async function markWorklistItemDone(
  store: StaffWorklist,
  number: number,
  { by, at }: StaffMember,
): Promise<WorklistItem> {
  const items = await listWorklist(store);
  const item = items[number - 1];
  if (!item) throw new NoSuchWorklistItem(number, items.length);
  if (item.done) throw new WorklistItemAlreadyDone(number);
  const mark = { by, at: at.toISOString() };
  await store.markDone({ decision: number, ...mark });
  return { ...item, done: mark };
}
