import { type AgencyContext, PartnerSystemFault, type Reference, type Resolvers } from '@family-view/kit';
import { myReferrals, referralForms } from '@family-view/kit/acts/referral-fields';
import { isReferred } from '@family-view/kit/acts/referred-people';
import DataLoader from 'dataloader';
import type { SocialCareConnector } from './connector';
import { caseFields, caseOf } from './early-help/case-fields';
import { familyAsDecided } from './early-help/family-fields';

type Context = AgencyContext<SocialCareConnector>;
interface Held {
  readonly ref: string;
}
interface HeldAssessment {
  readonly assessmentId: string;
}

/** One DataLoader a request and a reading: every person of a request is read in one statement, and nothing outlives it. */
const loaderOf =
  <T>(name: string, read: (connector: SocialCareConnector, keys: readonly string[]) => Promise<readonly T[]>) =>
  (context: Context, key: string): Promise<T> =>
    context.load(name, () => new DataLoader<string, T>((keys) => read(context.connector, keys))).load(key);

const held = loaderOf('held', (connector, refs) => connector.held(refs));
const dataQuality = loaderOf('dataQuality', (connector, refs) => connector.dataQuality(refs));
const statuses = loaderOf('statuses', (connector, refs) => connector.statuses(refs));
const referrals = loaderOf('referrals', (connector, refs) => connector.referrals(refs));
const assessments = loaderOf('assessments', (connector, refs) => connector.assessments(refs));
const assessmentFactors = loaderOf('assessmentFactors', (connector, ids) => connector.assessmentFactors(ids));
const plans = loaderOf('plans', (connector, refs) => connector.plans(refs));
const keyWorkers = loaderOf('keyWorkers', (connector, refs) => connector.keyWorkers(refs));
const earlyHelpEpisodes = loaderOf('earlyHelpEpisodes', (connector, refs) => connector.earlyHelpEpisodes(refs));
const commonAssessments = loaderOf('commonAssessments', (connector, refs) => connector.commonAssessments(refs));
const tafMeetings = loaderOf('tafMeetings', (connector, refs) => connector.tafMeetings(refs));
const steps = loaderOf('steps', (connector, refs) => connector.steps(refs));
const families = loaderOf('families', (connector, groups) => connector.families(groups));

interface Status {
  readonly childInNeed: boolean | null;
  readonly childProtectionPlan: boolean | null;
  readonly lookedAfter: boolean | null;
  readonly latestCategoryOfAbuse: string | null;
}
/** A null would be read as "no": what the record cannot say is told as unavailable. */
function certain(answer: boolean | null, what: string): boolean {
  if (answer !== null) return answer;
  throw new PartnerSystemFault('social-care', `reading ${what}`, { cause: new Error('the record does not say') });
}

const heldAs = async (context: Context, ref: string | undefined): Promise<Held | null> =>
  ref !== undefined && (isReferred(ref) || (await held(context, ref)) !== null) ? { ref } : null;
/** As the agency's own record has it, and as it was decided since. */
const family = async (context: Context, { socialCareGroupRef: group }: Reference) =>
  group === undefined
    ? null
    : context.load(`family:${group}`, async () => familyAsDecided(context, group, await families(context, group)));

/**
 * Each field reads its own part and no more: what a grant does not name is not fetched from the case-management system
 * either, least of all the assessment factors.
 */
export const resolvers: Resolvers<SocialCareConnector> = {
  Person: {
    __resolveReference: (reference: Reference) => reference,
    socialCare: (reference: Reference, _, context) => heldAs(context, reference.socialCareRef),
    earlyHelp: (reference: Reference, _, context) => heldAs(context, reference.socialCareRef),
  },
  Family: {
    __resolveReference: (reference: Reference) => reference,
    needLevel: async (reference: Reference, _, context) => (await family(context, reference))?.needLevel ?? null,
    needHistory: async (reference: Reference, _, context) => (await family(context, reference))?.needHistory ?? null,
    leadProfessional: async (reference: Reference, _, context) =>
      (await family(context, reference))?.leadProfessional ?? null,
  },
  SocialCareRecord: {
    status: ({ ref }: Held, _, context) => statuses(context, ref),
    referrals: ({ ref }: Held, _, context) => referrals(context, ref),
    assessments: ({ ref }: Held, _, context) => assessments(context, ref),
    plans: ({ ref }: Held, _, context) => plans(context, ref),
    keyWorker: ({ ref }: Held, _, context) => keyWorkers(context, ref),
    dataQuality: ({ ref }: Held, _, context) => dataQuality(context, ref),
  },
  SocialCareStatus: {
    childInNeed: ({ childInNeed }: Status) => certain(childInNeed, 'whether a child is in need'),
    childProtectionPlan: ({ childProtectionPlan }: Status) =>
      certain(childProtectionPlan, 'whether there is a child protection plan'),
    lookedAfter: ({ lookedAfter }: Status) => certain(lookedAfter, 'whether a child is looked after'),
    latestCategoryOfAbuse: ({ childProtectionPlan, latestCategoryOfAbuse }: Status) => {
      certain(childProtectionPlan, 'whether there is a child protection plan');
      return latestCategoryOfAbuse;
    },
  },
  SocialCareAssessment: {
    assessmentFactors: ({ assessmentId }: HeldAssessment, _, context) => assessmentFactors(context, assessmentId),
  },
  EarlyHelpRecord: {
    episodes: ({ ref }: Held, _, context) => earlyHelpEpisodes(context, ref),
    caf: ({ ref }: Held, _, context) => commonAssessments(context, ref),
    tafMeetings: ({ ref }: Held, _, context) => tafMeetings(context, ref),
    steps: ({ ref }: Held, _, context) => steps(context, ref),
    referralForms: ({ ref }: Held, _, context) => referralForms(ref, context),
    myReferrals: ({ ref }: Held, _, context) => myReferrals(ref, context),
    ...Object.fromEntries(
      Object.entries(caseFields).map(([name, read]) => [
        name,
        async ({ ref }: Held, _: unknown, context: Context) =>
          read(await caseOf(context, ref), context.connector.today(), context.requester),
      ]),
    ),
  },
};
