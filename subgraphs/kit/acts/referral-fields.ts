import type { AgencyContext } from '../agency';
import { type KeptReferral, referralsBy, referralsIn } from './referrals';

type Context = Pick<AgencyContext, 'actsOf' | 'requester'>;

/** `Referral` of the shared types: every referral of somebody here, the latest first. */
export const referralForms = (ref: string, { actsOf }: Context): readonly object[] =>
  referralsIn(actsOf(ref)).toReversed().map(asForm);

/** `MyReferral`: the requester's own, and how each stands. */
export const myReferrals = (ref: string, { actsOf, requester }: Context): readonly object[] =>
  referralsBy(actsOf(ref), requester)
    .toReversed()
    .map(({ reference, service, status, submittedOn, decideBy, decidedOn, decisionReason }) => ({
      reference,
      service,
      status,
      submittedOn,
      decideBy,
      decidedOn,
      decisionReason,
    }));

const asForm = ({ from, ref: _, ...form }: KeptReferral) => ({
  ...form,
  fromOrganisation: from.organisation,
  fromRole: from.role,
});
