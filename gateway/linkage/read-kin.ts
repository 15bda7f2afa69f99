import type { z } from 'zod';
import { isDay, isInstant } from '../shared/days';
import type { HeldGroup, HeldIdentity, kinReply } from './contract-replies';

// Who belongs with whom, read straight: of everybody who is opened under a condition, and of a family of three sixty
// identities in a request. `contract-replies.ts` says what an answer may be; what is not plainly so is left to it.
type KinReply = z.infer<typeof kinReply>;
type Given = Readonly<Record<string, unknown>>;

/** Something is not plain: the schema reads the whole, or says what is wrong with it. */
class NotPlain extends Error {
  static readonly only = new NotPlain();
}
const notPlain = (): never => {
  throw NotPlain.only;
};

/** As `kinReply` reads it; null where that has to. */
export function readPlainKin(data: unknown): KinReply | null {
  try {
    const { identity, members } = objectOf(data);
    const people = listOf(identity).map((one) => (one === null ? null : identityOf(one)));
    if (members === undefined) return { identity: people };
    return { identity: people, members: listOf(members).map((groups) => listOf(groups).map(groupOf)) };
  } catch (fault) {
    if (fault === NotPlain.only) return null;
    throw fault;
  }
}

function identityOf(given: unknown): HeldIdentity {
  const of = objectOf(given);
  return {
    ref: typeof of.ref === 'string' && of.ref !== '' ? of.ref : notPlain(),
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
  };
}

function groupOf(given: unknown): HeldGroup {
  const of = objectOf(given);
  return { ref: pointerOf(of.ref), kind: oneOf(KINDS, of.kind), members: listOf(of.members).map(memberOf) };
}

function memberOf(given: unknown): HeldGroup['members'][number] {
  const of = objectOf(given);
  return {
    ref: pointerOf(of.ref),
    relationship: textOf(of.relationship),
    to: textOf(of.to),
    from: textOf(of.from),
    until: textOf(of.until),
    parentalResponsibility: flagOf(of.parentalResponsibility),
    subject: isNone(of.subject) ? null : identityOf(of.subject),
  };
}

const LIFE_STATES = ['UNBORN', 'BORN', 'DIED'] as const;
const KINDS = ['FAMILY', 'HOUSEHOLD'] as const;
/** Of whatever else a pointer may hold, the schema counts the bytes. */
const PLAIN_POINTER = /^[ -~]{1,36}$/;

const isNone = (given: unknown): given is null | undefined => given === null || given === undefined;
const objectOf = (given: unknown): Given =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Given) : notPlain();
const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : notPlain());
const wordOf = (given: unknown): string => (typeof given === 'string' ? given : notPlain());
const textOf = (given: unknown): string | null => (isNone(given) ? null : wordOf(given));
const flagOf = (given: unknown): boolean | null =>
  isNone(given) ? null : typeof given === 'boolean' ? given : notPlain();
const numberOf = (given: unknown): number => (Number.isFinite(given) ? (given as number) : notPlain());
const dayOf = (given: unknown): string | null => (typeof given === 'string' && isDay(given) ? given : null);
const pointerOf = (given: unknown): string =>
  typeof given === 'string' && PLAIN_POINTER.test(given) ? given : notPlain();
const oneOf = <T extends string>(all: readonly T[], given: unknown): T =>
  all.find((one) => one === given) ?? notPlain();

function instantOf(given: unknown): string | null {
  const text = textOf(given);
  return text === null || isInstant(text) ? text : notPlain();
}
