/**
 * Who may see what, read by itself from the protocols' texts and the agencies' SDL. Shares no code with the gateway: what
 * it says is compared with what the gateway does.
 */
import { AGENCIES } from '@family-view/schema';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Agreement } from '../protocol/agreement';
import { evaluate, type Question, type Shown } from '../protocol/evaluate';
import { EVERY_MARKER, everythingThatFits, NOTHING_TOLD } from '../protocol/random-asking';
import type { ToldFact } from '../protocol/weigh-conditions';

export type { ToldFact } from '../protocol/weigh-conditions';

export interface Asker {
  readonly role: string;
  readonly organisationType: string;
  readonly organisation: string;
  readonly area: string | null;
  readonly trainingUntil: string | null;
  readonly purpose: string;
  readonly caseReference: string | null;
}

/** Any one inner list is enough; in it every stream is needed. No inner list: never. */
export type Guard = readonly (readonly string[])[];
export const NEVER: Guard = [];
export const needs = (stream: string): Guard => [[stream]];

export type Share = 'identity' | 'address' | 'identifiers';
export type Flow = Share | 'facts' | 'family';

/** What the agencies told of one person and this asker; and of the person's markers, those without a pointer too. */
export interface Known {
  readonly told: readonly ToldFact[];
  readonly everybodyAnswered: boolean;
  readonly everybodyToldMarkers: boolean;
}

export type Transform = Shown;
/** How a stream is shown: whole, or changed. */
export type Showing = 'whole' | Transform;

/** What one asker may have of one person. */
export interface PersonRights {
  /** Null: withheld. */
  shows(stream: string): Showing | null;
  allows(guards: readonly Guard[]): boolean;
  /** What is done to a value behind these guards: nothing where a way through them shows it whole. */
  transforms(guards: readonly Guard[]): readonly Transform[];
}

/** What one asker may have. `if`: of some people, by what is known of them. */
export interface Standing {
  readonly asker: Asker;
  says(stream: string): 'yes' | 'if' | 'no';
  about(known: Known): PersonRights;
  /** Each way in which a stream is shown to this asker of somebody, according to what is told of them. */
  couldShow(stream: string): readonly Showing[];
  /** Some stream may depend on a fact: agencies may then be asked for facts. */
  readonly dependsOnFacts: boolean;
  /** Whether anything is closed of whoever is marked. */
  readonly closesByMarkers: boolean;
  /** Of everybody. */
  allows(guards: readonly Guard[]): boolean;
  /** Of somebody, perhaps. */
  mayAllow(guards: readonly Guard[]): boolean;
  flows(from: string, share: Flow, to: string): boolean;
}

const lists = z.looseObject({
  protocol: z.looseObject({ id: z.string(), status: z.string() }),
  parties: z.array(z.looseObject({ id: z.string() })),
  clauses: z.array(
    z
      .looseObject({
        id: z.string(),
        by: z.string(),
        shares: z.array(z.string()).default([]),
        acts: z.array(z.string()).default([]),
      })
      // Who may do something is written apart, and decided as who may see something is.
      .transform(({ acts, ...clause }) => ({ ...clause, shares: [...clause.shares, ...acts] })),
  ),
  streams: z.record(z.string(), z.looseObject({ detail: z.string() })),
  flows: z
    .array(
      z.looseObject({
        by: z.string(),
        shares: z.array(z.string()),
        to: z.array(z.string()),
        purposes: z.union([z.literal('ANY'), z.array(z.string())]),
        acts: z.array(z.string()).optional(),
      }),
    )
    // What is told to be kept for an act is no word by which records are joined.
    .transform((flows) => flows.filter(({ acts }) => acts === undefined))
    .default([]),
});
type Written = Agreement & Pick<z.infer<typeof lists>, 'flows'>;

export interface Oracle {
  standing(asker: Asker): Standing;
}

const NOTHING_KNOWN: Known = { told: [], everybodyAnswered: false, everybodyToldMarkers: false };
/** Of somebody of whom nobody says anything, of whom consent is given, and of whom all that may be asked for is told. */
const peopleThereMayBe = (day: string, { area }: Asker): readonly Known[] => [
  ...NOTHING_TOLD.filter(({ everybodyAnswered, everybodyToldMarkers }) => everybodyAnswered && everybodyToldMarkers),
  {
    told: [{ kind: 'CONSENT', value: 'GIVEN', from: null, until: null }],
    everybodyAnswered: true,
    everybodyToldMarkers: true,
  },
  ...everythingThatFits(day, area === null ? [] : [area]),
];

export function readOracle(texts: readonly string[], day: string): Oracle {
  const agreements = texts.map((text) => lists.parse(parseYaml(text)) as unknown as Written);
  const counting = agreements.filter(
    ({ protocol: { status, validFrom, validUntil, review } }) =>
      status === 'IN_FORCE' &&
      validFrom <= day &&
      day <= validUntil &&
      !(review.onOverdue === 'DENY' && review.next < day),
  );
  const dependsOnFacts = agreements.some(
    ({ clauses, exceptions, purposes }) =>
      (exceptions ?? []).length > 0 ||
      purposes.some(({ consent }) => consent?.required) ||
      clauses.some(
        ({ conditions, to, subjects, when }) =>
          conditions ?? to.relationships ?? to.area ?? subjects ?? when?.sinceBirth ?? when?.untilBirth,
      ),
  );

  const standing = (asker: Asker): Standing => {
    const question = (stream: string, known: Known): Question => ({
      agreements,
      asker,
      purpose: asker.purpose,
      caseReference: asker.caseReference,
      day,
      stream,
      told: known.told,
      everybodyAnswered: known.everybodyAnswered,
      everybodyToldMarkers: known.everybodyToldMarkers,
      glass: null,
    });
    const says = remember((stream: string): 'yes' | 'if' | 'no' => {
      const verdict = evaluate(question(stream, NOTHING_KNOWN));
      // What an exception closes only where a marker is told is open while nothing is known, and not of everybody.
      if (verdict.granted) return evaluate(question(stream, EVERY_MARKER)).granted ? 'yes' : 'if';
      return verdict.reason === 'FACTS_UNKNOWN' ? 'if' : 'no';
    });
    const through = (guards: readonly Guard[], isOpen: (stream: string) => boolean): boolean =>
      guards.every((guard) => guard.some((all) => all.every(isOpen)));
    const showing = (stream: string, known: Known): Showing | null => {
      const verdict = evaluate(question(stream, known));
      if (!verdict.granted) return null;
      return (verdict.by === 'clause' ? verdict.transform : null) ?? 'whole';
    };
    const thereMayBe = peopleThereMayBe(day, asker);
    // Hundreds of answers are judged by what is known of the same few people.
    const rights = remember((written: string) => {
      const known = JSON.parse(written) as Known;
      return rightsOf(remember((stream) => (says(stream) === 'no' ? null : showing(stream, known))));
    });
    return {
      asker,
      says,
      couldShow: remember((stream) => thereMayBe.flatMap((known) => showing(stream, known) ?? [])),
      dependsOnFacts,
      closesByMarkers: agreements.some(({ exceptions }) => (exceptions ?? []).length > 0),
      about: (known) => rights(JSON.stringify(known)),
      allows: (guards) => through(guards, (stream) => says(stream) === 'yes'),
      mayAllow: (guards) => through(guards, (stream) => says(stream) !== 'no'),
      flows: (from, share, to) =>
        from !== to &&
        counting.some(
          (agreement) =>
            hasSigned(agreement, from, day) &&
            (to === 'gateway' || hasSigned(agreement, to, day)) &&
            agreement.flows.some(
              (flow) =>
                flow.by === from &&
                flow.to.includes(to) &&
                flow.shares.includes(share) &&
                (flow.purposes === 'ANY' || flow.purposes.includes(asker.purpose)),
            ),
        ),
    };
  };
  return { standing };
}

function hasSigned({ parties }: Agreement, agency: string, day: string): boolean {
  const party = parties.find(({ id }) => id === agency);
  return party?.signed !== undefined && party.signed.on <= day && !(party.withdrew && party.withdrew.on <= day);
}

export function rightsOf(shows: (stream: string) => Showing | null): PersonRights {
  return {
    shows,
    allows: (guards) => guards.every((guard) => guard.some((all) => all.every((stream) => shows(stream) !== null))),
    transforms: (guards) => {
      const open = waysThrough(guards).filter((way) => way.every((stream) => shows(stream) !== null));
      const changed = open.map((way) =>
        way.map(shows).filter((showing): showing is Transform => typeof showing === 'object' && showing !== null),
      );
      return changed.find((transforms) => transforms.length === 0) ?? changed[0] ?? [];
    },
  };
}

/** What is open of any of several people is open of what they have in common; changed only if it is for each of them. */
export const rightsOfAny = (people: readonly PersonRights[]): PersonRights =>
  rightsOf(
    remember((stream) => {
      const shown = people.map((rights) => rights.shows(stream)).filter((showing) => showing !== null);
      if (shown.length === 0) return null;
      return shown.includes('whole') ? 'whole' : leastChanged(shown.filter((showing) => showing !== 'whole'));
    }),
  );

/** Field by field, as little changed as for any of them: a year or a district tells more than that something is recorded. */
function leastChanged(changes: readonly Transform[]): Transform {
  const left = ['dateOfBirth', 'postcode'].flatMap((field) => {
    const ways = changes.map((change) => maskOf(field, [change]));
    const least = ways.includes(null) ? null : ways.find((way) => way !== 'RECORDED');
    return least ? [[field, least]] : [];
  });
  const others = changes.every((change) => maskOf('anything else', [change]) === 'RECORDED') ? 'RECORDED' : 'SHOWN';
  return { ...Object.fromEntries(left), others };
}

const waysThrough = (guards: readonly Guard[]): readonly (readonly string[])[] =>
  guards.reduce<readonly (readonly string[])[]>(
    (ways, guard) => ways.flatMap((way) => guard.map((all) => [...way, ...all])),
    [[]],
  );

function remember<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (!known.has(name)) known.set(name, read(name));
    return known.get(name) as T;
  };
}

/** How one field is shown under a transform, by its name. */
export type Mask = 'YEAR_OF_BIRTH' | 'OUTWARD_POSTCODE' | 'RECORDED';

export function maskOf(field: string, transforms: readonly Transform[]): Mask | null {
  const masks = transforms.map(({ dateOfBirth, postcode, others }): string | null => {
    if (dateOfBirth !== undefined && ['dateOfBirth', 'expectedDateOfBirth'].includes(field)) return dateOfBirth;
    if (postcode !== undefined && field === 'postcode') return postcode;
    return others === 'RECORDED' ? 'RECORDED' : null;
  });
  if (masks.includes('RECORDED')) return 'RECORDED';
  return (masks.find((mask) => mask !== null) as Mask | undefined) ?? null;
}

/** Of an object only that it is recorded is told, where no field of it is shown by a rule of its own. */
export const hidesObjects = (transforms: readonly Transform[]): boolean =>
  transforms.some(
    ({ dateOfBirth, postcode, others }) => others === 'RECORDED' && dateOfBirth === undefined && postcode === undefined,
  );

export function maskedValue(mask: Mask | null, value: unknown): unknown {
  if (mask === null) return value;
  if (mask === 'YEAR_OF_BIRTH') return typeof value === 'string' ? value.slice(0, 4) : null;
  if (mask === 'OUTWARD_POSTCODE') return typeof value === 'string' ? value.split(' ')[0] : null;
  return null;
}

export const ANYBODY: readonly string[] = AGENCIES;

/**
 * Which stream of an agency's contract opens each cell that the gateway's own part of the schema shows, written down from
 * DESIGN.md section 5 and the comments of contract.graphql.
 */
export const CONTRACT_STREAM = {
  Identity: (field: string): Share =>
    /^(nhsNumber|nhsNumberVerified|upn|laChildId)$/.test(field)
      ? 'identifiers'
      : /^(postcode|uprn)$/.test(field)
        ? 'address'
        : 'identity',
  Involvement: (field: string): 'contact' | 'existence' =>
    /^(contact|team|role)$/.test(field) ? 'contact' : 'existence',
  GroupMember: 'family',
} as const;
