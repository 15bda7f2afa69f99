import type { z } from 'zod';
import { GROUP_KINDS, type HeldGroup, type HeldIdentity, type kinReply, LIFE_STATES } from './contract-replies';
import {
  dayOf,
  flagOf,
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
export const readPlainKin = whereItIsPlain(({ identity, members }): z.infer<typeof kinReply> => {
  const people = listOf(identity).map((one) => (one === null ? null : identityOf(one)));
  if (members === undefined) return { identity: people };
  return { identity: people, members: listOf(members).map((groups) => listOf(groups).map(groupOf)) };
});

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
  return { ref: pointerOf(of.ref), kind: oneOf(GROUP_KINDS, of.kind), members: listOf(of.members).map(memberOf) };
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
