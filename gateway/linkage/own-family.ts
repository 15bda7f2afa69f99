import { FamilyViewError } from '../errors';
import type { OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
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

/** Requesters and people who were found to be of different families a short while ago. Of a person only a digest. */
export interface CheckedBefore {
  has(key: string): boolean;
  set(key: string, value: true): unknown;
}

/**
 * Finds out, inside the agencies' walls, whether the requester is one of those they ask about or belongs to a family of
 * theirs: each agency compares the requester as it compares anybody, and says whom it groups together. Neither leaves the
 * gateway. Whom an agency only may hold counts, if it is in the very family that is asked for.
 */
export class OwnFamilyGuard {
  private readonly own = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(
    private readonly ask: LinkageQuestions,
    private readonly run: OperationRun,
    private readonly checked: CheckedBefore,
  ) {}

  /** Of each person, whether the requester belongs to their family. */
  async belongsTo(people: readonly PersonSlots[]): Promise<readonly boolean[]> {
    const { person, id } = this.run.entry.requester;
    if (!person) return people.map(() => false);
    const keys = people.map((slots) => `${id} ${nameOf(slots)}`);
    const unchecked = people.filter((_, at) => !this.checked.has(keys[at]!));
    if (unchecked.length === 0) return people.map(() => false);
    const found = await Promise.all(this.ask.openAgencies().map((agency) => this.atAgency(agency, unchecked)));
    const owns = new Set(unchecked.filter((_, at) => found.some((each) => each[at])));
    for (const [at, slots] of people.entries()) if (!owns.has(slots)) this.checked.set(keys[at]!, true);
    return people.map((slots) => owns.has(slots));
  }

  /** Asks early whom the agencies may hold the requester as: it goes in one call with what else is asked of them then. */
  askWhoTheyAre(): void {
    if (this.run.entry.requester.person) for (const agency of this.ask.openAgencies()) void this.ownRefs(agency);
  }

  private async atAgency(agency: string, people: readonly PersonSlots[]): Promise<readonly boolean[]> {
    const refs = people.map((slots) => pointerAt(slots, agency));
    const asked = [...new Set(refs.filter((ref) => ref !== null))];
    if (asked.length === 0) return people.map(() => false);
    const groups = this.run.rights.flows(agency, 'family', 'gateway') ? this.ask.familyRefs(agency, asked) : null;
    const [own, families] = await Promise.all([this.ownRefs(agency), groups]);
    const related = new Map(asked.map((ref, at) => [ref, new Set([ref, ...(families?.[at] ?? [])])]));
    return refs.map((ref) => ref !== null && [...related.get(ref)!].some((one) => own.has(one)));
  }

  /** Whom an agency may hold the requester as. */
  private ownRefs(agency: string): Promise<ReadonlySet<string>> {
    let found = this.own.get(agency);
    if (!found) {
      const { givenName, familyName, dateOfBirth, postcode } = this.run.entry.requester.person!;
      const subject = { givenName, familyName, dateOfBirth, ...(postcode ? { postcode } : {}) };
      found = this.ask
        .match(agency, [subject])
        .then((reply) => new Set((reply?.[0] ?? []).map((candidate) => candidate.ref)));
      this.own.set(agency, found);
    }
    return found;
  }
}
