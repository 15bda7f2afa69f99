import type { AgencyActs } from './agency-acts';
import { answerReferral, referredBy, referrerFacts, submitReferral, waitingReferrals } from './referrals';

/** An agency that takes referrals to these services, and answers them. */
export const takingReferrals = (services: readonly string[], referredService: string): AgencyActs => ({
  referredService,
  rules: { submitReferral: submitReferral(services), answerReferral },
  worklists: { submitReferral: referredBy, answerReferral: waitingReferrals },
  facts: referrerFacts,
});
