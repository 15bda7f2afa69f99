import type { Decided } from '../match/decide-candidates';
import type { MatchSubject } from '../match/subject';
import type { AgencyStores } from './agency-stores';
import { decideProposals } from './agreed-words';
import type { ClaimSpan } from './claims';
import type { Confirmation } from './decision-lines';
import type { ClaimedRelationship, NotedRight, NotifiedEvent } from './notification-store';
import { keysOf } from './subject-keys';

/** What the agency itself keeps: people's decisions about possible matches, and what the gateway told it of. */
export interface AgencyRecords {
  /** True once it is durable; false where the subject has nothing to be known again by. */
  confirm(
    subject: MatchSubject,
    decision: Omit<Confirmation, 'subject' | 'at'> & { readonly at: Date },
  ): Promise<boolean>;
  /** True once it is durable; a claimed relationship counts from then on. */
  notify(event: NotifiedEvent, operation: string, claimed?: ClaimedRelationship): Promise<boolean>;
  /** What this requester claims of this person; null where nothing is, or it has lapsed. */
  claimOf(requester: string, ref: string): Promise<ClaimSpan | null>;
  /** What was noted of a record, the oldest first. */
  notedOf(ref: string): Promise<readonly NotedRight[]>;
  /** What has been agreed about a subject, without what has been undone since: one person's word is not. */
  recall(subject: MatchSubject): Promise<Decided>;
  /** What one requester has said of each record about a subject, agreed or not: by ref. */
  wordsOf(requester: string, subject: MatchSubject): Promise<ReadonlyMap<string, boolean>>;
  close(): Promise<void>;
}

/** The records over wherever they are kept. Closing closes that too. */
export function openAgencyRecords(
  { proposals, notifications }: Pick<AgencyStores, 'proposals' | 'notifications'>,
  now: () => Date = () => new Date(),
): AgencyRecords {
  const keys = (subject: MatchSubject) => keysOf(proposals.key, subject);
  return {
    async confirm(subject, decision) {
      const known = keys(subject);
      if (Object.keys(known).length === 0) return false;
      await proposals.add({ ...decision, subject: known, at: decision.at.toISOString() });
      return true;
    },
    async notify(event, operation, claimed) {
      await notifications.add({ ...event, operation, claimed });
      return true;
    },
    claimOf: (requester, ref) => notifications.claimOf(requester, ref, now()),
    notedOf: notifications.notedOf,
    async recall(subject) {
      const about = await proposals.about(keys(subject));
      return decideProposals(about.proposals, about.agreed);
    },
    async wordsOf(requester, subject) {
      const about = await proposals.about(keys(subject));
      return new Map(about.proposals.filter((one) => one.requester === requester).map(({ ref, same }) => [ref, same]));
    },
    async close() {
      await Promise.all([proposals.close(), notifications.close()]);
    },
  };
}
