import { familyKey } from '@family-view/schema';
import type { OperationContext } from '../operation-context';
import { type Assertion, type EndedTie, readGroups } from './asserted-groups';
import { BreakGlassConfined, isUnderBreakGlass } from './break-glass-token';
import type { MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import { type GatheredFamily, gatherFamilies } from './gather-family';
import type { IdCipher } from './id-cipher';
import { assertedMembers, type FamilyMemberAt, type KnownFamily, sameOfEach, tiesOfEach } from './known-family';
import type { RecordsToLink } from './link-records';
import { askMayBeSame, type MayBeSame } from './may-be-same';
import type { OwnFamilyGuard } from './own-family';
import { countPointers, pointerAt, pointersOf } from './slots';
import type { FamilySlots, PersonEntity, PersonSlots, Slot } from './types';

/** A Family as linkage hands it to the engine: the sealed id and each agency's own reference to the group. */
export type FamilyEntity = Readonly<Record<string, unknown>> & { readonly id: string };

/** What families need of the people of one operation. */
export interface LinkedPeople {
  readonly ask: ContractClient;
  readonly run: OperationContext;
  readonly parts: {
    readonly idCipher: IdCipher;
    readonly familyAgencies: readonly string[];
    readonly now?: () => Date;
  };
  readonly organisation: string;
  slots(id: string): Promise<PersonSlots>;
  entity(id: string, slots: PersonSlots): PersonEntity;
  enter(slots: PersonSlots): PersonEntity;
  rename(id: string, slots: PersonSlots): void;
  keep(name: string, slots: PersonSlots): PersonSlots;
  onlyOpen(slots: PersonSlots): PersonSlots;
  isGone(slots: PersonSlots): boolean;
  lookAgain(slots: PersonSlots): Promise<PersonSlots>;
  stopOwnFamily(people: readonly PersonSlots[]): Promise<readonly PersonSlots[]>;
  readonly guard: Pick<OwnFamilyGuard, 'check'>;
  /** What is asked ahead of records that are being joined. */
  readonly ahead: Pick<RecordsToLink, 'meanwhile' | 'withKin'>;
  doubt(pairs: readonly MayBeSame[]): void;
}

/** The families of one operation. Nothing outlives it. */
export class FamilyLinker {
  private leftOut = false;
  private readonly gathered = new Map<string, Promise<readonly FamilyEntity[]>>();
  private readonly known = new Map<string, KnownFamily>();

  constructor(private readonly linker: LinkedPeople) {}

  /** Somebody of the family stays as they were under break-glass, and is not among those told of. */
  get leavesSomebodyOut(): boolean {
    return this.leftOut;
  }

  /** The members of the families that an agency knows by this group, each with the agencies that assert them themselves. */
  membersAt(agency: string, group: string): readonly FamilyMemberAt[] {
    return [...this.known.values()]
      .filter(({ slots }) => pointerAt(slots.groups, agency) === group)
      .flatMap(({ slots }) => assertedMembers(slots));
  }

  /** Agencies that may assert something of a family that was opened, and did not say. */
  silentAt(id: string): readonly string[] {
    return this.known.get(id)?.silent ?? [];
  }

  membersOfKnown(id: string): readonly PersonSlots[] {
    return this.known.get(id)?.slots.members ?? [];
  }

  /** The family of somebody who was just linked. */
  async from(slots: PersonSlots): Promise<FamilyEntity | PersonEntity> {
    const person = this.linker.enter(slots);
    return (await this.ofPerson(person.id)) ?? person;
  }

  /** The family that is shown first. */
  async ofPerson(personId: string): Promise<FamilyEntity | null> {
    return (await this.allOf(personId))[0] ?? null;
  }

  /** Every family of somebody, apart. */
  allOf(personId: string): Promise<readonly FamilyEntity[]> {
    const found = this.gathered.get(personId) ?? this.gatherAll(personId);
    this.gathered.set(personId, found);
    return found;
  }

  /**
   * Asks for the family of whoever is meant by these records, in the rounds in which they are joined: what was asked is known
   * when the family is gathered. Nothing is asked for somebody of that family.
   */
  async foresee(records: readonly MemberNode[]): Promise<void> {
    const { ask, run, ahead, guard } = this.linker;
    const slots = new Map(records.map(({ agency, ref }): [string, Slot] => [agency, { state: 'pointer', ref }]));
    if ((await guard.check([slots])).own.includes(true)) return;
    await gatherFamilies(ask, slots, run, this.today, ahead);
  }

  private async gatherAll(personId: string): Promise<readonly FamilyEntity[]> {
    const { ask, run } = this.linker;
    const gathered = await gatherFamilies(ask, await this.linker.slots(personId), run, this.today, this.linker.ahead);
    const underGlass = gathered.map((family) => ({ ...family, members: this.underGlass(family.members) }));
    const all = [...new Set(underGlass.flatMap(({ members }) => members))];
    const checked = await this.linker.stopOwnFamily(all);
    const shown = new Map(all.map((slots, at) => [slots, checked[at]!]));
    const families = underGlass.map((family) => ({ ...family, members: family.members.map((one) => shown.get(one)!) }));
    return families.map((family) => {
      const [start, ...others] = family.members;
      // The id that was asked with stays this person's id, so that a client's cache holds one person once.
      this.linker.rename(personId, start!);
      const people = [this.linker.entity(personId, start!), ...others.map((slots) => this.linker.enter(slots))];
      const { members, groups, asserted } = family;
      const id = this.linker.parts.idCipher.sealFamily({ members, groups, asserted }, this.linker.organisation);
      return this.keepFamily(id, { members, groups, asserted }, people, family);
    });
  }

  private get today(): string {
    return (this.linker.parts.now?.() ?? new Date()).toISOString().slice(0, 10);
  }

  /**
   * Opens a family's id. Where an agency had not answered when it was made, or it was made by a role that may know
   * more, the family is gathered again from the member who is known best.
   */
  async open(id: string): Promise<FamilyEntity> {
    const known = this.known.get(id);
    if (known) return this.familyEntity(id, known.slots);
    const sealed = this.linker.parts.idCipher.openFamily(id, this.linker.organisation);
    const all = sealed.members
      .filter((slots) => !this.linker.isGone(slots))
      .map((slots) => this.linker.onlyOpen(slots))
      .filter(isKnownSomewhere);
    const people = this.underGlass(this.orderOf(all).map((at) => all[at]!));
    if (all.length > 0 && people.length === 0) throw new BreakGlassConfined();
    const members = await this.linker.stopOwnFamily(
      await Promise.all(people.map((slots) => this.linker.lookAgain(slots))),
    );
    if (members.length > 0 && [...sealed.groups].some(([agency, slot]) => this.mustGatherAgain(agency, slot))) {
      const best = members.reduce((a, b) => (countPointers(b) > countPointers(a) ? b : a));
      const gathered = sameFamily(
        await gatherFamilies(this.linker.ask, best, this.linker.run, this.today, this.linker.ahead),
        members,
      );
      const slots = {
        members: gathered ? await this.linker.stopOwnFamily(this.underGlass(gathered.members)) : [best],
        groups: gathered?.groups ?? new Map(),
        asserted: gathered?.asserted ?? new Map(),
      };
      const entered = slots.members.map((one) => this.linker.enter(one));
      return this.keepFamily(id, slots, entered, gathered ?? { assertions: [], ended: [], mayBeSame: [] });
    }
    const slots = { members, ...(await this.toldNow(sealed, members)) };
    const entered = members.map((one) => this.linker.enter(one));
    return this.keepFamily(id, slots, entered, { assertions: null, ended: [], mayBeSame: null });
  }

  /**
   * Of the groups that an id holds, those that somebody's record tells of now. An agency closes each person's record itself; of
   * a group it is not told whose it is: what is of them all would be read on by an id from before they were closed.
   */
  private async toldNow(
    { groups, asserted }: FamilySlots,
    members: readonly PersonSlots[],
  ): Promise<Pick<FamilySlots, 'groups' | 'asserted'>> {
    const { ask, run, parts } = this.linker;
    // No agency is asked of the family itself.
    if ([...run.asked].every((coordinate) => !coordinate.startsWith('Family.') || OWN_FIELDS.has(coordinate)))
      return { groups, asserted };
    const now = await Promise.all(
      [...groups].map(async ([agency, slot]): Promise<[string, Slot]> => {
        if (slot.state !== 'pointer') return [agency, slot];
        // Whom they take to belong together is asked of others too, in this round, where anything hangs on it.
        if (!parts.familyAgencies.includes(agency) && !ask.sharesIdentity(agency)) return [agency, slot];
        const refs = members.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null);
        const told = refs.length > 0 ? await ask.members(agency, [...new Set(refs)]) : [];
        if (told?.flat().some(({ ref }) => ref === slot.ref)) return [agency, slot];
        const isKnown = told && members.every((slots) => slots.get(agency)?.state !== 'unanswered');
        return [agency, { state: isKnown ? 'nothing' : 'unanswered' }];
      }),
    );
    const left = new Map(now);
    return {
      groups: left,
      asserted: new Map([...asserted].map(([agency, refs]) => [agency, pointerAt(left, agency) ? refs : new Set()])),
    };
  }

  private underGlass(members: readonly PersonSlots[]): readonly PersonSlots[] {
    const under = members.filter((slots) => isUnderBreakGlass(this.linker.run.entry, slots));
    this.leftOut ||= under.length < members.length;
    return under;
  }

  private mustGatherAgain(agency: string, slot: Slot): boolean {
    const open =
      this.linker.ask.grants(agency, 'existence') &&
      (this.linker.ask.grants(agency, 'family') || this.linker.ask.grants(agency, 'household'));
    return slot.state === 'notAsked' ? open : slot.state === 'unanswered' || !open;
  }

  /**
   * The places of a family's members in an order that follows from what this requester may know alone, and is one however the
   * family was reached: two parts of an operation may reach it at once, by its id or each from somebody else.
   */
  private orderOf(members: readonly PersonSlots[]): readonly number[] {
    const open = this.linker.ask.openAgencies();
    const names = members.map((slots) => {
      const shown = this.linker.onlyOpen(slots);
      return JSON.stringify(open.map((agency) => pointerAt(shown, agency)));
    });
    return [...names.keys()].sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  }

  private keepFamily(
    id: string,
    slots: FamilySlots,
    people: readonly PersonEntity[],
    told: {
      readonly assertions: readonly Assertion[] | null;
      readonly ended: readonly EndedTie[];
      readonly mayBeSame: readonly MayBeSame[] | null;
    },
  ): FamilyEntity {
    const order = this.orderOf(slots.members);
    const shown = { ...slots, members: order.map((at) => slots.members[at]!), groups: groupsOf(slots) };
    const { assertions, ended, mayBeSame: same } = told;
    const silent = unansweredIn(shown.groups);
    this.known.set(id, { slots: shown, people: order.map((at) => people[at]!), assertions, ended, same, silent });
    this.linker.doubt(same ?? []);
    this.linker.keep(id, shown.groups);
    return this.familyEntity(id, shown);
  }

  private familyEntity(id: string, { groups }: FamilySlots): FamilyEntity {
    return {
      id,
      ...Object.fromEntries(
        this.linker.parts.familyAgencies.map((agency) => [familyKey(agency), pointerAt(groups, agency)]),
      ),
    };
  }

  /** Ties of a family that are over. */
  async endedTies(familyId: string): Promise<readonly EndedTie[]> {
    await this.open(familyId);
    const family = this.known.get(familyId)!;
    await this.readTies(family);
    return family.ended;
  }

  /** Of each member the others of the family who may be the same person, and by whose word. */
  async mayBeSame(familyId: string): Promise<ReturnType<typeof sameOfEach>> {
    await this.open(familyId);
    const family = this.known.get(familyId)!;
    if (family.same === null) {
      family.same = await askMayBeSame(this.linker.ask, family.slots.members, this.linker.run);
      this.linker.doubt(family.same);
    }
    return sameOfEach(family, family.same);
  }

  /** What agencies assert of a family whose id was opened: of the groups that hold it together. */
  private async readTies(family: KnownFamily): Promise<void> {
    if (family.assertions) return;
    const { members, groups } = family.slots;
    const { all, silent } = await readGroups(this.linker.ask, members, this.today);
    const isOfFamily = (agency: string, ref: string): boolean =>
      members.some((slots) => pointerAt(slots, agency) === ref);
    const own = all.filter(
      ({ agency, ref, nodes }) =>
        members.length === 1 ||
        pointerAt(groups, agency) === ref ||
        nodes.filter((node) => isOfFamily(agency, node.ref)).length > 1,
    );
    family.assertions = own.flatMap(({ assertions }) => assertions);
    family.ended = own.flatMap(({ ended }) => ended);
    family.silent = silent;
  }

  /** Members of a family, each with what agencies assert of them. Relationships are read again when an id was opened. */
  async membersOf(familyId: string, withRelationships: boolean): Promise<ReturnType<typeof tiesOfEach>> {
    await this.open(familyId);
    const family = this.known.get(familyId)!;
    if (withRelationships) await this.readTies(family);
    return tiesOfEach(family);
  }
}

/** Of a family, by linkage's own reading. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['Family.id', 'Family.members', 'Family.endedTies']);

/** Of several families, the one that holds most of these people. */
function sameFamily(families: readonly GatheredFamily[], people: readonly PersonSlots[]): GatheredFamily | undefined {
  const names = new Set(people.flatMap((slots) => [...pointersOf(slots)].map(([agency, ref]) => `${agency}|${ref}`)));
  const common = ({ members }: GatheredFamily): number =>
    members.filter((slots) => [...pointersOf(slots)].some(([agency, ref]) => names.has(`${agency}|${ref}`))).length;
  return [...families].sort((a, b) => common(b) - common(a))[0];
}

const unansweredIn = (groups: PersonSlots): readonly string[] =>
  [...groups].filter(([, { state }]) => state === 'unanswered').map(([agency]) => agency);

/** A group is closed with the records of its members: where none of them may be shown, nor may what is of them all. */
const groupsOf = ({ groups, members }: FamilySlots): PersonSlots =>
  new Map(
    [...groups].map(([agency, slot]): [string, Slot] => {
      const isClosed = slot.state === 'pointer' && members.every((one) => one.get(agency)?.state === 'unanswered');
      return [agency, isClosed ? { state: 'unanswered' } : slot];
    }),
  );

/** A member of whom this requester may know nothing at any agency is not theirs to see. */
const isKnownSomewhere = (slots: PersonSlots): boolean => [...slots.values()].some(({ state }) => state !== 'notAsked');
