import type { AgencyAct } from '../../schema-registry/acts/read-acts';
import type { LinkageContext } from '../linkage-context';
import { type ActAsked, performAct } from './perform-act';
import { readWorklist, type WorklistAsked } from './read-worklist';

interface Resolvers {
  readonly Query: object;
  readonly Mutation: object;
}

/** Linkage's resolvers, with those of what may be done at the agencies. */
export function withActs<R extends Resolvers>(resolvers: R, acts: readonly AgencyAct[]): R {
  if (acts.length === 0) return resolvers;
  const names = [...new Set(acts.map(({ name }) => name))];
  const takers = (name: string): ReadonlyMap<string, AgencyAct> =>
    new Map(acts.filter((one) => one.name === name).map((one) => [one.agency, one]));
  return {
    ...resolvers,
    Query: {
      ...resolvers.Query,
      worklist: (_parent: never, asked: WorklistAsked, context: LinkageContext) =>
        readWorklist(asked, takers(asked.act), context),
    },
    Mutation: {
      ...resolvers.Mutation,
      ...Object.fromEntries(
        names.map((name) => {
          const by = takers(name);
          return [name, (_parent: never, asked: ActAsked, context: LinkageContext) => performAct(asked, by, context)];
        }),
      ),
    },
  };
}
