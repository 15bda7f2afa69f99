import type { AgencyContext } from '@family-view/kit';
import { isReferred } from '@family-view/kit/acts/referred-people';
import { familiesOf } from '@family-view/kit/acts/with-acts';
import type { SocialCareConnector } from '../connector';
import { casesOf } from './case-fields';
import { type EarlyHelpCase, LEVELS } from './read-case';

type Context = AgencyContext<SocialCareConnector>;
type Held = NonNullable<Awaited<ReturnType<SocialCareConnector['families']>>[number]>;
type Level = Held['needHistory'][number];

/** The continuum that the management team decides by. */
const SCHEME = 'rotherham-continuum';

/**
 * A family as the agency's own record has it, and as it was decided through the gateway since: levels that were approved, and
 * whom it was given to. Null where there is no such family, or where it must not be told.
 */
export async function familyAsDecided(context: Context, group: string, held: Held | null): Promise<Held | null> {
  // A family that is known by a referral alone is in no record; one that is closed to everybody stays so.
  if (held === null && !isReferred(group)) return null;
  const members = isReferred(group) ? [group.replace(/-f$/, '')] : await context.connector.membersOf(group);
  // With whoever was referred through a member: an unborn child, through the mother.
  const families = await familiesOf(members, (refs) => context.connector.groups(refs));
  const known = await casesOf(context, [...new Set([...families.values()].flat())]);
  const record = held ?? { needLevel: null, needHistory: [], leadProfessional: null };
  const levels = approvedLevels(known);
  const needHistory = [...levels, ...endedBy(record.needHistory, levels.at(-1)?.from ?? null)];
  return {
    needLevel: levels[0] ?? record.needLevel,
    needHistory,
    leadProfessional: await leadOf(context, known, record.leadProfessional),
  };
}

/** The latest first; each lasts until the next. */
function approvedLevels({ proposals }: EarlyHelpCase): readonly Level[] {
  const approved = proposals
    .filter(({ state }) => state === 'APPROVED')
    .toSorted((one, other) => (one.decidedOn! < other.decidedOn! ? -1 : 1));
  return approved
    .map(({ toLevel, decidedOn }, at) => ({
      scheme: SCHEME,
      code: toLevel,
      rank: LEVELS.indexOf(toLevel as (typeof LEVELS)[number]) + 1,
      from: decidedOn,
      until: approved[at + 1]?.decidedOn ?? null,
    }))
    .toReversed();
}

/** What was on record lasted until the first level that was decided here. */
const endedBy = (history: readonly Level[], day: string | null): readonly Level[] =>
  day === null ? history : history.map((one) => (one.until === null || one.until > day ? { ...one, until: day } : one));

async function leadOf(
  { connector }: Context,
  { allocations, closure }: EarlyHelpCase,
  recorded: Held['leadProfessional'],
): Promise<Held['leadProfessional']> {
  if (closure !== null) return null;
  const lead = allocations.findLast(({ kind, until }) => kind === 'LEAD_PROFESSIONAL' && until === null);
  if (!lead) return recorded;
  return (
    (await connector.worker(lead.worker)) ?? {
      ...{ name: lead.workerName, role: 'Lead professional' },
      ...{ team: null, organisation: null, phone: null, email: null },
    }
  );
}
