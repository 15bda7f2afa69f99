import type { AgencyContext, Resolvers } from '@family-view/kit';
import { myReferrals, referralForms } from '@family-view/kit/acts/referral-fields';
import { isReferred } from '@family-view/kit/acts/referred-people';
import type { CentreFile } from './centre-file';
import type { CentreConnector } from './connector';
import type { FamilySupportCase } from './format/activity';
import type { Centre } from './format/places';
import type { Snapshot } from './snapshot';

type Context = AgencyContext<CentreConnector>;

/** The index is in memory, so nothing is gained by batching; what a request needs is that one export answers all of it. */
const snapshotOf = (context: Context): Snapshot => context.load('snapshot', () => context.connector.snapshot());

const centreShape = (centre: Centre) => ({
  urn: centre.urn,
  name: centre.name,
  status: centre.status,
  phone: centre.phone,
  reachArea: centre.reachArea,
});

/** Of somebody who was referred, and is not registered at a centre. */
const NOTHING_WRITTEN: CentreFile = {
  registration: null,
  attendances: null,
  familySupportCase: null,
  referrals: null,
  dataQuality: [],
};

export const resolvers: Resolvers<CentreConnector> = {
  Query: {
    centres: (_parent, _args, context) => context.connector.centres(snapshotOf(context)).map(centreShape),
    reachArea: (_parent, { id }, context) => context.connector.reachArea(snapshotOf(context), String(id)),
  },
  Person: {
    __resolveReference: (reference: { readonly childrensCentreRef: string }) => reference,
    childrensCentre: ({ childrensCentreRef: ref }: { readonly childrensCentreRef: string }, _args, context) => {
      const file = context.connector.centreFile(snapshotOf(context), ref) ?? (isReferred(ref) ? NOTHING_WRITTEN : null);
      return file && { ...file, ref };
    },
  },
  CentreRecord: {
    referralForms: ({ ref }: { readonly ref: string }, _args, context) => referralForms(ref, context),
    myReferrals: ({ ref }: { readonly ref: string }, _args, context) => myReferrals(ref, context),
  },
  CentreRegistration: {
    centre: ({ centre }: { readonly centre: Centre | null }) => centre && centreShape(centre),
    consentToShare: ({ consent }: { readonly consent: string }) => consent,
  },
  FamilySupportCase: {
    worker: (supported: FamilySupportCase) =>
      supported.workerId === null && supported.workerName === null
        ? null
        : {
            name: supported.workerName,
            role: supported.workerRole,
            team: supported.workerTeam,
            organisation: supported.workerOrganisation,
            phone: supported.workerPhone,
            email: supported.workerEmail,
          },
  },
};
