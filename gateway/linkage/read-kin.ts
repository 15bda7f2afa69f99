import type { z } from 'zod';
import { GROUP_KINDS, type HeldGroup, type HeldIdentity, type kinReply, LIFE_STATES } from './contract-replies';
import {
  dayOf,
  flagOf,
  type Given,
  instantOf,
  isNone,
  listOf,
  notPlain,
  numberOf,
  objectOf,
  oneOf,
  pointerOf,
  textOf,
  whereItIsPlain,
  wordOf,
} from './plain-values';

/** As `kinReply` reads it: of everybody who is opened under a condition, and of a family of three sixty identities in a request. */
export const readPlainKin = whereItIsPlain(
  ({ identity, members }): z.infer<typeof kinReply> => new KinReading().read(identity, members),
);

/** One reply: whoever stands in it again in the same words is read once. */
class KinReading {
  private readonly people = new Map<string, { readonly given: Given; readonly read: HeldIdentity }>();

  read(identity: unknown, members: unknown): z.infer<typeof kinReply> {
    const people = listOf(identity).map((one) => (one === null ? null : this.identity(one)));
    if (members === undefined) return { identity: people };
    return { identity: people, members: listOf(members).map((groups) => listOf(groups).map(this.group)) };
  }

  private readonly group = (given: unknown): HeldGroup => {
    const of = objectOf(given);
    return { ref: pointerOf(of.ref), kind: oneOf(GROUP_KINDS, of.kind), members: listOf(of.members).map(this.member) };
  };

  private readonly member = (given: unknown): HeldGroup['members'][number] => {
    const of = objectOf(given);
    return {
      ref: pointerOf(of.ref),
      relationship: textOf(of.relationship),
      to: textOf(of.to),
      from: textOf(of.from),
      until: textOf(of.until),
      parentalResponsibility: flagOf(of.parentalResponsibility),
      subject: isNone(of.subject) ? null : this.identity(of.subject),
    };
  };

  private identity(one: unknown): HeldIdentity {
    const given = objectOf(one);
    const ref = typeof given.ref === 'string' && given.ref !== '' ? given.ref : notPlain();
    const before = this.people.get(ref);
    if (before && isSaidAgain(before.given, given)) return before.read;
    const read = identityOf(ref, given);
    this.people.set(ref, { given, read });
    return read;
  }
}

const identityOf = (ref: string, of: Given): HeldIdentity => ({
  ref,
  lifeState: isNone(of.lifeState) ? null : oneOf(LIFE_STATES, of.lifeState),
  mother: textOf(of.mother),
  givenName: textOf(of.givenName),
  familyName: textOf(of.familyName),
  formerNames: isNone(of.formerNames) ? null : listOf(of.formerNames).map(wordOf),
  // A birthday that is no day is none to compare.
  dateOfBirth: dayOf(of.dateOfBirth),
  expectedDateOfBirth: dayOf(of.expectedDateOfBirth),
  sex: textOf(of.sex),
  birthOrder: isNone(of.birthOrder) ? null : numberOf(of.birthOrder),
  nhsNumber: textOf(of.nhsNumber),
  nhsNumberVerified: flagOf(of.nhsNumberVerified),
  upn: textOf(of.upn),
  laChildId: textOf(of.laChildId),
  postcode: textOf(of.postcode),
  uprn: textOf(of.uprn),
  asOf: instantOf(of.asOf),
  dataQuality: isNone(of.dataQuality) ? null : notPlain(),
});

/** In the same words. */
const isSaidAgain = (before: Given, given: Given): boolean =>
  before.lifeState === given.lifeState &&
  before.mother === given.mother &&
  before.givenName === given.givenName &&
  before.familyName === given.familyName &&
  isSameList(before.formerNames, given.formerNames) &&
  before.dateOfBirth === given.dateOfBirth &&
  before.expectedDateOfBirth === given.expectedDateOfBirth &&
  before.sex === given.sex &&
  before.birthOrder === given.birthOrder &&
  before.nhsNumber === given.nhsNumber &&
  before.nhsNumberVerified === given.nhsNumberVerified &&
  before.upn === given.upn &&
  before.laChildId === given.laChildId &&
  before.postcode === given.postcode &&
  before.uprn === given.uprn &&
  before.asOf === given.asOf &&
  before.dataQuality === given.dataQuality;

/** @param before of words. */
const isSameList = (before: unknown, given: unknown): boolean =>
  before === given ||
  (Array.isArray(before) &&
    Array.isArray(given) &&
    before.length === given.length &&
    before.every((word, at) => word === given[at]));
