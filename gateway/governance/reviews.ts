import { randomUUID } from 'node:crypto';
import type { AuditQuery, FoundRecord, FoundReview, ReviewQuery } from '../audit/index/audit-query';
import { lookOf } from '../audit/ledger/looks';
import type { Audit } from '../audit/open-audit';
import { FamilyViewError } from '../errors';
import type { Requester } from '../identity/types';
import { checkStatement } from '../linkage/check-statement';
import type { LinkageContext, Reviewing } from '../linkage/linkage-context';
import { notifyAgencies } from '../linkage/notify-agencies';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { pageSize } from '../shared/page-size';
import { looksInWords } from './looks';

class ReviewRefused extends FamilyViewError {
  constructor(code: 'NO_SUCH_REVIEW' | 'REVIEW_OF_ONESELF' | 'REVIEW_DECIDED', message: string) {
    super(message, { code, httpStatus: 400 });
  }
}

const PAGE = { most: 100 } as const;
const MOST_SEEN = 100;
const MOST_ACTIONS = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Who = Pick<Requester, 'id' | 'organisation'>;

/** The queue of what a person looks at afterwards. All of it is in the audit: what was done, and what became of its review. */
export function resolveReviews(
  { audit, now }: { readonly audit: Pick<Audit, 'search' | 'reviews'>; readonly now: () => Date },
  protocol: Pick<CompiledProtocol, 'stream'>,
): Reviewing {
  const inWords = looksInWords(protocol);
  const pageOf = (query: ReviewQuery) => audit.reviews({ ...query, overdueAt: now().getTime() });
  const find = async (reference: string): Promise<FoundReview> => {
    const [found] = (await pageOf({ reference, first: 1 })).reviews;
    if (!found) throw new ReviewRefused('NO_SUCH_REVIEW', 'Nothing with this reference is to be reviewed.');
    return found;
  };
  const actionsOf = async (reference: string) =>
    (await audit.search({ reviewOf: reference, first: MOST_ACTIONS })).toReversed().map(actionOf);

  return {
    async reviews({ state, kind, overdue, first, before }, { entry }) {
      const count = pageSize(first, PAGE);
      const { reviews, counts } = await pageOf({
        ...(state ? { states: state } : {}),
        ...(kind ? { kind } : {}),
        ...(overdue ? { overdue } : {}),
        ...(before ? { before } : {}),
        first: count,
      });
      return {
        reviews: reviews.map((one) => reviewOf(one, entry.requester, now())),
        before: reviews.length === count ? (reviews.at(-1)?.sequence ?? null) : null,
        counts: Object.fromEntries(Object.entries(counts).map(([name, n]) => [name.toLowerCase(), n])),
      };
    },
    review: tellOne,
    async assignReview({ reference, to }, { run, events }) {
      const review = await find(reference);
      const assignee = to?.trim() || run.entry.requester.id;
      refuseOwn(review, { id: assignee, organisation: run.entry.requester.organisation });
      if (review.state === 'CLEARED' || review.state === 'ESCALATED')
        throw new ReviewRefused('REVIEW_DECIDED', 'This review is decided: a second decision names the first.');
      await events.record({ ...about(reference), kind: 'REVIEW_ASSIGNED', reason: 'ASSIGNED', assignee });
      return tellOne(reference, run);
    },
    async decideReview({ reference, outcome, note, supersedes }, { run, events, linker }) {
      const statement = checkStatement(note);
      const review = await find(reference);
      refuseOwn(review, run.entry.requester);
      const last = (await actionsOf(reference)).findLast(({ decision }) => decision !== null)?.decision ?? null;
      if (last !== (supersedes ?? null))
        throw new ReviewRefused(
          'REVIEW_DECIDED',
          last === null
            ? 'Nothing was decided yet that this decision could take the place of.'
            : `This review is decided. A second decision names the one that it takes the place of: supersedes ${last}.`,
        );
      const { told, notTold } = review.record.payload;
      const owners = [...new Set([...told, ...notTold])];
      const decided = { kind: 'ALERT', reference, at: now().toISOString(), until: null } as const;
      const notified = await notifyAgencies(linker, owners, [], decided);
      const decision = { decision: randomUUID(), supersedes: last };
      await events.record({
        ...about(reference),
        ...decision,
        ...notified,
        kind: 'REVIEW_DECIDED',
        reason: outcome,
        statement,
      });
      if (outcome === 'ESCALATED') events.alert('review-escalated', { reference, operation: run.id });
      return tellOne(reference, run);
    },
  };

  async function tellOne(reference: string, { entry }: { readonly entry: LinkageContext['run']['entry'] }) {
    const review = await find(reference);
    const seen = await audit.search(seenIn(review));
    return {
      ...reviewOf(review, entry.requester, now()),
      actions: await actionsOf(reference),
      seen: seen.map((one) => inWords(lookOf(one, new Set()))),
    };
  }
}

const about = (reference: string) => ({
  ...{ reference, statement: null, until: null, protocol: null, people: [], told: [], notTold: [] },
});

/** Whoever is reviewed neither decides nor is given it. */
function refuseOwn({ record }: FoundReview, { id, organisation }: Who): void {
  if (record.actor?.actorId === id && record.actor.organisation === organisation)
    throw new ReviewRefused(
      'REVIEW_OF_ONESELF',
      'Nobody reviews what they did themselves: somebody else decides this.',
    );
}

function reviewOf({ sequence, state, assignee, reviewBy, record }: FoundReview, asking: Who, now: Date) {
  const { actor, payload, timestamp } = record;
  const { reference, kind, reason, until, purpose, caseReference, statement, told, notTold, people } = payload;
  return {
    ...{ reference, sequence, kind, reason: reason ?? 'NONE', until, purpose, caseReference, statement, told, notTold },
    ...{ state, assignee, at: timestamp, people: people.length },
    requester: actor?.actorId ?? '-',
    role: actor?.actorRole ?? '-',
    organisation: actor?.organisation ?? '-',
    reviewBy: new Date(reviewBy).toISOString(),
    overdue: (state === 'OPEN' || state === 'ASSIGNED') && reviewBy < now.getTime(),
    isOwn: actor?.actorId === asking.id && actor.organisation === asking.organisation,
    actions: null,
    seen: null,
  };
}

/** As reviews of emergency accesses were told before there was a queue. */
const OLD_OUTCOMES: Readonly<Record<string, string>> = {
  JUSTIFIED: 'CLEARED',
  NOT_JUSTIFIED: 'ESCALATED',
  REFERRED: 'ESCALATED',
};

function actionOf({ record: { eventId, actor, payload, timestamp } }: FoundRecord) {
  const { kind, reason, assignee, statement, decision, supersedes, told, notTold } = payload;
  const isOld = kind === 'GLASS_REVIEWED';
  return {
    action: (isOld ? OLD_OUTCOMES[reason ?? ''] : reason) ?? 'OVERDUE',
    at: timestamp,
    by: actor?.actorId ?? '-',
    ...{ assignee, note: statement, supersedes, told, notTold },
    decision: isOld ? eventId : decision,
  };
}

/** What was asked and told, of which there is a review. */
function seenIn({ record }: FoundReview): AuditQuery {
  const { actor, payload, timestamp, correlationId } = record;
  const at = Date.parse(timestamp);
  const by = { requester: actor?.actorId ?? '-', organisation: actor?.organisation ?? '-' };
  const disclosures = { events: ['FAMILY_VIEW_DISCLOSURE'], first: MOST_SEEN };
  switch (payload.kind) {
    case 'BREAK_GLASS':
      return { ...disclosures, breakGlass: payload.reference ?? '-' };
    case 'RELATIONSHIP_CLAIMED':
    case 'MATCH_DECIDED':
      return { ...disclosures, ...by, people: payload.people, since: at, until: endOf(payload.until, at) };
    case 'OWN_FAMILY_STOPPED':
      return { ...disclosures, operation: correlationId };
    case 'UNUSUAL_ACCESS':
      return payload.reason === 'SEARCH_BUDGET'
        ? { ...disclosures, ...by, since: at - DAY_MS, until: at + 1 }
        : { ...disclosures, operation: correlationId };
    default:
      return { ...disclosures, ...by, since: at - (payload.reason === 'FAMILIES' ? HOUR_MS : DAY_MS), until: at + 1 };
  }
}

const endOf = (until: string | null, at: number): number => Date.parse(until ?? '') || at + DAY_MS;
