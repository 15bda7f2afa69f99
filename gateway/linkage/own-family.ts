import { FamilyViewError } from '../errors';
import type { OperationRun, RequesterAsPerson } from '../types';
import type { HeldKin, LinkageQuestions } from './ask-linkage';
import { isDay } from './fit-subject';
import { isLike } from './is-like';
import { nameOf, type PersonSlots, pointerAt } from './slots';

/** Nobody looks up their own family, whatever their post would open to them. */
export class OwnFamily extends FamilyViewError {
  constructor() {
    super(
      'You belong to this family yourself, as an agency has it: nothing of it is shown to you here, and the agencies that hold it have been told that it was asked for. A colleague who does not belong to it can look; what is held about you is yours to ask for as anybody would.',
      { code: 'OWN_FAMILY', httpStatus: 403 },
    );
  }
}

/** Requesters and people who were found to be of different families a short while ago: keyed digests, of no use without the key. */
export interface CheckedBefore {
  has(key: string): boolean;
  set(key: string, value: true): unknown;
}

/** People as this requester may be shown them. */
export interface CheckedPeople {
  /** Of each, whether the requester belongs to their family. */
  readonly own: readonly boolean[];
  /** The same people, without the records of agencies that did not say. */
  readonly people: readonly PersonSlots[];
}

/**
 * Finds out whether the requester is one of those they ask about or belongs to a family of theirs, ended relationships
 * included: whom each agency groups together is held beside who the requester says they are. It is shown to nobody.
 *
 * Until an agency that lets the gateway know families has said, its own record is closed: as one that did not answer. What
 * it said is remembered for the day, and then its silence closes nothing.
 */
export class OwnFamilyGuard {
  constructor(
    private readonly ask: LinkageQuestions,
    private readonly run: OperationRun,
    private readonly checked: CheckedBefore,
    private readonly digest: (parts: readonly string[]) => string,
  ) {}

  async check(people: readonly PersonSlots[]): Promise<CheckedPeople> {
    const { person, organisation } = this.run.entry.requester;
    if (!person) return { own: people.map(() => false), people };
    const today = new Date().toISOString().slice(0, 10);
    const claims = [person.givenName, person.familyName, person.dateOfBirth, person.postcode].map((one) => one ?? '');
    const keyOf = (slots: PersonSlots): string => this.digest([today, organisation, ...claims, nameOf(slots)]);
    const unchecked = people.filter((slots) => !this.checked.has(keyOf(slots)));
    if (unchecked.length === 0) return { own: people.map(() => false), people };
    const telling = this.ask.openAgencies().filter((agency) => this.run.rights.flows(agency, 'family', 'gateway'));
    const said = await Promise.all(
      telling.map(async (agency) => ({ agency, byRef: await this.atAgency(agency, unchecked, person, today) })),
    );
    const own = new Set<PersonSlots>();
    const shown = new Map<PersonSlots, PersonSlots>();
    for (const slots of unchecked) {
      const answers = said.flatMap(({ agency, byRef }) => {
        const ref = pointerAt(slots, agency);
        return ref === null ? [] : [{ agency, isOwn: byRef.get(ref) ?? null }];
      });
      const silent = answers.filter(({ isOwn }) => isOwn === null).map(({ agency }) => agency);
      if (answers.some(({ isOwn }) => isOwn === true)) own.add(slots);
      else if (silent.length === 0) this.checked.set(keyOf(slots), true);
      else shown.set(slots, new Map([...slots, ...silent.map((agency) => [agency, UNANSWERED] as const)]));
    }
    return { own: people.map((slots) => own.has(slots)), people: people.map((slots) => shown.get(slots) ?? slots) };
  }

  /** Of each ref of these people whether the requester belongs to the family; null where the agency did not say. */
  private async atAgency(
    agency: string,
    people: readonly PersonSlots[],
    requester: RequesterAsPerson,
    today: string,
  ): Promise<ReadonlyMap<string, boolean | null>> {
    const refs = [...new Set(people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null))];
    if (refs.length === 0) return new Map();
    if (!this.ask.sharesIdentity(agency)) return this.byMatch(agency, refs, requester);
    const held = await this.ask.kin(agency, refs);
    return new Map(
      refs.map((ref, at) => [ref, held ? namedIn(held[at]!).some((one) => isLike(requester, one, today)) : null]),
    );
  }

  /** Of an agency that lets nobody know names: it compares the requester itself, as it compares anybody. */
  private async byMatch(
    agency: string,
    refs: readonly string[],
    { givenName, familyName, dateOfBirth, postcode }: RequesterAsPerson,
  ): Promise<ReadonlyMap<string, boolean | null>> {
    // Of a birthday without its year, or a year alone, the contract has no form: so nobody is compared.
    if (!isDay(dateOfBirth) || dateOfBirth.startsWith('0000')) return new Map(refs.map((ref) => [ref, null]));
    const named = { givenName, familyName, dateOfBirth, ...(postcode ? { postcode } : {}) };
    const asked = [named, { familyName, dateOfBirth }, { givenName, dateOfBirth }];
    const [found, families] = await Promise.all([this.ask.match(agency, asked), this.ask.familyRefs(agency, refs)]);
    const own = new Set(found?.flatMap((candidates) => (candidates ?? []).map(({ ref }) => ref)));
    const isSilent = !found || found.includes(null) || !families;
    return new Map(refs.map((ref, at) => [ref, isSilent ? null : [ref, ...families[at]!].some((one) => own.has(one))]));
  }
}

const UNANSWERED = { state: 'unanswered' } as const;

const namedIn = ({ identity, groups }: HeldKin) => [
  ...(identity ? [identity] : []),
  ...groups.flatMap(({ members }) => members.flatMap(({ subject }) => subject ?? [])),
];
