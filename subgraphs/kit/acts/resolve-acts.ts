import type { GrantStatement } from '@family-view/schema';
import { type MatchCandidate, NOTHING_DECIDED } from '../match/decide-candidates';
import { findBlocks } from '../match/find-blocks';
import { matchSubjects } from '../match/match-subjects';
import { readSubject } from '../match/subject';
import { NotGranted } from '../not-granted';
import type { KitContext } from '../subgraph/request-context';
import { isClosed } from '../veto';
import type { ActAnswer, ActRule } from './act-register';
import type { AgencyActs } from './agency-acts';
import { referredRef } from './referred-people';
import { familiesOf } from './with-acts';

type Arguments = Readonly<Record<string, unknown>>;
const MOST_LISTED = 100;
const refusedAs = (reason: string): ActAnswer => ({ outcome: 'REFUSED', reason, reference: null });

/** Resolvers of an agency's Mutation, and of its worklists: the grant has been checked by the shield. */
export function resolveActs({ rules, worklists = {} }: AgencyActs) {
  const mutations = Object.entries(rules).map(([name, rule]) => [
    name,
    (_root: unknown, args: Arguments, context: KitContext) => perform(name, rule, args, context),
  ]);
  return {
    Mutation: Object.fromEntries(mutations),
    ...(Object.keys(worklists).length > 0
      ? {
          Query: {
            worklist: (_root: unknown, args: Arguments, context: KitContext) => list(worklists, args, context),
          },
        }
      : {}),
  };
}

async function perform(act: string, rule: ActRule, given: Arguments, context: KitContext): Promise<ActAnswer> {
  const { ref, subject, key, ...args } = given;
  const { statement, register } = context;
  if (!statement || !register) throw new NotGranted();
  const asked = {
    act,
    key: String(key),
    args: JSON.parse(JSON.stringify(args)) as Arguments,
    requester: context.requester,
    day: context.today(),
    at: context.now().toISOString(),
  };
  const whom = await whoIsMeant(ref, subject, asked.key, statement, context);
  if (!whom) return refusedAs('NOT_HELD');
  return register.perform(asked, statement, whom, async (held) => {
    const [family = [held]] = [(await familiesOf([held], (refs) => context.connector.groups(refs))).get(held)];
    const before = { done: register.of(held), family: family.flatMap((one) => register.of(one)).sort(byTime) };
    return rule({ ...asked, ref: held }, before);
  });
}

const byTime = (one: { at: string }, other: { at: string }): number => (one.at < other.at ? -1 : 1);

/**
 * The person of that ref, if held here and open; or who the agency is certain is meant by what it was told; else somebody new.
 * A closed record looks like one that is not held.
 */
async function whoIsMeant(
  ref: unknown,
  subject: unknown,
  key: string,
  { requester }: GrantStatement,
  { veto, connector }: KitContext,
): Promise<{ readonly ref: string; readonly subject: Readonly<Record<string, unknown>> | null } | null> {
  if (typeof ref === 'string') return (await veto.openPerson(ref)) ? { ref, subject: null } : null;
  const told = readSubject(subject);
  if (!told) return null;
  const [candidates = [], mothers = []] = await matchSubjects(
    {
      find: findBlocks(connector),
      recall: async () => NOTHING_DECIDED,
      people: veto.openPeople,
      takes: (person) => !isClosed(person),
    },
    [told, ...(told.mother ? [told.mother] : [])],
  );
  const held = certainOf(candidates);
  if (held !== null) return { ref: held, subject: null };
  const plain = JSON.parse(JSON.stringify(subject)) as Readonly<Record<string, unknown>>;
  const motherRef = certainOf(mothers);
  return {
    ref: referredRef(`${requester.organisation}|${requester.id}`, key),
    subject: motherRef === null ? plain : { ...plain, mother: undefined, motherRef },
  };
}

/** The one of whom the agency is certain. */
function certainOf(candidates: readonly MatchCandidate[]): string | null {
  const certain = candidates.filter(({ outcome }) => outcome === 'MATCH');
  return certain.length === 1 ? certain[0]!.ref : null;
}

async function list(
  worklists: NonNullable<AgencyActs['worklists']>,
  { act, first, after }: Arguments,
  context: KitContext,
): Promise<{ readonly refs: readonly string[]; readonly next: string | null }> {
  const name = String(act);
  const of = Object.hasOwn(worklists, name) ? worklists[name] : undefined;
  // The field stands under the streams of all: by which of them this act is, the rules know.
  if (!of || !context.register || !context.mayDo(name)) throw new NotGranted();
  const refs = [...new Set(of(context.register.all(), context.requester).map(context.register.refOf))];
  const open = await context.veto.openPeople(refs);
  const shown = refs.filter((_, at) => open[at]);
  const from = typeof after === 'string' ? shown.indexOf(after) + 1 : 0;
  const page = shown.slice(from, from + Math.min(Math.max(Number(first), 1), MOST_LISTED));
  const last = page.at(-1);
  return { refs: page, next: last !== undefined && from + page.length < shown.length ? last : null };
}
