import type { Clause, ProtocolDocument } from '@family-view/gateway/policy/read/protocol-document';
import { AGENCIES } from '@family-view/schema';

/**
 * The protocol with this many clauses: one for each agency opens everything to the head of centre; the others share one
 * stream each, in turn, with roles that are not theirs. So the answer stays the same and only the reading grows.
 */
export function withClauses(protocol: ProtocolDocument, count: number): ProtocolDocument {
  const streams = Object.keys(protocol.streams).filter((stream) => protocol.streams[stream]?.detail !== 'ACT');
  const purposes = ['EARLY_HELP'] as const;
  const opening = AGENCIES.map(
    (by): Clause => ({
      id: `OPEN-${by}`,
      by,
      shares: streams.filter((stream) => stream.startsWith(`${by}:`)).map((stream) => stream.slice(by.length + 1)),
      to: { roles: ['HEAD_OF_CENTRE'] },
      purposes,
    }),
  );
  const others = Array.from({ length: count - opening.length }, (_, at): Clause => {
    const [by = '', share = ''] = streams[at % streams.length]!.split(':');
    return { id: `OTHER-${at}`, by, shares: [share], to: { roles: [`ROLE_${at % 40}`] }, purposes };
  });
  return { ...protocol, clauses: [...others, ...opening] };
}
