/** Ten people in three families, held by five agencies in values that occur nowhere else. */

import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { Coverage, HeldFact, HeldGroup, HeldInvolvement, HeldPerson, Marker, Sex } from '@family-view/kit';
import { AGENCIES, type AgencyName, familyKey, personKey } from '@family-view/schema';
import { type GraphQLObjectType, isObjectType } from 'graphql';
import { startRandom } from '../random';
import { agencySchema, type Grower, type Grown, growField, type Rooted } from './canary-record';
import { CONTRACT_STREAM, type Guard, NEVER, needs, type Share } from './oracle';
import { guardsOfAgencies } from './stated-guards';
import { type Cell, Tokens } from './tokens';

/** Who is in which family, and which agencies hold them. The lodger is in a family by the landlord's word alone. */
const ALL: readonly AgencyName[] = AGENCIES;
const FAMILIES: Readonly<Record<string, Readonly<Record<string, readonly AgencyName[]>>>> = {
  ash: { ann: ALL, bob: ALL.filter((agency) => agency !== 'education'), cal: ALL, dot: ALL },
  birch: { eve: ALL, fay: ALL, guy: ALL, lodger: ['housing'] },
  cedar: { hal: ['health', 'social-care'], ivy: ['health', 'social-care'] },
};

/** Marked by one agency. Its record is closed there, but for a death; what others hold of them is closed by exceptions. */
const MARKED: Readonly<Record<string, { readonly at: AgencyName; readonly marker: Marker }>> = {
  dot: { at: 'housing', marker: 'SHIELDED' },
  fay: { at: 'health', marker: 'DECEASED' },
  guy: { at: 'education', marker: 'RESTRICTED' },
  ivy: { at: 'social-care', marker: 'ADOPTED' },
};
const RELATIONSHIPS = ['LEAD_PROFESSIONAL', 'LEAD_PROFESSIONAL', 'ALLOCATED_WORKER', 'TAF_MEMBER', 'REGISTERED_CENTRE'];
/** The day that agencies reckon ages on: the canaries lived long ago. */
export const TODAY = '1250-06-15';

/** What an agency tells of anybody's own record, beside the facts that it keeps. */
export function factsOfRecord({ dateOfBirth, markers }: HeldPerson): readonly HeldFact[] {
  const birthday = dateOfBirth!.slice(5) <= TODAY.slice(5);
  const age = Number(TODAY.slice(0, 4)) - Number(dateOfBirth!.slice(0, 4)) - (birthday ? 0 : 1);
  const lasting = (kind: HeldFact['kind'], value: string): HeldFact => ({ kind, value, from: null, until: null });
  return [
    ...(dateOfBirth! > TODAY ? [] : [lasting('AGE', String(age))]),
    lasting('DATE_OF_BIRTH', dateOfBirth!),
    ...markers.map((marker) => lasting('MARKER', marker)),
  ];
}

/** One person as one agency holds them. */
export interface CanaryHolding {
  readonly held: HeldPerson;
  /** What this agency tells one requester for clauses with conditions. */
  readonly facts: ReadonlyMap<string, readonly HeldFact[]>;
  readonly involvements: readonly HeldInvolvement[];
  /** Fields of `Person` that the agency publishes. */
  readonly records: ReadonlyMap<string, Grown>;
}

export interface CanaryPerson {
  readonly name: string;
  readonly family: string;
  readonly nhsNumber: string;
  /** Agencies that tell of them. */
  readonly at: ReadonlyMap<string, CanaryHolding>;
  /** Agencies whose record of them is closed, whatever a grant says. */
  readonly closedAt: ReadonlyMap<string, CanaryHolding>;
}

/** One family as one agency holds it. */
export interface CanaryGroup {
  readonly groups: readonly HeldGroup[];
  /** Fields of `Family` that the agency publishes. */
  readonly records: ReadonlyMap<string, Grown>;
}

export interface CanaryFamily {
  readonly name: string;
  readonly members: readonly CanaryPerson[];
  readonly at: ReadonlyMap<string, CanaryGroup>;
}

export interface CanaryBorough {
  readonly tokens: Tokens;
  readonly people: readonly CanaryPerson[];
  readonly families: ReadonlyMap<string, CanaryFamily>;
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Root fields that an agency publishes, about places. */
  readonly places: ReadonlyMap<string, Grown>;
  readonly cursorOf: ReadonlyMap<string, string>;
}

/** In one household with somebody whom this very agency shields: what locates the one locates the other. */
export function livesWithShielded(
  families: CanaryBorough['families'],
  agency: string,
  { name, family }: CanaryPerson,
): boolean {
  const { members, at } = families.get(family)!;
  const heldOf = (one: CanaryPerson) => (one.closedAt.get(agency) ?? one.at.get(agency))?.held;
  const isIn = (group: HeldGroup, one: CanaryPerson) => group.members.some(({ ref }) => ref === heldOf(one)?.ref);
  const person = members.find((one) => one.name === name)!;
  return (at.get(agency)?.groups ?? []).some(
    (group) =>
      group.kind === 'HOUSEHOLD' &&
      isIn(group, person) &&
      members.some((one) => one !== person && heldOf(one)?.markers.includes('SHIELDED') && isIn(group, one)),
  );
}

/** @param vetoes whether agencies close records: those that forgot how have nothing to close. */
export function inventCanaries(seed: number, vetoes = true): CanaryBorough {
  const random = startRandom(seed);
  const tokens = new Tokens(random);
  const people: CanaryPerson[] = [];
  const families = new Map<string, CanaryFamily>();
  function cell(agency: string, about: string, coordinate: string, ...guards: readonly Guard[]): Cell {
    return { agency, about: `${about} at ${agency}`, coordinate, guards, ruled: guards.slice(-1) };
  }
  const grower = (agency: string): Grower => ({ agency, stated: guardsOfAgencies.get(agency)!, tokens, random });
  const grow = (agency: string, type: string, rooted: Rooted): ReadonlyMap<string, Grown> => {
    const object = agencySchema(agency).getType(type);
    if (!isObjectType(object)) return new Map();
    return new Map(
      contributed(object, agency).map((field) => [
        field,
        growField(grower(agency), object, field, { ...rooted, about: `${rooted.about} at ${agency}` }),
      ]),
    );
  };

  function inventPerson(name: string, family: string, holders: readonly AgencyName[], number: number): CanaryPerson {
    const nhsNumber = nhsNumberOf(number);
    const [given, surname] = [tokens.beginning(), tokens.beginning()];
    const marked = vetoes || MARKED[name]?.marker === 'DECEASED' ? MARKED[name] : undefined;
    const sex: Sex = number % 2 === 0 ? 'F' : 'M';
    const at = new Map(
      holders.map((agency): [string, CanaryHolding] => {
        const about = (field: string): Cell => {
          const stream = CONTRACT_STREAM.Identity(field);
          const guards = [
            needs(`${agency}:existence`),
            needs(`${agency}:identity`),
            ...(stream === 'identity' ? [] : [needs(`${agency}:${stream}`)]),
          ];
          return { ...cell(agency, name, `Identity.${field}`, ...guards), person: name, share: stream satisfies Share };
        };
        const ref = tokens.text(cell(agency, name, 'ref', NEVER));
        const marker = marked?.at === agency ? marked.marker : undefined;
        const held: HeldPerson = {
          ref,
          lifeState: 'BORN',
          givenName: `${name} ${tokens.textLike(given, ALL.indexOf(agency), about('givenName'))}`,
          familyName: tokens.textLike(surname, ALL.indexOf(agency), about('familyName')),
          formerNames: [tokens.text(about('formerNames')), tokens.text(about('formerNames'))],
          // A day apart at each agency: near enough to be one person, and each agency's own.
          dateOfBirth: tokens.keep(
            `12${String(number * 7).padStart(2, '0')}-${String(number).padStart(2, '0')}-1${ALL.indexOf(agency)}`,
            about('dateOfBirth'),
          ),
          expectedDateOfBirth: tokens.date(about('expectedDateOfBirth')),
          sex,
          nhsNumber: tokens.keep(nhsNumber, about('nhsNumber')),
          nhsNumberVerified: true,
          supersededNhsNumbers: [],
          upn: tokens.text(about('upn')),
          formerUpn: tokens.text(cell(agency, name, 'formerUpn', NEVER)),
          laChildId: tokens.text(about('laChildId')),
          postcode: tokens.postcode(about('postcode')),
          uprn: String(tokens.int(about('uprn'))),
          mother: null,
          markers: marker ? [marker] : [],
          asOf: tokens.instant({ ...about('asOf'), share: undefined, ruled: [] }),
          dataQuality: [
            {
              field: tokens.text({ ...about('dataQuality'), share: undefined, ruled: [] }),
              fault: tokens.text({ ...about('dataQuality'), share: undefined, ruled: [] }),
            },
          ],
        };
        const involvements = [0, 1].map(() => inventInvolvement(agency, name, ref));
        const rooted = { about: name, person: name, guards: [needs(`${agency}:existence`)], ruled: [] };
        return [agency, { held, involvements, facts: inventFacts(), records: grow(agency, 'Person', rooted) }];
      }),
    );
    const isOpen = ([, { held }]: readonly [string, CanaryHolding]): boolean =>
      held.markers.every((marker) => marker === 'DECEASED');
    return {
      name,
      family,
      nhsNumber,
      at: new Map([...at].filter(isOpen)),
      closedAt: new Map([...at].filter((one) => !isOpen(one))),
    };
  }

  /** Other facts for each requester, so that of siblings more is shown to one than to another. */
  function inventFacts(): ReadonlyMap<string, readonly HeldFact[]> {
    const fact = (kind: HeldFact['kind'], from: readonly string[]): HeldFact => ({
      kind,
      value: random.pick(from),
      from: random.chance(0.1) ? '2090-01-01' : null,
      until: random.chance(0.1) ? '2020-01-01' : null,
    });
    const own = [
      ...(random.chance(0.5) ? [fact('NEED_LEVEL', ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'])] : []),
      ...(random.chance(0.5) ? [fact('CONSENT', ['GIVEN', 'GIVEN', 'GIVEN', 'REFUSED', 'NOT_ASKED'])] : []),
      ...(random.chance(0.4) ? [fact('AREA', ['thornwick', 'thornwick', 'elsewhere'])] : []),
    ];
    return new Map(
      Object.values(PERSONAS).map(({ id }) => [
        id,
        random.chance(0.3) ? [...own, fact('RELATIONSHIP', RELATIONSHIPS)] : own,
      ]),
    );
  }

  function inventInvolvement(agency: string, name: string, ref: string): HeldInvolvement {
    const about = (field: string): Cell => ({
      ...cell(
        agency,
        name,
        `Involvement.${field}`,
        needs(`${agency}:existence`),
        needs(`${agency}:${CONTRACT_STREAM.Involvement(field)}`),
      ),
      person: name,
    });
    const contact = {
      name: tokens.text(about('contact')),
      role: tokens.text(about('contact')),
      phone: tokens.text(about('contact')),
      email: tokens.text(about('contact')),
      dutyLine: tokens.text(about('contact')),
    };
    return {
      ref,
      service: tokens.text(about('service')),
      team: tokens.text(about('team')),
      role: tokens.text(about('role')),
      status: random.pick(['CURRENT', 'HISTORIC'] as const),
      from: tokens.date(about('from')),
      to: tokens.date(about('to')),
      lastInteraction: tokens.date(about('lastInteraction')),
      contact,
      asOf: tokens.instant(about('asOf')),
    };
  }

  function inventGroup(agency: string, family: string, members: readonly CanaryPerson[]): CanaryGroup {
    const existence = needs(`${agency}:existence`);
    const here = members.flatMap(({ at, closedAt }) => (at.get(agency) ?? closedAt.get(agency))?.held.ref ?? []);
    const group = (kind: HeldGroup['kind']): HeldGroup => {
      const about = (field: string): Cell =>
        cell(
          agency,
          family,
          `GroupMember.${field}`,
          ...(kind === 'FAMILY' ? [existence, needs(`${agency}:${CONTRACT_STREAM.GroupMember}`)] : [NEVER]),
        );
      return {
        ref: tokens.text(cell(agency, family, 'ref', NEVER)),
        kind,
        members: here.map((ref, place) => ({
          ref,
          relationship: tokens.text(about('relationship')),
          to: here[(place + 1) % here.length]!,
          from: tokens.date(about('from')),
          until: tokens.later(about('until')),
          parentalResponsibility: random.chance(0.5),
        })),
      };
    };
    const groups = [group('FAMILY'), ...(agency === 'housing' ? [group('HOUSEHOLD')] : [])];
    return {
      groups,
      records: grow(agency, 'Family', {
        about: family,
        family,
        guards: [existence, [[`${agency}:family`], [`${agency}:household`]]],
        ruled: [],
      }),
    };
  }

  for (const [family, members] of Object.entries(FAMILIES)) {
    const here = Object.entries(members).map(([name, holders], place) =>
      inventPerson(name, family, holders, people.length + place + 1),
    );
    people.push(...here);
    families.set(family, {
      name: family,
      members: here,
      at: new Map(
        ALL.filter((agency) => here.some(({ at }) => at.has(agency))).map((agency) => [
          agency,
          inventGroup(agency, family, here),
        ]),
      ),
    });
  }

  const coverage = ALL.map((agency): [string, Coverage] => {
    const about = cell(agency, 'the borough', 'coverage', needs(`${agency}:existence`));
    return [
      agency,
      {
        from: tokens.date({ ...about, guards: [NEVER] }),
        to: tokens.date({ ...about, guards: [NEVER] }),
        area: tokens.text(about),
        currentAsOf: tokens.instant(about),
        notCovered: [tokens.text(about), tokens.text(about)],
      },
    ];
  });
  const cursorOf = new Map<string, string>(
    ALL.map((agency) => [agency, tokens.text(cell(agency, 'roster', 'next', NEVER))]),
  );
  return {
    tokens,
    people,
    families,
    coverage: new Map(coverage),
    places: grow('childrens-centre', 'Query', { about: 'places', guards: [], ruled: [] }),
    cursorOf,
  };
}

/** What an agency publishes on a type, but for its key. */
const contributed = (type: GraphQLObjectType, agency: string): readonly string[] =>
  Object.keys(type.getFields()).filter((field) => field !== personKey(agency) && field !== familyKey(agency));

/** Of the range kept for tests, with a good check digit. */
function nhsNumberOf(number: number): string {
  for (let tried = 990_000_000 + number * 101; ; tried += 1) {
    const figures = [...String(tried)].map(Number);
    const check = (11 - (figures.reduce((sum, figure, place) => sum + figure * (10 - place), 0) % 11)) % 11;
    if (check < 10) return `${tried}${check}`;
  }
}
