import { REFERENCE_BYTES } from '@family-view/schema';
import { z } from 'zod';
import { isDay, isInstant } from '../shared/days';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const ofForm = (fits: (value: string) => boolean) => text.refine((value) => value === null || fits(value));
/** As the contract's `Date` and `DateTime` are: another text would be shown as a day, and compared as one. */
const day = ofForm(isDay);
const instant = ofForm(isInstant);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const names = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? null);

/** A pointer that cannot be sealed makes the agency's answer malformed, and nobody else's. */
const pointer = z
  .string()
  .min(1)
  // Half a letter would come back as another (Unicode, section 3.9, D75).
  .refine((ref) => Buffer.byteLength(ref) <= REFERENCE_BYTES && !/\p{Cs}/u.test(ref));

export const OUTCOMES = ['MATCH', 'POTENTIAL', 'MANY'] as const;
const candidate = z.object({
  ref: pointer,
  outcome: z.enum(OUTCOMES),
  score: z.number(),
  comparedOn: z.array(z.string()),
  said: flag,
});

export const LIFE_STATES = ['UNBORN', 'BORN', 'DIED'] as const;
/** An identity as a contract gives it. What was not asked for is null. */
const identity = z.object({
  ref: z.string().min(1),
  lifeState: z
    .enum(LIFE_STATES)
    .nullish()
    .transform((value) => value ?? null),
  mother: text,
  givenName: text,
  familyName: text,
  formerNames: names,
  dateOfBirth: day,
  expectedDateOfBirth: day,
  sex: text,
  birthOrder: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  nhsNumber: text,
  nhsNumberVerified: flag,
  upn: text,
  laChildId: text,
  postcode: text,
  uprn: text,
  asOf: instant,
  dataQuality: z
    .array(z.object({ field: z.string(), fault: z.string() }))
    .nullish()
    .transform((value) => value ?? null),
});

/**
 * An identity to compare by, and not to show: a birthday that is no day is none to compare, and what one record says badly
 * keeps nobody from comparing the others of the same reply.
 */
const compared = identity.extend({ dateOfBirth: day.catch(null), expectedDateOfBirth: day.catch(null) });

const contact = z.object({ name: text, role: text, phone: text, email: text, dutyLine: text });
const involvement = z.object({
  ref: z.string(),
  service: z.string(),
  team: text,
  role: text,
  status: z.enum(['CURRENT', 'HISTORIC']),
  from: day,
  to: day,
  lastInteraction: day,
  contact: contact.nullish().transform((value) => value ?? null),
  asOf: z.string().refine(isInstant),
});

const member = z.object({
  ref: pointer,
  relationship: text,
  to: text,
  from: text,
  until: text,
  parentalResponsibility: flag,
  subject: compared.nullish().transform((value) => value ?? null),
});
export const GROUP_KINDS = ['FAMILY', 'HOUSEHOLD'] as const;
const group = z.object({ ref: pointer, kind: z.enum(GROUP_KINDS), members: z.array(member) });
const coverage = z.object({
  currentAsOf: z.string().refine(isInstant),
  area: text,
  from: day,
  to: day,
  notCovered: z.array(z.string()),
});

export const matchReply = z.object({ match: z.array(z.array(candidate)) });
export const identityReply = z.object({ identity: z.array(compared.nullable()) });
export const membersReply = z.object({ members: z.array(z.array(group)) });
export const kinReply = z.object({
  identity: z.array(compared.nullable()),
  members: z.array(z.array(group)).optional(),
});
export const rosterReply = z.object({ roster: z.object({ refs: z.array(pointer), next: text }) });
const fact = z.object({
  kind: z.enum(['RELATIONSHIP', 'NEED_LEVEL', 'CONSENT', 'AREA', 'AGE', 'DATE_OF_BIRTH', 'MARKER']),
  value: z.string(),
  from: text,
  until: text,
});
export const factsReply = z.object({ facts: z.array(z.array(fact)) });
export const familyRefsReply = z.object({
  members: z.array(z.array(z.object({ kind: z.string(), members: z.array(z.object({ ref: pointer })) }))),
});
export const notifyReply = z.object({ notify: z.boolean() });
export const confirmReply = z.object({ confirm: z.boolean() });
/** A word that is no marker of the contract may close: an answer with one is none. */
export const markersReply = z.object({
  markers: z.array(z.array(z.enum(['RESTRICTED', 'SHIELDED', 'ADOPTED', 'DECEASED']))),
});
export const singleViewReply = z.object({
  identity: z.array(identity.nullable()).optional(),
  involvements: z.array(z.array(involvement)).optional(),
  coverage: coverage.optional(),
  noted: z
    .array(z.array(z.object({ kind: z.enum(['RECTIFICATION', 'OBJECTION']), reference: z.string(), at: z.string() })))
    .optional(),
});

/** Whether lists stand otherwise than was asked for, or tell of somebody else: then nothing of the answer is believed. */
export const isMisplaced = ({ identity, involvements, noted }: SingleView, refs: readonly string[]): boolean =>
  [identity, involvements, noted].some((list) => list !== undefined && list.length !== refs.length) ||
  (identity ?? []).some((one, at) => one !== null && one.ref !== refs[at]) ||
  (involvements ?? []).some((list, at) => list.some(({ ref }) => ref !== refs[at]));

export type Candidate = z.infer<typeof candidate>;
/** `recorded`: fields that are there and not shown to this requester. */
export type HeldIdentity = z.infer<typeof identity> & { readonly recorded?: readonly string[] };
export type HeldInvolvement = z.infer<typeof involvement>;
export type HeldGroup = z.infer<typeof group>;
export type Coverage = z.infer<typeof coverage>;
export type NotedRight = NonNullable<z.infer<typeof singleViewReply>['noted']>[number][number];
export type SingleView = z.infer<typeof singleViewReply>;
