import { familyKey } from '@family-view/schema';
import { type Assertion, gatherFamily, readGroups } from './gather-family';
import { GlassConfined, isUnderGlass } from './glass-key';
import type { Linker, PersonEntity } from './linker';
import { countPointers, type FamilySlots, nameOf, type PersonSlots, pointerAt, type Slot } from './slots';

/** A Family as linkage hands it to the engine: the sealed id and each agency's own reference to the group. */
export type FamilyEntity = Readonly<Record<string, unknown>> & { readonly id: string };

/** The families of one operation. Nothing outlives it. */
export class FamilyLinker {
  private leftOut = false;
  private readonly known = new Map<
    string,
    {
      readonly slots: FamilySlots;
      readonly people: readonly PersonEntity[];
      assertions: readonly Assertion[] | null;
      /** Agencies that assert of the family, or may, and did not say what. */
      silent: readonly string[];
    }
  >();

  constructor(private readonly linker: Linker) {}

  /** Somebody of the family stays as they were under the broken glass, and is not among those told of. */
  get leavesSomebodyOut(): boolean {
    return this.leftOut;
  }

  /** The members of the families that an agency knows by this group. */
  membersAt(agency: string, group: string): readonly PersonSlots[] {
    return [...this.known.values()]
      .filter(({ slots }) => pointerAt(slots.groups, agency) === group)
      .flatMap(({ slots }) => slots.members);
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

  async ofPerson(personId: string): Promise<FamilyEntity | null> {
    const gathered = await gatherFamily(this.linker.ask, await this.linker.slots(personId), this.linker.run);
    if (!gathered) return null;
    const { groups, assertions } = gathered;
    const members = this.underGlass(gathered.members);
    await this.linker.stopOwnFamily(members);
    const [start, ...others] = members;
    // The id that was asked with stays this person's id, so that a client's cache holds one person once.
    this.linker.rename(personId, start!);
    const people = [this.linker.entity(personId, start!), ...others.map((slots) => this.linker.enter(slots))];
    const slots = { members, groups };
    return this.keepFamily(
      this.linker.parts.sealer.sealFamily(slots, this.linker.organisation),
      slots,
      people,
      assertions,
    );
  }

  /**
   * Opens a family's id. Where an agency had not answered when it was made, or it was made by a role that may know
   * more, the family is gathered again from the member who is known best.
   */
  async open(id: string): Promise<FamilyEntity> {
    const known = this.known.get(id);
    if (known) return this.familyEntity(id, known.slots);
    const sealed = this.linker.parts.sealer.openFamily(id, this.linker.organisation);
    // In an order of their own: the sealed one follows from pointers that this requester may not know of.
    const all = sealed.members
      .map((slots) => this.linker.onlyOpen(slots))
      .filter(isKnownSomewhere)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const people = this.underGlass(all);
    if (all.length > 0 && people.length === 0) throw new GlassConfined();
    await this.linker.stopOwnFamily(people);
    const members = await Promise.all(people.map((slots) => this.linker.lookAgain(slots)));
    if (members.length > 0 && [...sealed.groups].some(([agency, slot]) => this.mustGatherAgain(agency, slot))) {
      const best = members.reduce((a, b) => (countPointers(b) > countPointers(a) ? b : a));
      const gathered = await gatherFamily(this.linker.ask, best, this.linker.run);
      const slots = {
        members: gathered ? this.underGlass(gathered.members) : [best],
        groups: gathered?.groups ?? new Map(),
      };
      return this.keepFamily(
        id,
        slots,
        slots.members.map((one) => this.linker.enter(one)),
        gathered?.assertions ?? [],
      );
    }
    const slots = { members, groups: sealed.groups };
    return this.keepFamily(
      id,
      slots,
      members.map((one) => this.linker.enter(one)),
      null,
    );
  }

  private underGlass(members: readonly PersonSlots[]): readonly PersonSlots[] {
    const under = members.filter((slots) => isUnderGlass(this.linker.run.entry, slots));
    this.leftOut ||= under.length < members.length;
    return under;
  }

  private mustGatherAgain(agency: string, slot: Slot): boolean {
    const open =
      this.linker.ask.grants(agency, 'existence') &&
      (this.linker.ask.grants(agency, 'family') || this.linker.ask.grants(agency, 'household'));
    return slot.state === 'notAsked' ? open : slot.state === 'unanswered' || !open;
  }

  private keepFamily(
    id: string,
    slots: FamilySlots,
    people: readonly PersonEntity[],
    assertions: readonly Assertion[] | null,
  ): FamilyEntity {
    this.known.set(id, { slots, people, assertions, silent: unansweredIn(slots.groups) });
    this.linker.keep(id, slots.groups);
    return this.familyEntity(id, slots);
  }

  private familyEntity(id: string, { groups }: FamilySlots): FamilyEntity {
    return {
      id,
      ...Object.fromEntries(
        this.linker.parts.familyAgencies.map((agency) => [familyKey(agency), pointerAt(groups, agency)]),
      ),
    };
  }

  /** Members of a family, each with what agencies assert of them. Relationships are read again when an id was opened. */
  async membersOf(
    familyId: string,
    withRelationships: boolean,
  ): Promise<
    readonly {
      readonly person: PersonEntity;
      readonly assertions: readonly (Assertion & { readonly toId: string | null })[];
    }[]
  > {
    await this.open(familyId);
    const family = this.known.get(familyId)!;
    const { slots, people } = family;
    if (!family.assertions && withRelationships) {
      const { assertions, groups } = await readGroups(this.linker.ask, slots.members);
      family.assertions = assertions;
      family.silent = unansweredIn(groups);
    }
    const said = family.assertions ?? [];
    const idAt = new Map<string, string>();
    if (said.length > 0)
      for (const [at, member] of slots.members.entries())
        for (const [agency, slot] of member)
          if (slot.state === 'pointer') idAt.set(`${agency}|${slot.ref}`, people[at]!.id);
    return slots.members.map((member, at) => ({
      person: people[at]!,
      assertions: said
        .filter(({ agency, ref }) => pointerAt(member, agency) === ref)
        .map((assertion) => ({
          ...assertion,
          toId: assertion.to === null ? null : (idAt.get(`${assertion.agency}|${assertion.to}`) ?? null),
        })),
    }));
  }
}

const unansweredIn = (groups: PersonSlots): readonly string[] =>
  [...groups].filter(([, { state }]) => state === 'unanswered').map(([agency]) => agency);

/** A member of whom this requester may know nothing at any agency is not theirs to see. */
const isKnownSomewhere = (slots: PersonSlots): boolean => [...slots.values()].some(({ state }) => state !== 'notAsked');
