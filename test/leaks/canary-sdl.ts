import { agencySdl } from '@family-view/schema';

/** What an agency of the canaries publishes. */
export const canarySdl = (agency: string): string => agencySdl(agency);
