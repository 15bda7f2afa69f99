import type { AgencyContext, HeldPerson, Reference, Resolvers } from '@family-view/kit';
import DataLoader from 'dataloader';
import type { SampleAgencyConnector } from './connector';
import type { Episode } from './format';

type Context = AgencyContext<SampleAgencyConnector>;

const people = ({ load, connector }: Context): DataLoader<string, HeldPerson | null> =>
  load('people', () => new DataLoader((refs) => connector.people(refs)));
const episodes = ({ load, connector }: Context): DataLoader<string, readonly Episode[]> =>
  load('episodes', () => new DataLoader((refs) => connector.episodes(refs)));

/** A field without a resolver is read off its parent by name. */
export const resolvers: Resolvers<SampleAgencyConnector> = {
  Person: {
    __resolveReference: (reference: Reference) => reference,
    sampleAgency: (person: Reference, _, context) => people(context).load(person.sampleAgencyRef!),
  },
  SampleAgencyRecord: {
    episodes: (person: HeldPerson, _, context) => episodes(context).load(person.ref),
    dataQuality: async (person: HeldPerson, _, context) => [
      ...person.dataQuality,
      ...(await episodes(context).load(person.ref)).flatMap((episode) => episode.dataQuality),
    ],
  },
};
