import { z } from 'zod';
import type { AgencyAct } from '../../schema-registry/acts/read-acts';
import { pageSize } from '../../shared/page-size';
import { linkPages } from '../link-roster';
import type { LinkageContext } from '../linkage-context';
import { MutationRefused } from '../mutation-refused';
import { PartUnavailable } from '../part-unavailable';

export interface WorklistAsked {
  readonly agency: string;
  readonly act: string;
  readonly first?: number | null;
  readonly after?: string | null;
}

const MOST = 50;
const worklistReply = z.object({
  worklist: z.object({ refs: z.array(z.string().min(1)).max(500), next: z.string().nullable() }),
});

/** Those on whom a requester may next do something at one agency, each matched at the others; as a caseload is. */
export async function readWorklist(
  { agency, act: name, first, after }: WorklistAsked,
  takers: ReadonlyMap<string, AgencyAct>,
  { run, linker, acts }: LinkageContext,
) {
  const act = takers.get(agency);
  if (!act?.stream) throw new MutationRefused('BAD_USER_INPUT', 'No agency of that name takes an act of that name.');
  const answered = (status: string) => [{ agency, status, asOf: null, coverage: null }];
  const stream = act.stream;
  // What depends on a fact about somebody is for one person, and not for a list of them.
  if (run.rights.decide(stream).kind !== 'granted' || !linker.ask.grants(agency, 'existence'))
    return { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, answers: answered('WITHHELD') };
  const count = pageSize(first, { most: MOST });
  const query =
    'query ($act: ID!, $first: Int!, $after: String) { worklist(act: $act, first: $first, after: $after) { refs next } }';
  const found = await linkPages(
    linker,
    agency,
    async (many, next) => {
      const variables = { act: name, first: many, after: next };
      const reply = await acts.send(agency, { query, variables, people: [], streams: [stream] });
      const read = reply.kind === 'answered' ? worklistReply.safeParse(reply.data) : null;
      return read?.success ? read.data.worklist : null;
    },
    count,
    after ?? null,
  );
  if (!found) {
    const unavailable = new PartUnavailable([agency]);
    return { nodes: unavailable, pageInfo: unavailable, answers: answered('UNAVAILABLE') };
  }
  return {
    nodes: found.people,
    pageInfo: { hasNextPage: found.next !== null, endCursor: found.next },
    answers: answered('ANSWERED'),
  };
}
