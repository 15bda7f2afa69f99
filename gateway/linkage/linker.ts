import { personKey } from '@family-view/schema';
import type { OperationContext } from '../operation-context';
import type { Fact } from '../policy/types';
import type { WhoseWord } from '../schema-registry/whose-word';
import { BreakGlassConfined, isUnderBreakGlass } from './break-glass-token';
import type { MemberNode } from './cluster-members';
import { ContractClient } from './contract-client';
import type { FetchContract } from './contract-exchange';
import { FamilyLinker } from './family-linker';
import { type Found, findPerson, learn } from './find-person';
import { type IdCipher, isFamilyId } from './id-cipher';
import { foreseeKin } from './learn-kin';
import type { RecordsToLink } from './link-records';
import type { MayBeSame } from './may-be-same';
import { type CheckedBefore, OwnFamily, OwnFamilyGuard } from './own-family';
import { countPointers, nameOf, pointerAt, pointersOf } from './slots';
import type { Learned, Subject } from './subject';
import type { PersonEntity, PersonSlots, Slot } from './types';

export interface LinkageParts {
  /** The registry's agencies, in its order. */
  readonly agencies: readonly string[];
  /** Those that contribute to Family. */
  readonly familyAgencies: readonly string[];
  readonly idCipher: IdCipher;
  readonly askContract: FetchContract;
  /** Agencies that still answer too early a contract (`CONTRACT_SINCE.recognises`): they recognise nobody. */
  readonly earlier?: () => ReadonlySet<string>;
  /** Agencies whose contract is too early to say what was noted of a record (`CONTRACT_SINCE.notes`). */
  readonly notNoting?: () => ReadonlySet<string>;
  readonly now?: () => Date;
  /** Whether a protocol closes anything of whoever is marked. */
  readonly closesByMarkers?: boolean;
  /** Whom to ring at an agency, as the protocol has it. */
  readonly dutyLine: (agency: string) => string | null;
  readonly checked: CheckedBefore;
  /** Whose streams a fact may open that an agency tells, as it stands at each look. */
  readonly whoseWord: () => WhoseWord;
  /** Told of an agency's word that would have opened something and is not that agency's to give. */
  readonly onForeignFact: (run: OperationContext, fact: Fact) => void;
  /** Told before anything else when somebody asks for their own family. */
  readonly onOwnFamily: (linker: Linker, people: readonly PersonSlots[]) => Promise<void>;
}

/**
 * Somebody whose id is sealed when it is first looked at. A class: an object literal with a getter has a hidden class of its
 * own for each person, which keeps their whole operation in memory until everything is looked through.
 */
class MetPerson {
  readonly #seal: () => string;
  #id: string | undefined;

  constructor(
    readonly handle: string,
    pointers: Readonly<Record<string, string | null>>,
    seal: () => string,
  ) {
    this.#seal = seal;
    Object.assign(this, pointers);
  }

  get id(): string {
    this.#id ??= this.#seal();
    return this.#id;
  }
}

const NOT_ASKED: Slot = { state: 'notAsked' };

/** Linkage for the length of one operation. Nothing outlives it. */
export class Linker {
  readonly ask: ContractClient;
  readonly guard: OwnFamilyGuard;
  /** What will be asked of records that are being joined, in the round in which agencies are asked about them. */
  readonly ahead: Required<Pick<RecordsToLink, 'withKin' | 'meanwhile'>>;
  private readonly people = new Map<string, Promise<PersonSlots>>();
  private readonly settled = new Map<string, PersonSlots>();
  private readonly met = new Map<string, PersonEntity>();
  /** By id, of those who were met before it was sealed. */
  private readonly handles = new Map<string, string>();
  readonly families = new FamilyLinker(this);

  constructor(
    readonly parts: LinkageParts,
    readonly run: OperationContext,
    /** Clauses turn on markers: who belongs with whom is read of everybody. */
    needsMarkers = false,
  ) {
    this.ask = new ContractClient(parts.agencies, parts.askContract, run, parts.earlier?.(), parts.notNoting?.());
    this.guard = new OwnFamilyGuard(this.ask, run, parts.checked, (texts) => parts.idCipher.digestOf(texts));
    this.ahead = {
      withKin: needsMarkers || run.entry.requester.person !== null,
      meanwhile: (records) => {
        this.foresee(this.guard.foresee(records));
        if (needsMarkers) this.foresee(foreseeKin(this.ask, records));
      },
    };
  }

  /**
   * Nobody looks up their own family: the agencies that hold it are told, and nothing more is asked. Otherwise the same
   * people, without the records of agencies that did not say.
   */
  async stopOwnFamily(people: readonly PersonSlots[]): Promise<readonly PersonSlots[]> {
    const checked = await this.guard.check(people);
    if (!checked.own.includes(true)) return checked.people;
    await this.parts.onOwnFamily(this, people);
    throw new OwnFamily();
  }

  /** @param family it is asked for, too: its agencies are asked in the same rounds. */
  async find(stated: Subject, family = false): Promise<Found & { readonly person: PersonEntity | null }> {
    if (this.run.entry.breakGlass) throw new BreakGlassConfined();
    const selected = (records: readonly MemberNode[]) => family && this.foresee(this.families.foresee(records));
    const found = await findPerson(this.ask, stated, this.run, new Map(), { ...this.ahead, family, selected });
    this.doubt(found.conflicts);
    const [slots] = found.slots ? await this.stopOwnFamily([found.slots]) : [];
    return { ...found, ...(slots ? { slots, answers: slots } : {}), person: slots ? this.enter(slots) : null };
  }

  private readonly foreseen: Promise<unknown>[] = [];

  /** Whoever needs what is asked ahead meets its faults. */
  private foresee(asked: Promise<unknown>): void {
    this.foreseen.push(asked.catch(() => {}));
  }

  /** Once nothing is being asked ahead any more: nothing of an operation goes to agencies after its answer. */
  async settle(): Promise<void> {
    for (const asked of this.foreseen) await asked;
  }

  /** Opens an id. An agency that had not answered when it was made is matched again, from what the others hold. */
  async openPerson(id: string): Promise<PersonEntity> {
    return this.entity(id, await this.slots(id));
  }

  /** Slots of people, and of families as groups, met so far in this operation: by handle, and by each id that was sealed. */
  knownSlots = (name: string): PersonSlots | undefined => this.settled.get(name);

  /** Of whom, and of which families, this operation tells: each by the first agency that holds them. */
  toldOf(): { readonly people: readonly string[]; readonly families: readonly string[] } {
    const people = new Set<string>();
    const families = new Set<string>();
    for (const [name, slots] of this.settled) {
      const agency = this.parts.agencies.find((one) => pointerAt(slots, one) !== null);
      if (agency !== undefined)
        (isFamilyId(name) ? families : people).add(JSON.stringify([agency, pointerAt(slots, agency)]));
    }
    return { people: [...people], families: [...families] };
  }

  /** Notes everybody who was met, at each agency that is known to hold them: what is told of them tells that it does. */
  noteMet(): void {
    for (const slots of this.settled.values())
      for (const [agency, slot] of slots)
        if (slot.state === 'pointer') this.run.answers.told(agency, slot.ref, 'existence');
  }

  /** What somebody is told apart by, who has this id. */
  namesOf(id: string): readonly string[] {
    const handle = this.handles.get(id);
    return handle === undefined ? [id] : [id, handle];
  }

  /** The people whom an agency knows by this ref, as met in this operation. */
  peopleAt(agency: string, ref: string): readonly PersonSlots[] {
    return [...this.settled.values()].filter((slots) => pointerAt(slots, agency) === ref).slice(0, 1);
  }

  /** Agencies that had not answered, or were not certain, about somebody in this operation. */
  unresolved(): { readonly unanswered: ReadonlySet<string>; readonly possible: ReadonlySet<string> } {
    const unanswered = new Set<string>();
    const possible = new Set<string>();
    for (const slots of this.settled.values())
      for (const [agency, { state }] of slots)
        if (state === 'unanswered') unanswered.add(agency);
        else if (state === 'possible') possible.add(agency);
    return { unanswered, possible };
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
    const opened = this.onlyOpen(this.parts.idCipher.openPerson(id, this.organisation));
    if (!isUnderBreakGlass(this.run.entry, opened)) throw new BreakGlassConfined();
    const slots = await this.lookAgain(opened);
    return (await this.stopOwnFamily([slots]))[0]!;
  }

  /** The records that an id names, whatever is open of them: for who looked at them, and not for showing them. */
  openForAccount(id: string): PersonSlots {
    return this.keep(id, this.parts.idCipher.openPerson(id, this.organisation));
  }

  /** What the agencies that hold somebody may pass on of them. */
  learn(slots: PersonSlots): Promise<readonly Learned[]> {
    return learn(this.ask, pointersOf(slots));
  }

  /**
   * Somebody matched again at agencies that had not answered, or were closed to whoever the id was made for and are open to
   * this entry: a colleague's, or one's own for another purpose.
   */
  async lookAgain(slots: PersonSlots): Promise<PersonSlots> {
    if (countPointers(slots) === 0) return slots;
    const open = this.ask.openAgencies();
    const slotAt = (agency: string): Slot => slots.get(agency) ?? NOT_ASKED;
    const isUnanswered = (agency: string): boolean => {
      const { state } = slotAt(agency);
      return state === 'unanswered' || (state === 'notAsked' && open.includes(agency));
    };
    if (!this.parts.agencies.some(isUnanswered)) return slots;
    const asked = this.parts.agencies.map((agency): [string, Slot] => [
      agency,
      isUnanswered(agency) ? { state: 'unanswered' } : slotAt(agency),
    ]);
    return (await findPerson(this.ask, {}, this.run, new Map(asked))).answers;
  }

  /** What was sealed for a wider role is cut to what this one may know of. */
  onlyOpen(slots: PersonSlots): PersonSlots {
    const open = this.ask.openAgencies();
    const { isStopped } = this.run;
    if (!isStopped && [...slots.keys()].every((agency) => open.includes(agency))) return slots;
    const cut = new Map<string, Slot>();
    for (const [agency, slot] of slots) {
      // As a record that the agency closed since: it is in no answer of the contract any more.
      const isGone = slot.state === 'pointer' && isStopped?.(agency, slot.ref) === true;
      cut.set(agency, open.includes(agency) ? (isGone ? { state: 'nothing' } : slot) : NOT_ASKED);
    }
    return cut;
  }

  /** Whose record is stopped, and of whom nothing else is left: as somebody whom no agency tells of any more. */
  isGone(slots: PersonSlots): boolean {
    const { isStopped } = this.run;
    if (!isStopped || ![...pointersOf(slots)].some(([agency, ref]) => isStopped(agency, ref))) return false;
    return countPointers(this.onlyOpen(slots)) === 0;
  }

  /** Gives a known person's id to what has been learned of them since. */
  rename(id: string, slots: PersonSlots): void {
    this.people.set(id, Promise.resolve(slots));
    for (const name of this.namesOf(id)) this.keep(name, slots);
  }

  /** Somebody of whom no id is known yet; the same for all of whom the same is known everywhere. */
  enter(slots: PersonSlots): PersonEntity {
    const name = nameOf(this.ofAll(slots));
    const entity = this.met.get(name) ?? this.meet(slots);
    this.met.set(name, entity);
    return entity;
  }

  /** As it would be sealed: an agency that is left out was not asked. */
  private ofAll(slots: PersonSlots): PersonSlots {
    const { agencies } = this.parts;
    if (slots.size === agencies.length) return slots;
    return new Map(agencies.map((agency): [string, Slot] => [agency, slots.get(agency) ?? NOT_ASKED]));
  }

  private meet(slots: PersonSlots): PersonEntity {
    const handle = `#${this.met.size}`;
    this.keep(handle, slots);
    return new MetPerson(handle, this.pointers(slots), () => this.sealMet(handle, slots)) as PersonEntity & MetPerson;
  }

  private sealMet(handle: string, slots: PersonSlots): string {
    const id = this.parts.idCipher.sealPerson(slots, this.organisation);
    this.handles.set(id, handle);
    if (!this.people.has(id)) this.people.set(id, Promise.resolve(this.keep(id, slots)));
    return id;
  }

  /** Records of this operation that may be one person's, and are not joined: for the agencies that hold them. */
  readonly doubted: MayBeSame[] = [];
  doubt(pairs: readonly MayBeSame[]): void {
    this.doubted.push(...pairs);
  }

  /** What the requester has just proposed of an agency's possible record: that it is the same person, or is not. */
  readonly proposed = new Map<string, boolean>();

  /** Remembered for this operation. */
  keep(name: string, slots: PersonSlots): PersonSlots {
    this.settled.set(name, slots);
    return slots;
  }

  entity(id: string, slots: PersonSlots): PersonEntity {
    return { ...this.pointers(slots), handle: id, id };
  }

  private pointers(slots: PersonSlots): Readonly<Record<string, string | null>> {
    const pointers: Record<string, string | null> = {};
    for (const agency of this.parts.agencies) pointers[personKey(agency)] = pointerAt(slots, agency);
    return pointers;
  }

  get organisation(): string {
    return this.run.entry.requester.organisation;
  }
}
