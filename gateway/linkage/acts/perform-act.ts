import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AgencyAct } from '../../schema-registry/acts/read-acts';
import type { ActReply, ActRequest } from '../../subgraph-client/send-act';
import { checkStatement } from '../check-statement';
import type { LinkageContext } from '../linkage-context';
import { MutationRefused } from '../mutation-refused';
import { pointerAt } from '../slots';
import { isEmptySubject, type Subject } from '../subject';
import type { PersonSlots } from '../types';
import { type ActOutcome, inWords } from './act-words';
import { subjectForAct } from './subject-for-act';

/** What a requester says of an act: the person and the agency, the key, and the act's own arguments. */
export interface ActAsked extends Readonly<Record<string, unknown>> {
  readonly agency: string;
  readonly person: string;
  readonly key: string;
  readonly statement?: string | null;
}

/** `Act` of the schema. */
export interface ActAnswer {
  readonly agency: string;
  readonly key: string;
  readonly outcome: ActOutcome;
  readonly reason: string | null;
  readonly message: string;
  readonly reference: string | null;
}

/** What an agency answers of an act. Its reasons are codes, and its references names: words of its own reach nobody. */
const actReply = z.object({
  outcome: z.enum(['DONE', 'REFUSED']),
  reason: z
    .string()
    .regex(/^[A-Z][A-Z_]{0,59}$/)
    .nullable(),
  reference: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .nullable(),
});
type Settled = Pick<ActAnswer, 'reason' | 'reference'> & { readonly outcome: ActOutcome };

const KEY = /^[\w-]{16,64}$/;

/**
 * Has one agency do something about one person, once. What the protocol does not let this requester do of this person, or for
 * want of a fact, is refused before the agency hears of it. An intent is in the audit before it is sent, and what became of it
 * after. Where the line fails, nobody says that it was done or was not: asked again with its key, it is settled.
 *
 * @throws {MutationRefused} where it cannot be asked for as it was put.
 */
export async function performAct(
  asked: ActAsked,
  takers: ReadonlyMap<string, AgencyAct>,
  context: LinkageContext,
): Promise<ActAnswer> {
  const { run, linker, acts } = context;
  const { agency, key } = asked;
  const act = takers.get(agency);
  if (!act?.stream)
    throw new MutationRefused(
      'BAD_USER_INPUT',
      `No agency of that name takes this. One of ${[...takers.keys()].join(', ')}.`,
    );
  if (!KEY.test(key))
    throw new MutationRefused(
      'BAD_USER_INPUT',
      'The key is 16 to 64 letters, figures, - or _, made once for each act.',
    );
  if (run.entry.breakGlass)
    throw new MutationRefused(
      'ACT_UNDER_BREAK_GLASS',
      'Nothing is done under emergency access: it opens records to look at. Leave out the header x-break-glass.',
    );
  const words = typeof asked.statement === 'string' ? checkStatement(asked.statement) : null;
  const slots = await linker.slots(asked.person);
  const answer = (settled: Settled): ActAnswer => ({
    agency,
    key,
    ...settled,
    message: inWords(settled, { name: acts.nameOf(agency), ring: linker.parts.dutyLine(agency) }),
  });

  const refused = await refusalOf(act.stream, slots, context);
  if (refused) return answer({ outcome: 'REFUSED', reason: refused, reference: null });
  const about = await aboutWhom(act, slots, context);
  if (about === null) return answer({ outcome: 'REFUSED', reason: 'NOT_HELD', reference: null });

  const reference = randomUUID();
  const record = recording(context, act, slots, { reference, key, words });
  await record('ACT_SENT', codeOf(act.name), { told: [], notTold: [] });
  const given = Object.fromEntries(act.given.map(({ name }) => [name, asked[name] ?? null]));
  const variables = words === null ? given : { ...given, statement: words };
  const settled = settledBy(act, await acts.send(agency, requestOf(act, about, key, variables)));
  const told = settled.outcome === 'UNKNOWN' || settled.reason === 'NOT_SENT' ? [] : [agency];
  await record('ACT_ANSWERED', settled.outcome, { told, notTold: told.length > 0 ? [] : [agency] });
  return answer(settled);
}

/** Why the protocol does not let this requester do it, of this person; null where it does. */
async function refusalOf(stream: string, slots: PersonSlots, { run, facts }: LinkageContext): Promise<string | null> {
  const decision = run.rights.decide(stream);
  const settled = decision.kind === 'needs' ? run.rights.settle(stream, await facts.known(slots)) : decision;
  if (settled.kind === 'granted') return null;
  if (settled.kind === 'needs') return 'FACTS_UNKNOWN';
  // That somebody is marked is told to nobody: what is refused by it reads as what is not known.
  return settled.reason === 'DENIED_BY_CLAUSE' && decision.kind === 'needs' ? 'FACTS_UNKNOWN' : settled.reason;
}

type About = { readonly ref: string } | { readonly subject: Subject };

/** The agency's own reference; or what the sender's agency may tell it, where it holds nobody and takes that. */
async function aboutWhom(act: AgencyAct, slots: PersonSlots, context: LinkageContext): Promise<About | null> {
  const ref = pointerAt(slots, act.agency);
  if (ref !== null) return { ref };
  if (!act.takesSubject) return null;
  const subject = await subjectForAct(act, slots, context);
  return isEmptySubject(subject) ? null : { subject };
}

function requestOf(
  { name, agency: _, stream, takesSubject, given }: AgencyAct,
  about: About,
  key: string,
  variables: Readonly<Record<string, unknown>>,
): ActRequest {
  const declared = [
    takesSubject ? '$ref: ID, $subject: ActSubject' : '$ref: ID!',
    '$key: ID!',
    ...given.map((one) => `$${one.name}: ${one.type}`),
  ];
  const passed = ['ref', ...(takesSubject ? ['subject'] : []), 'key', ...given.map((one) => one.name)];
  const query = `mutation (${declared.join(', ')}) { ${name}(${passed.map((one) => `${one}: $${one}`).join(', ')}) { outcome reason reference } }`;
  const whom = 'ref' in about ? { ref: about.ref } : { ref: null };
  const told = takesSubject ? { subject: 'subject' in about ? about.subject : null } : {};
  return {
    query,
    variables: { ...variables, ...whom, ...told, key },
    people: 'ref' in about ? [{ refs: [about.ref], streams: [stream!] }] : [],
    streams: 'ref' in about ? [] : [stream!],
  };
}

/** An answer of another form may stand for anything: what it did is not known. */
function settledBy({ name }: AgencyAct, reply: ActReply): Settled {
  const refused = (reason: string): Settled => ({ outcome: 'REFUSED', reason, reference: null });
  if (reply.kind === 'notSent') return refused('NOT_SENT');
  if (reply.kind === 'notGranted') return refused('REFUSED_BY_AGENCY');
  const read = reply.kind === 'answered' ? actReply.safeParse(reply.data[name]) : null;
  return read?.success ? read.data : { outcome: 'UNKNOWN', reason: null, reference: null };
}

/** SUBMIT_REFERRAL for submitReferral. */
const codeOf = (name: string): string => name.replace(/([A-Z])/g, '_$1').toUpperCase();

function recording(
  { events }: LinkageContext,
  { stream }: AgencyAct,
  slots: PersonSlots,
  { reference, key, words }: { readonly reference: string; readonly key: string; readonly words: string | null },
) {
  return (
    kind: 'ACT_SENT' | 'ACT_ANSWERED',
    reason: string,
    told: { readonly told: readonly string[]; readonly notTold: readonly string[] },
  ): Promise<void> =>
    events.record({
      kind,
      reference,
      reason,
      // The requester's own words, once: nothing that an agency holds.
      statement: kind === 'ACT_SENT' ? words : null,
      until: null,
      protocol: null,
      people: [slots],
      target: stream,
      decision: key,
      ...told,
    });
}
