import { familyKey, personKey } from '@family-view/schema';
import type { OperationRun } from '../types';
import type { AskContract } from './ask-linkage';
import { LinkageQuestions } from './ask-linkage';
import { type Found, findPerson, learn } from './find-person';
import { type Assertion, gatherFamily, linkNodes, readGroups } from './gather-family';
import { GlassConfined, isUnderGlass } from './glass-key';
import { type CheckedBefore, OwnFamily, OwnFamilyGuard } from './own-family';
import type { Sealer } from './seal';
import { type FamilySlots, type PersonSlots, pointerAt, type Slot } from './slots';
import type { Learned, Subject } from './subject';

/** A Person as linkage hands it to the engine: the sealed id and each agency's own pointer. */
export type PersonEntity = Readonly<Record<string, unknown>> & { readonly id: string };
export type FamilyEntity = Readonly<Record<string, unknown>> & { readonly id: string };

export interface LinkageParts {
  /** The registry's agencies, in its order. */
  readonly agencies: readonly string[];
  /** Those that contribute to Family. */
  readonly familyAgencies: readonly string[];
  readonly sealer: Sealer;
  readonly askContract: AskContract;
  readonly checked: CheckedBefore;
  /** Told before anything else when somebody asks for their own family. */
  readonly onOwnFamily: (linker: Linker, people: readonly PersonSlots[]) => Promise<void>;
}

/** Linkage for the length of one operation. Nothing outlives it. */
export class Linker {
  readonly ask: LinkageQuestions;
  private readonly guard: OwnFamilyGuard;
  private leftOut = false;
  private readonly people = new Map<string, Promise<PersonSlots>>();
  private readonly settled = new Map<string, PersonSlots>();
  private readonly families = new Map<
    string,
    { readonly slots: FamilySlots; readonly ids: readonly string[]; readonly assertions: readonly Assertion[] | null }
  >();

  constructor(
    readonly parts: LinkageParts,
    readonly run: OperationRun,
  ) {
    this.ask = new LinkageQuestions(parts.agencies, parts.askContract, run);
    this.guard = new OwnFamilyGuard(this.ask, run, parts.checked);
  }

  /** Nobody looks up their own family: the agencies that hold it are told, and nothing more is asked. */
  private async stopOwnFamily(people: readonly PersonSlots[]): Promise<void> {
    if (!(await this.guard.belongsTo(people)).includes(true)) return;
    await this.parts.onOwnFamily(this, people);
    throw new OwnFamily();
  }

  /** Somebody of the family stays as they were under the broken glass, and is not among those told of. */
  get leavesSomebodyOut(): boolean {
    return this.leftOut;
  }

  async find(stated: Subject): Promise<Found & { readonly person: PersonEntity | null }> {
    if (this.run.entry.breakGlass) throw new GlassConfined();
    const found = await findPerson(this.ask, stated, this.run);
    if (found.slots) await this.stopOwnFamily([found.slots]);
    return { ...found, person: found.slots && this.enter(found.slots) };
  }

  /** Opens an id. An agency that had not answered when it was made is matched again, from what the others hold. */
  async openPerson(id: string): Promise<PersonEntity> {
    return this.entity(id, await this.slots(id));
  }

  /** Slots of people, and of families as groups, met so far in this operation. */
  knownSlots = (id: string): PersonSlots | undefined => this.settled.get(id);

  /** The people whom an agency knows by this ref, as met in this operation. */
  peopleAt(agency: string, ref: string): readonly PersonSlots[] {
    return [...this.settled.values()].filter((slots) => pointerAt(slots, agency) === ref).slice(0, 1);
  }

  /** The members of the families that an agency knows by this group. */
  membersAt(agency: string, group: string): readonly PersonSlots[] {
    return [...this.families.values()]
      .filter(({ slots }) => pointerAt(slots.groups, agency) === group)
      .flatMap(({ slots }) => slots.members);
  }

  /** Agencies that had not answered, or were not certain, about somebody in this operation. */
  doubts(): { readonly unanswered: ReadonlySet<string>; readonly possible: ReadonlySet<string> } {
    const inState = (state: Slot['state']): ReadonlySet<string> =>
      new Set(
        [...this.settled.values()].flatMap((slots) =>
          [...slots].flatMap(([agency, slot]) => (slot.state === state ? [agency] : [])),
        ),
      );
    return { unanswered: inState('unanswered'), possible: inState('possible') };
  }

  /** What is known of a person at each agency that this requester may know of. */
  slots(id: string): Promise<PersonSlots> {
    let slots = this.people.get(id);
    if (!slots) {
      slots = this.reopen(id).then((opened) => this.keep(id, opened));
      this.people.set(id, slots);
    }
    return slots;
  }

  private async reopen(id: string): Promise<PersonSlots> {
    const opened = this.onlyOpen(this.parts.sealer.openPerson(id, this.organisation));
    if (!isUnderGlass(this.run.entry, opened)) throw new GlassConfined();
    const slots = await this.complete(opened);
    await this.stopOwnFamily([slots]);
    return slots;
  }

  /** What the agencies that hold somebody may pass on of them. */
  learn(slots: PersonSlots): Promise<readonly Learned[]> {
    const pointers = [...slots].flatMap(([agency, slot]) =>
      slot.state === 'pointer' ? [[agency, slot.ref] as const] : [],
    );
    return learn(this.ask, new Map(pointers));
  }

  /** Somebody matched again at agencies that have opened to this entry since, or had not answered. */
  async lookAgain(slots: PersonSlots): Promise<PersonSlots> {
    const open = new Set(this.ask.openAgencies());
    return this.complete(
      new Map(
        this.parts.agencies.map((agency) => {
          const slot = slots.get(agency) ?? { state: 'notAsked' as const };
          return [agency, slot.state === 'notAsked' && open.has(agency) ? { state: 'unanswered' as const } : slot];
        }),
      ),
    );
  }

  familyMembers(id: string): readonly PersonSlots[] {
    return this.families.get(id)?.slots.members ?? [];
  }

  /** The family of somebody who was just linked. */
  async familyFrom(slots: PersonSlots): Promise<FamilyEntity | PersonEntity> {
    const person = this.enter(slots);
    return (await this.familyOf(person.id)) ?? person;
  }

  private async complete(slots: PersonSlots): Promise<PersonSlots> {
    const states = [...slots.values()].map((slot) => slot.state);
    if (!states.includes('unanswered') || !states.includes('pointer')) return slots;
    return (await findPerson(this.ask, {}, this.run, slots)).answers;
  }

  /** What was sealed for a wider role is cut to what this one may know of. */
  private onlyOpen(slots: PersonSlots): PersonSlots {
    const open = new Set(this.ask.openAgencies());
    return new Map([...slots].map(([agency, slot]) => [agency, open.has(agency) ? slot : { state: 'notAsked' }]));
  }

  enter(slots: PersonSlots): PersonEntity {
    const id = this.parts.sealer.sealPerson(slots, this.organisation);
    if (!this.people.has(id)) this.people.set(id, Promise.resolve(this.keep(id, slots)));
    return this.entity(id, slots);
  }

  private keep(id: string, slots: PersonSlots): PersonSlots {
    this.settled.set(id, slots);
    return slots;
  }

  private entity(id: string, slots: PersonSlots): PersonEntity {
    return {
      id,
      ...Object.fromEntries(this.parts.agencies.map((agency) => [personKey(agency), pointerAt(slots, agency)])),
    };
  }

  async familyOf(personId: string): Promise<FamilyEntity | null> {
    const gathered = await gatherFamily(this.ask, await this.slots(personId), this.run);
    if (!gathered) return null;
    const { groups, assertions } = gathered;
    const members = this.underGlass(gathered.members);
    await this.stopOwnFamily(members);
    const [start, ...others] = members;
    // The id that was asked with stays this person's id, so that a client's cache holds one person once.
    const ids = [personId, ...others.map((slots) => this.enter(slots).id)];
    this.people.set(personId, Promise.resolve(this.keep(personId, start!)));
    const slots = { members, groups };
    return this.enterFamily(this.parts.sealer.sealFamily(slots, this.organisation), slots, ids, assertions);
  }

  /**
   * Opens a family's id. Where an agency had not answered when it was made, or it was made by a role that may know
   * more, the family is gathered again from the member who is known best.
   */
  async openFamily(id: string): Promise<FamilyEntity> {
    const known = this.families.get(id);
    if (known) return this.familyEntity(id, known.slots);
    const sealed = this.parts.sealer.openFamily(id, this.organisation);
    const all = sealed.members.map((slots) => this.onlyOpen(slots)).filter(isKnownSomewhere);
    const people = this.underGlass(all);
    if (all.length > 0 && people.length === 0) throw new GlassConfined();
    await this.stopOwnFamily(people);
    const members = await Promise.all(people.map((slots) => this.complete(slots)));
    if (members.length > 0 && [...sealed.groups].some(([agency, slot]) => this.mustGatherAgain(agency, slot))) {
      const best = members.reduce((a, b) => (countPointers(b) > countPointers(a) ? b : a));
      const gathered = await gatherFamily(this.ask, best, this.run);
      const slots = {
        members: gathered ? this.underGlass(gathered.members) : [best],
        groups: gathered?.groups ?? new Map(),
      };
      return this.enterFamily(
        id,
        slots,
        slots.members.map((one) => this.enter(one).id),
        gathered?.assertions ?? [],
      );
    }
    const slots = { members, groups: sealed.groups };
    return this.enterFamily(
      id,
      slots,
      members.map((one) => this.enter(one).id),
      null,
    );
  }

  private underGlass(members: readonly PersonSlots[]): readonly PersonSlots[] {
    const under = members.filter((slots) => isUnderGlass(this.run.entry, slots));
    this.leftOut ||= under.length < members.length;
    return under;
  }

  private mustGatherAgain(agency: string, slot: Slot): boolean {
    if (slot.state === 'notAsked') return false;
    const open =
      this.ask.grants(agency, 'existence') &&
      (this.ask.grants(agency, 'family') || this.ask.grants(agency, 'household'));
    return slot.state === 'unanswered' || !open;
  }

  private enterFamily(
    id: string,
    slots: FamilySlots,
    ids: readonly string[],
    assertions: readonly Assertion[] | null,
  ): FamilyEntity {
    this.families.set(id, { slots, ids, assertions });
    this.keep(id, slots.groups);
    return this.familyEntity(id, slots);
  }

  private familyEntity(id: string, { groups }: FamilySlots): FamilyEntity {
    return {
      id,
      ...Object.fromEntries(this.parts.familyAgencies.map((agency) => [familyKey(agency), pointerAt(groups, agency)])),
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
    await this.openFamily(familyId);
    const { slots, ids, assertions } = this.families.get(familyId)!;
    const said = assertions ?? (withRelationships ? (await readGroups(this.ask, slots.members)).assertions : []);
    const idAt = new Map(
      slots.members.flatMap((member, at) =>
        [...member].flatMap(([agency, slot]) =>
          slot.state === 'pointer' ? [[`${agency}|${slot.ref}`, ids[at]!] as const] : [],
        ),
      ),
    );
    return slots.members.map((member, at) => ({
      person: this.entity(ids[at]!, member),
      assertions: said
        .filter(({ agency, ref }) => pointerAt(member, agency) === ref)
        .map((assertion) => ({
          ...assertion,
          toId: assertion.to === null ? null : (idAt.get(`${assertion.agency}|${assertion.to}`) ?? null),
        })),
    }));
  }

  /** A page of one agency's roster, each person matched at the others. The cursor is sealed: it may be made of a pointer. */
  linkRoster = async (
    agency: string,
    area: string | null,
    count: number,
    after: string | null,
  ): Promise<{ readonly people: readonly PersonEntity[]; readonly next: string | null } | null> => {
    if (this.run.entry.breakGlass) throw new GlassConfined();
    const { sealer } = this.parts;
    const cursor = after === null ? null : sealer.openCursor(after, this.organisation);
    const page = await this.ask.roster(agency, { area, first: count, after: cursor });
    if (!page) return null;
    const identities = await this.ask.identities(agency, page.refs);
    const nodes = page.refs.map((ref, at) => ({ agency, ref, identity: identities?.[at] ?? null }));
    const { others } = await linkNodes(this.ask, new Map(), nodes, this.run);
    // Nobody asked for them by name, so nobody is stopped: they are left out.
    const own = await this.guard.belongsTo(others);
    return {
      people: others.filter((_, at) => !own[at]).map((slots) => this.enter(slots)),
      next: page.next === null ? null : sealer.sealCursor(page.next, this.organisation),
    };
  };

  private get organisation(): string {
    return this.run.entry.requester.organisation;
  }
}

const countPointers = (slots: PersonSlots): number =>
  [...slots.values()].filter(({ state }) => state === 'pointer').length;
/** A member of whom this requester may know nothing at any agency is not theirs to see. */
const isKnownSomewhere = (slots: PersonSlots): boolean => [...slots.values()].some(({ state }) => state !== 'notAsked');
