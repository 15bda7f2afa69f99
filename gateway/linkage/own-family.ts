import { FamilyViewError } from '../errors';
import type { RequesterAsPerson } from '../identity/types';
import type { OperationContext } from '../operation-context';
import { isDay } from '../shared/days';
import type { HeldKin } from './ask-kin';
import type { ContractClient } from './contract-client';
import { isLike } from './is-like';
import { pointersOf } from './slots';
import type { PersonSlots } from './types';

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
  private readonly said = new Map<string, Promise<boolean | null>>();
  private readonly keys = new Map<string, string>();
  private readonly today = new Date().toISOString().slice(0, 10);

  constructor(
    private readonly ask: ContractClient,
    private readonly run: OperationContext,
    private readonly checked: CheckedBefore,
    private readonly digest: (parts: readonly string[]) => string,
  ) {}

  async check(people: readonly PersonSlots[]): Promise<CheckedPeople> {
    if (!this.run.entry.requester.person) return { own: people.map(() => false), people };
    const records = people.flatMap((slots) => [...pointersOf(slots)].map(([agency, ref]) => ({ agency, ref })));
    // A family that is opened again costs one digest, and not one for each of its records.
    const together = this.keyTogether(records);
    if (together !== null && this.checked.has(together)) return { own: people.map(() => false), people };
    await this.foresee(records);
    const checked = await Promise.all(people.map((slots) => this.checkOne(slots)));
    const isAllOther = checked.every(({ own, shown }, at) => !own && shown === people[at]);
    if (together !== null && isAllOther) this.checked.set(together, true);
    return { own: checked.map(({ own }) => own), people: checked.map(({ shown }) => shown) };
  }

  /** Asks about these records, unless it was asked and answered today: who will be checked is not known yet. */
  foresee(records: Iterable<{ readonly agency: string; readonly ref: string }>): Promise<unknown> {
    const { person } = this.run.entry.requester;
    if (!person) return Promise.resolve();
    const refs = new Map<string, string[]>();
    for (const { agency, ref } of records)
      if (this.mustSay(agency) && !this.said.has(nameAt(agency, ref)) && !this.checked.has(this.keyOf(agency, ref)))
        refs.set(agency, [...(refs.get(agency) ?? []), ref]);
    for (const [agency, named] of refs) {
      const unique = [...new Set(named)];
      const saying = this.atAgency(agency, unique, person);
      for (const ref of unique)
        this.said.set(
          nameAt(agency, ref),
          saying.then((byRef) => byRef.get(ref) ?? null),
        );
    }
    return Promise.all(this.said.values());
  }

  private async checkOne(slots: PersonSlots): Promise<{ readonly own: boolean; readonly shown: PersonSlots }> {
    const asked = [...pointersOf(slots)].flatMap(([agency, ref]) => {
      const saying = this.said.get(nameAt(agency, ref));
      return saying ? [{ agency, ref, saying }] : [];
    });
    const answers = await Promise.all(asked.map(({ saying }) => saying));
    if (answers.includes(true)) return { own: true, shown: slots };
    const silent = asked.filter((_, at) => answers[at] === null);
    for (const [at, { agency, ref }] of asked.entries())
      if (answers[at] === false) this.checked.set(this.keyOf(agency, ref), true);
    if (silent.length === 0) return { own: false, shown: slots };
    return { own: false, shown: new Map([...slots, ...silent.map(({ agency }) => [agency, UNANSWERED] as const)]) };
  }

  private mustSay(agency: string): boolean {
    return this.ask.openAgencies().includes(agency) && this.run.rights.flows(agency, 'family', 'gateway');
  }

  /** Of all records that must be told of; null where one was asked about in this operation: then its answer decides. */
  private keyTogether(records: readonly { readonly agency: string; readonly ref: string }[]): string | null {
    const names: string[] = [];
    for (const { agency, ref } of records) {
      if (!this.mustSay(agency)) continue;
      const name = nameAt(agency, ref);
      if (this.said.has(name)) return null;
      names.push(name);
    }
    return this.digest(['together', ...this.whoAsks(), ...names.sort()]);
  }

  private keyOf(agency: string, ref: string): string {
    const name = nameAt(agency, ref);
    const key = this.keys.get(name) ?? this.makeKey(agency, ref);
    this.keys.set(name, key);
    return key;
  }

  private makeKey(agency: string, ref: string): string {
    return this.digest([...this.whoAsks(), agency, ref]);
  }

  /** Who they are at home, as they say it today. */
  private whoAsks(): readonly string[] {
    const { person, organisation } = this.run.entry.requester;
    const claims = [person!.givenName, person!.familyName, person!.dateOfBirth, person!.postcode].map(
      (one) => one ?? '',
    );
    return [this.today, organisation, ...claims];
  }

  /** Of each of these refs whether the requester belongs to the family; null where the agency did not say. */
  private async atAgency(
    agency: string,
    refs: readonly string[],
    requester: RequesterAsPerson,
  ): Promise<ReadonlyMap<string, boolean | null>> {
    if (!this.ask.sharesIdentity(agency)) return this.byMatch(agency, refs, requester);
    const held = await this.ask.kin(agency, refs);
    return new Map(
      refs.map((ref, at) => [ref, held ? namedIn(held[at]!).some((one) => isLike(requester, one, this.today)) : null]),
    );
  }

  /** Of an agency that lets nobody know names: it compares the requester itself, as it compares anybody. */
  private async byMatch(
    agency: string,
    refs: readonly string[],
    { givenName, familyName, dateOfBirth, postcode }: RequesterAsPerson,
  ): Promise<ReadonlyMap<string, boolean | null>> {
    // Of half a name, of no birthday, one without its year or a year alone, the contract has no form: so nobody is compared.
    const isWhole = dateOfBirth !== null && isDay(dateOfBirth) && !dateOfBirth.startsWith('0000');
    if (!isWhole || givenName === null || familyName === null) return new Map(refs.map((ref) => [ref, null]));
    const named = { givenName, familyName, dateOfBirth, ...(postcode ? { postcode } : {}) };
    const asked = [named, { familyName, dateOfBirth }, { givenName, dateOfBirth }];
    const [found, families] = await Promise.all([this.ask.match(agency, asked), this.ask.familyRefs(agency, refs)]);
    const own = new Set(found?.flatMap((candidates) => (candidates ?? []).map(({ ref }) => ref)));
    const isSilent = !found || found.includes(null) || !families;
    return new Map(refs.map((ref, at) => [ref, isSilent ? null : [ref, ...families[at]!].some((one) => own.has(one))]));
  }
}

const nameAt = (agency: string, ref: string): string => `${agency}|${ref}`;

const UNANSWERED = { state: 'unanswered' } as const;

const namedIn = ({ identity, groups }: HeldKin) => [
  ...(identity ? [identity] : []),
  ...groups.flatMap(({ members }) => members.flatMap(({ subject }) => subject ?? [])),
];
