import type { KeptAct } from '@family-view/kit';
import { type KeptReferral, referralsIn } from '@family-view/kit/acts/referrals';
import { addDays } from '@family-view/kit/figures';
import type { CountedTables } from '../case-management/counted-tables';
import { type ActedFamily, actedFamilies, levelOn, standsOn, workOf } from './acted-cases';

/**
 * What was done through the gateway, as counts need it. It is in no table: where the agency's own system has the same within
 * so many days after it, that is what counts, so that nothing counts twice.
 */
const SAME_WITHIN_DAYS = 31;

interface Event {
  readonly ref: string | null;
  readonly day: string | null;
}
export interface ActedReferral {
  readonly ref: string;
  readonly day: string;
  /** Code of CIN `ReferralSource`. */
  readonly source: string;
}

export interface ActedCounts {
  /** Referrals to social care, or stepped up to it, that are not among those recorded. */
  toSocialCare(recorded: readonly Event[]): readonly (ActedReferral & { readonly outcome: string })[];
  toEarlyHelp(): readonly (ActedReferral & { readonly decision: string })[];
  /** Steps that were approved, one for each child of the family. */
  steps(
    recorded: readonly (Event & { readonly direction: string | null })[],
  ): Promise<readonly { readonly ref: string; readonly day: string; readonly direction: string }[]>;
  /** How early help stands at the end of a day. */
  standing(day: string): Promise<{
    /** @param running children with an open episode of the agency's own. */
    stillOpen(running: readonly (string | null)[]): readonly (string | null)[];
    levelOf(ref: string | null): string | null;
  }>;
  /** Who works with each child of a family. */
  work(): Promise<
    readonly { readonly ref: string; readonly worker: string; readonly from: string; readonly until: string | null }[]
  >;
}

const SIGNPOSTED = 'SIGNPOST';
const STEPPED_UP = 'STEP_UP_TO_REFERRAL_AND_RESPONSE';
const DECISIONS: Readonly<Record<string, string>> = {
  TO_MANAGEMENT_TEAM: 'TO_MANAGEMENT_TEAM',
  [STEPPED_UP]: 'STEPPED_UP',
  [SIGNPOSTED]: 'SIGNPOSTED',
  POSSIBLE_STRONGER_FAMILIES: 'STRONGER_FAMILIES',
};

export function openActedCounts(acts: readonly KeptAct[], tables: CountedTables): ActedCounts {
  const referrals = referralsIn(acts);
  let read: Promise<readonly ActedFamily[]> | undefined;
  const families = (): Promise<readonly ActedFamily[]> => {
    read ??= acts.length === 0 ? Promise.resolve([]) : readFamilies(acts, tables);
    return read;
  };
  const childrenOf = async ({ members }: ActedFamily, day: string): Promise<readonly string[]> => {
    const isChild = await tables.childrenOn(day);
    return members.filter(isChild);
  };

  return {
    toSocialCare: (recorded) =>
      referrals
        .filter(({ service, decision }) => service === 'SOCIAL_CARE' || decision === STEPPED_UP)
        .map((one) => ({
          ...referralOf(one),
          day: one.decision === STEPPED_UP ? one.decidedOn! : one.submittedOn,
          outcome: outcomeOf(one),
        }))
        .filter((one) => !isRecorded(one, recorded)),
    toEarlyHelp: () =>
      referrals
        .filter(({ service }) => service === 'EARLY_HELP_ACCESS')
        .map((one) => ({ ...referralOf(one), decision: DECISIONS[one.decision ?? ''] ?? 'WAITING' })),
    async steps(recorded) {
      const all = await families();
      const each = all.map(async (family) => {
        const approved = family.known.proposals.filter(({ state }) => state === 'APPROVED');
        const steps = approved.map(async ({ decidedOn, direction }) =>
          (await childrenOf(family, decidedOn!)).map((ref) => ({ ref, day: decidedOn!, direction })),
        );
        return (await Promise.all(steps)).flat();
      });
      return (await Promise.all(each)).flat().filter(
        (one) =>
          !isRecorded(
            one,
            recorded.filter(({ direction }) => direction === one.direction),
          ),
      );
    },
    async standing(day) {
      const all = await families();
      const familyOf = new Map(all.flatMap((family) => family.members.map((ref) => [ref, family] as const)));
      const begun = await Promise.all(
        all.map((family) => (standsOn(family, day) === 'OPEN' ? childrenOf(family, day) : [])),
      );
      const isClosed = (ref: string | null): boolean => {
        const family = familyOf.get(ref ?? '');
        return family !== undefined && standsOn(family, day) === 'CLOSED';
      };
      return {
        stillOpen(running) {
          const open = running.filter((ref) => !isClosed(ref));
          const known = new Set(open);
          return [...open, ...begun.flat().filter((ref) => !known.has(ref))];
        },
        levelOf(ref) {
          const family = familyOf.get(ref ?? '');
          return family ? levelOn(family, day) : null;
        },
      };
    },
    async work() {
      const all = await families();
      return all.flatMap((family) => family.members.flatMap((ref) => workOf(family).map((one) => ({ ref, ...one }))));
    },
  };
}

async function readFamilies(acts: readonly KeptAct[], tables: CountedTables): Promise<readonly ActedFamily[]> {
  const groupsOf = new Map<string, string[]>();
  const membersOf = new Map<string, string[]>();
  for (const { fami_family_id: group, fami_person_id: ref } of await tables.rows('ssd_family')) {
    if (group === null || ref === null) continue;
    groupsOf.set(ref, [...(groupsOf.get(ref) ?? []), group]);
    membersOf.set(group, [...(membersOf.get(group) ?? []), ref]);
  }
  return actedFamilies(acts, (ref) => [
    ...new Set([ref, ...(groupsOf.get(ref) ?? []).flatMap((group) => membersOf.get(group) ?? [])]),
  ]);
}

const referralOf = ({ ref, submittedOn, referralSource }: KeptReferral): ActedReferral => ({
  ref,
  day: submittedOn,
  source: referralSource,
});

const outcomeOf = ({ status, decision }: KeptReferral): string => {
  if (status === 'DECLINED') return 'NO_FURTHER_ACTION';
  return decision === 'TO_MANAGEMENT_TEAM' || decision === 'POSSIBLE_STRONGER_FAMILIES' ? 'TO_EARLY_HELP' : 'OPEN';
};

const isRecorded = (
  { ref, day }: { readonly ref: string; readonly day: string },
  recorded: readonly Event[],
): boolean =>
  recorded.some(
    (one) => one.ref === ref && one.day !== null && one.day >= day && one.day <= addDays(day, SAME_WITHIN_DAYS),
  );
