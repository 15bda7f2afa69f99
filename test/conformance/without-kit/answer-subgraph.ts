/** The subgraph over the register: each field asks the grant for its stream, of the person that it hangs on. */
import { GraphQLError } from 'graphql';
import type { Context } from './answer-contract';
import type { Defences } from './defences';
import { actResolvers } from './do-acts';
import { BRANCHES, MEMBERS, type Member } from './records';
import { scalars } from './scalars';

interface Reference {
  readonly librariesRef: string;
}
const PERSONAL = ['membership', 'rhyme-times'] as const;
const own = (stream: string): string => `libraries:${stream}`;

export function subgraphResolvers(defences: Defences) {
  const { opens, opensGenerally, isClosed } = defences;
  const notGranted = () => new GraphQLError('Not granted', { extensions: { code: 'NOT_GRANTED' } });
  const guard = ({ statement }: Context, ref: string, stream: string): void => {
    if (!opens(statement, ref, own(stream))) throw notGranted();
  };
  const { mutations, worklist } = actResolvers(defences, notGranted);
  return {
    Date: scalars.Date,
    Mutation: mutations,
    Query: {
      worklist,
      branches: (_: unknown, __: unknown, { statement }: Context) => {
        if (!opensGenerally(statement, own('places'))) throw notGranted();
        return BRANCHES;
      },
    },
    Person: {
      __resolveReference: ({ librariesRef }: { readonly librariesRef?: unknown }) =>
        typeof librariesRef === 'string' && librariesRef !== '' ? { librariesRef } : null,
      library: ({ librariesRef }: Reference, _: unknown, { statement }: Context) => {
        if (!PERSONAL.some((stream) => opens(statement, librariesRef, own(stream)))) throw notGranted();
        const member = MEMBERS.find(({ ref }) => ref === librariesRef);
        // Closed looks exactly as not held.
        return member && !isClosed(member) ? member : null;
      },
    },
    LibraryRecord: {
      membership: (member: Member, _: unknown, context: Context) => {
        guard(context, member.ref, 'membership');
        return member;
      },
      rhymeTimes: (member: Member, _: unknown, context: Context) => {
        guard(context, member.ref, 'rhyme-times');
        return member.rhymeTimes;
      },
    },
  };
}
