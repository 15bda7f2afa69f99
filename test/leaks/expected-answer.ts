/**
 * What an asker should be shown of the canaries: worked out from the invented people and the oracle alone, by running the
 * client's own operation over them. What is withheld is null; a container is shown if anything in it may be.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENCIES, contractStream, schemaDirectory } from '@family-view/schema';
import {
  type DocumentNode,
  executeSync,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
} from 'graphql';
import { parse as parseYaml } from 'yaml';
import {
  type CanaryBorough,
  type CanaryFamily,
  type CanaryPerson,
  factsOfRecord,
  livesWithShielded,
} from './canary-borough';
import type { Grown } from './canary-record';
import {
  CONTRACT_STREAM,
  type Flow,
  hidesObjects,
  type Known,
  maskedValue,
  maskOf,
  needs,
  type PersonRights,
  rightsOfAny,
  type Share,
  type Showing,
  type Standing,
  type ToldFact,
} from './oracle';
import type { Cell } from './tokens';

/** A person as an id stands for them: which agencies were asked when it was made, and which of those hold them. */
export interface PersonView {
  readonly person: CanaryPerson;
  readonly asked: readonly string[];
  readonly at: readonly string[];
}

export interface KnownIds {
  readonly people: ReadonlyMap<string, PersonView>;
  readonly families: ReadonlyMap<string, PersonView>;
}

export interface Requester {
  readonly id: string;
  readonly name: string | null;
  readonly role: string;
  readonly organisation: string;
  readonly area: string | null;
  readonly purpose: string;
  readonly team: string | null;
  readonly caseReference: string | null;
}

/** Stands for any sealed id or cursor. */
export const SEALED = 'sealed';

type Shown = ReadonlyMap<string, (given: never) => unknown>;
/** A record, with what this asker may have of whose it is. */
class Told {
  constructor(
    readonly grown: Grown,
    readonly rights: PersonRights,
    /** Called where anything of it that might be seen is asked for. */
    readonly onAsked: () => void = () => {},
  ) {}
}
/** As the ownership file says it: whose streams a fact may open that this agency tells. */
const OWNERSHIP = parseYaml(readFileSync(join(schemaDirectory, 'ownership.yaml'), 'utf8')) as {
  readonly agencies: Readonly<
    Record<string, { readonly facts: readonly string[]; readonly ownFacts: readonly string[] }>
  >;
};
function opensBy(
  agency: string,
  { kind, value }: { readonly kind: string; readonly value: string },
): ToldFact['opens'] {
  const { facts = [], ownFacts = [] } = OWNERSHIP.agencies[agency] ?? {};
  const named = kind === 'RELATIONSHIP' ? value : kind;
  if (facts.includes(named)) return 'ANY';
  return ownFacts.includes(named) ? [agency] : [];
}

/** Somebody of a family, and which agencies assert them in it to this asker. */
interface Member {
  readonly view: PersonView;
  readonly assertedBy: readonly string[];
}

/** What is known of one person, and by whose word. */
interface KnownOfPerson extends Known {
  readonly told: readonly (ToldFact & { readonly by?: string })[];
}
/** Any agency may tell these, and none is the authority for them. */
const NOBODYS_TO_TELL = new Set(['AGE', 'DATE_OF_BIRTH', 'MARKER']);
/** By these somebody is named to another agency. */
const NAMING = ['identity', 'identifiers'] as const;

const NOBODYS: Known = { told: [], everybodyAnswered: true, everybodyToldMarkers: true };
const shown = (fields: Readonly<Record<string, (given: never) => unknown>>): Shown => new Map(Object.entries(fields));
const fixed = (fields: object): Shown => new Map(Object.entries(fields).map(([name, value]) => [name, () => value]));

/** Whose word is taken first for one name: those who must know by law. */
const FIRST_WORD = ['social-care', 'health', 'education', 'childrens-centre', 'housing'];
const IDENTITY = [
  'givenName',
  'familyName',
  'formerNames',
  'dateOfBirth',
  'expectedDateOfBirth',
  'sex',
  'nhsNumber',
  'nhsNumberVerified',
  'upn',
  'laChildId',
  'postcode',
  'uprn',
  'asOf',
  'dataQuality',
] as const;

/** To somebody whose record is closed. */
const NO_RELATIONSHIP = { relationship: null, to: null, from: null, until: null, parentalResponsibility: null };

/** Stands for what somebody recorded, and is told as that and no more. */
const RECORDED_ALONE = Symbol('recorded');
/** No part of what anybody recorded of a person. */
const NEVER_MASKED = new Set(['asOf']);

export class Expectation {
  /** Response paths, without places in lists, at which something is told as recorded and no more. */
  readonly recordedError: string[] = [];
  /**
   * Where a record may be of one of several types, whose rules differ, and is told as recorded: which type it is the
   * gateway does not know before it asks, so that it is told though nothing of this very type is shared.
   */
  readonly besideOthers = new Set<string>();
  /** Members of each family as they were met in this operation: what is open of one is open of what they share. */
  private readonly met = new Map<string, Map<string, Member>>();
  private readonly views = new Map<string, PersonRights>();
  /** Of a person, of a family and of a value's owner: every value of theirs in an answer asks again. */
  private readonly rights = new Map<CanaryPerson | CanaryFamily | string, PersonRights>();
  private openAgencies?: readonly string[];

  constructor(
    private readonly borough: CanaryBorough,
    private readonly standing: Standing,
    private readonly requester: Requester,
    private readonly known: KnownIds,
  ) {}

  /** The expected `data` of one operation. Throws where the schema has a field that this page does not know. */
  answer(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | undefined,
    variableValues: Readonly<Record<string, unknown>>,
  ): unknown {
    const run = (): unknown => {
      this.recordedError.length = 0;
      const { data, errors } = executeSync({
        schema,
        document,
        operationName,
        variableValues,
        rootValue: this.root(),
        fieldResolver: this.resolve,
        typeResolver: (value) =>
          value instanceof Told && value.grown.kind === 'object' ? value.grown.type : undefined,
      });
      if (errors) throw new Error(`the expectation failed: ${errors.map(({ message }) => message).join('; ')}`);
      return data;
    };
    // Whom a family's record is about is known once everybody was met.
    const first = run();
    return [...this.met.values()].some((members) => members.size > 0) ? run() : first;
  }

  private resolve: GraphQLFieldResolver<Told | Shown, unknown> = (source, given, _context, info) => {
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    if (source instanceof Told) {
      const { grown, rights, onAsked } = source;
      const field = grown.kind === 'object' ? grown.fields.get(info.fieldName) : undefined;
      if (!field) throw new Error(`no canary grows at ${coordinate}`);
      return this.value(new Told(field, rights, onAsked), info);
    }
    const read = source.get(info.fieldName);
    if (!read) throw new Error(`the oracle does not know ${coordinate}: say in test/leaks what opens it`);
    const value = read(given as never);
    if (value === RECORDED_ALONE) {
      this.recordedError.push(withoutPlaces(info.path));
      return null;
    }
    return value instanceof Told ? this.value(value, info) : value;
  };

  /** A grown value as far as it may be seen. */
  private value({ grown, rights, onAsked }: Told, info: GraphQLResolveInfo): unknown {
    if (grown.kind === 'leaf' && this.standing.mayAllow(grown.guards)) onAsked();
    if (!seesAnything(grown, rights)) {
      if (isAbstractType(getNamedType(info.returnType))) this.besideOthers.add(withoutPlaces(info.path));
      return null;
    }
    const transforms = rights.transforms(grown.ruled);
    const holdsObjects = grown.kind === 'object' || (grown.kind === 'list' && grown.holds === 'objects');
    const mask = holdsObjects ? (hidesObjects(transforms) ? 'RECORDED' : null) : maskOf(info.fieldName, transforms);
    if (mask === 'RECORDED') {
      onAsked();
      this.recordedError.push(withoutPlaces(info.path));
      return null;
    }
    const show = (inner: Grown): unknown => {
      if (inner.kind === 'leaf') return maskedValue(mask, inner.value);
      // Of several types that stand side by side, some may be shown and others not: each is there, and its fields are not.
      return inner.kind === 'list' ? inner.items.map(show) : new Told(inner, rights, onAsked);
    };
    return show(grown);
  }

  /** What this asker may have of one person, by what the agencies tell of them. */
  rightsAbout(view: PersonView): PersonRights {
    const name = JSON.stringify([view.person.name, view.asked, view.at]);
    const found = this.views.get(name) ?? this.standing.about(this.knownOf(view));
    this.views.set(name, found);
    return found;
  }

  private knownOf({ person, asked, at }: PersonView): KnownOfPerson {
    const tells = (agency: string): boolean => this.standing.flows(agency, 'facts', 'gateway');
    const pointed = at.filter((agency) => this.open.includes(agency));
    const told = pointed.filter(tells).flatMap((agency) => {
      const { held, facts } = person.at.get(agency)!;
      return [
        ...(facts.get(this.requester.id) ?? []).map((fact) => ({ ...fact, opens: opensBy(agency, fact), by: agency })),
        ...factsOfRecord(held).map((fact) => ({ ...fact, by: agency })),
      ];
    });
    // Each is told who is meant: by what it holds itself, and as far as others' flows let it be.
    const tellsOf = (from: string, to: string, share: Share): boolean =>
      (from === to
        ? AGENCIES.some((any) => any !== from && this.standing.flows(from, share, any))
        : this.standing.flows(from, share, to)) &&
      AGENCIES.some((any) => any !== from && this.standing.flows(from, 'identity', any));
    const passes = (to: string, share: Share): boolean => pointed.some((from) => tellsOf(from, to, share));
    const telling = AGENCIES.filter(tells);
    // A name is enough for a doubt; a partner system here finds it as it writes it, and each writes a name of its own.
    const marked = telling
      .filter(
        (agency) => passes(agency, 'identifiers') || (pointed.includes(agency) && tellsOf(agency, agency, 'identity')),
      )
      .flatMap((agency) => [
        ...((person.closedAt.get(agency) ?? person.at.get(agency))?.held.markers ?? []),
        ...(livesWithShielded(this.borough.families, agency, person) ? ['SHIELDED'] : []),
      ]);
    return {
      told: [...told, ...marked.map((value) => ({ kind: 'MARKER', value, from: null, until: null }))],
      everybodyAnswered: this.open.every((agency) => !tells(agency) || asked.includes(agency)),
      everybodyToldMarkers: telling.every((agency) =>
        (['identity', 'identifiers', 'address'] as const).some((share) => passes(agency, share)),
      ),
    };
  }

  /**
   * Of what is a family's as a whole: a marker of one member counts for each. Whom an agency does not itself assert opens
   * nothing of what it holds, but by a fact whose teller asserts them: else whoever adds somebody would open others' part.
   */
  private rightsOfFamily(members: readonly Member[]): PersonRights {
    const known = members.map(({ view, assertedBy }) => {
      const one = this.knownOf(view);
      const opensFor = ({ kind, opens = 'ANY', by = '' }: KnownOfPerson['told'][number]) =>
        AGENCIES.filter(
          (owner) =>
            (opens === 'ANY' || opens.includes(owner)) &&
            (assertedBy.includes(owner) || (!NOBODYS_TO_TELL.has(kind) && assertedBy.includes(by))),
        );
      return { ...one, told: one.told.map((fact) => ({ ...fact, opens: opensFor(fact) })) };
    });
    const markers = known.flatMap(({ told }) => told.filter(({ kind }) => kind === 'MARKER'));
    const everybodyToldMarkers = known.every((one) => one.everybodyAnswered && one.everybodyToldMarkers);
    return rightsOfAny(
      known.map((one) => this.standing.about({ ...one, told: [...one.told, ...markers], everybodyToldMarkers })),
    );
  }

  /** Of a person, however this asker comes by them: which agencies' records are then joined may differ, and what they tell. */
  rightsOfPerson(person: CanaryPerson): PersonRights {
    return this.once(person, () => rightsOfAny(this.viewsOf(person).map((view) => this.rightsAbout(view))));
  }

  /** Of what is a family's as a whole, whichever member this asker comes by: by those of it whom they are then told of. */
  rightsOfGroup(family: CanaryFamily): PersonRights {
    return this.once(family, () => {
      const starts = family.members.flatMap((member) => this.viewsOf(member));
      return rightsOfAny(starts.map((start) => this.rightsOfFamily(this.around(start).members)));
    });
  }

  private once(whose: CanaryPerson | CanaryFamily | string, read: () => PersonRights): PersonRights {
    const found = this.rights.get(whose) ?? read();
    this.rights.set(whose, found);
    return found;
  }

  private viewsOf(person: CanaryPerson): readonly PersonView[] {
    const sealed = [...this.known.people.values(), ...this.known.families.values()].filter(
      (one) => one.person === person,
    );
    const listed = this.open
      .filter((agency) => this.grants(agency, 'roster') && person.at.has(agency))
      .map((agency) => this.listed(person, agency));
    const views = [this.view(person), this.searched(person), ...sealed.map((one) => this.lookedUp(one)), ...listed];
    return views.flatMap((view) => (view !== null && view.at.length > 0 ? [view] : []));
  }

  /** May this value be in an answer, whole? */
  mayShow = ({ guards, ruled, coordinate, person, family }: Cell): boolean => {
    const rights = this.once(`${person} of ${family}`, () => {
      const people = this.borough.people.filter(({ name }) => name === person);
      if (people.length > 0) return rightsOfAny(people.map((one) => this.rightsOfPerson(one)));
      const group = family === undefined ? undefined : this.borough.families.get(family);
      return group ? this.rightsOfGroup(group) : this.standing.about(NOBODYS);
    });
    return rights.allows(guards) && maskOf(coordinate.split('.')[1] ?? '', rights.transforms(ruled)) === null;
  };

  private grants(agency: string, stream: string): boolean {
    return this.standing.allows([needs(`${agency}:${stream}`)]);
  }

  private get open(): readonly string[] {
    this.openAgencies ??= AGENCIES.filter((agency) => this.grants(agency, 'existence'));
    return this.openAgencies;
  }

  private readonly perhapsSomewhere = (stream: string): boolean =>
    AGENCIES.some((agency) => this.standing.mayAllow([needs(`${agency}:${stream}`)]));
  private readonly somewhere = (stream: string): boolean => AGENCIES.some((agency) => this.grants(agency, stream));

  /** May anything about anybody be seen, of somebody at least? Else that there is a person is not told. */
  private get seesPeople(): boolean {
    const own = ['existence', 'contact', 'identity', 'address', 'identifiers', 'family'].some(this.perhapsSomewhere);
    return (
      own ||
      this.borough.people.some(({ at }) =>
        [...at].some(([agency, { records }]) =>
          [...records.values()].some((grown) =>
            seenByStreams(grown, this.standing, contractStream(agency, 'existence')),
          ),
        ),
      )
    );
  }

  private root(): Shown {
    const nobodys = this.standing.about(NOBODYS);
    const places = [...this.borough.places].map(([name, grown]) => [name, () => new Told(grown, nobodys)] as const);
    return new Map<string, (given: never) => unknown>([
      ...places,
      ['me', () => fixed(this.requester)],
      [
        'findPeople',
        ({ by }: { readonly by: { readonly nhsNumber: string } }) =>
          this.open.length > 0 ? this.search(by.nhsNumber) : null,
      ],
      ['person', ({ id }: { readonly id: string }) => this.opened(this.known.people.get(id))],
      ['family', ({ id }: { readonly id: string }) => this.openedFamily(this.known.families.get(id))],
      [
        'caseload',
        ({ first, area }: { readonly first?: number | null; readonly area?: string | null }) =>
          this.somewhere('roster') && this.isOwn(area ?? null)
            ? this.caseload(Math.min(Math.max(first ?? 20, 1), 50))
            : null,
      ],
    ]);
  }

  /**
   * A person of whom all open records are joined. An agency that holds them not was asked where it may be told of each of
   * these records: one that it may not be told of is not compared, and where somebody lives says of nobody who they are.
   */
  view(person: CanaryPerson): PersonView {
    return this.asAsked(
      person,
      this.open.filter((agency) => person.at.has(agency)),
    );
  }

  private asAsked(person: CanaryPerson, at: readonly string[], already: readonly string[] = []): PersonView {
    const asked = this.open.filter(
      (agency) =>
        already.includes(agency) || at.includes(agency) || at.every((from) => this.passesName(from, agency, NAMING)),
    );
    return { person, asked, at };
  }

  /** Whether an agency's record of somebody is told to another by one of these shares: its name is read first. */
  private passesName(from: string, to: string, shares: readonly Flow[]): boolean {
    const isRead = AGENCIES.some((any) => any !== from && this.standing.flows(from, 'identity', any));
    return from !== to && isRead && shares.some((share) => this.standing.flows(from, share, to));
  }

  private opened(sealed: PersonView | undefined): Shown | null {
    return sealed && this.seesPeople ? this.person(this.lookedUp(sealed)) : null;
  }

  /** Where this asker may know more of than whoever was told of this person, it is asked now, as far as flows let it be. */
  private lookedUp({ person, asked, at }: PersonView): PersonView {
    const known = at.filter((agency) => this.open.includes(agency));
    const before = asked.filter((agency) => this.open.includes(agency));
    if (known.length === 0) return { person, asked: before, at: known };
    const others = this.open.filter((agency) => !before.includes(agency));
    // Every agency writes a name of its own: it is certain by a number alone.
    const found = others.filter(
      (agency) => person.at.has(agency) && known.some((from) => this.passesName(from, agency, ['identifiers'])),
    );
    const now = others.filter(
      (agency) =>
        found.includes(agency) || known.every((from) => this.passesName(from, agency, [...NAMING, 'address'])),
    );
    const both = (one: readonly string[], other: readonly string[]) =>
      AGENCIES.filter((agency) => one.includes(agency) || other.includes(agency));
    return { person, asked: both(before, now), at: both(known, found) };
  }

  /** Somebody on an agency's roster, joined as one who was found there. */
  private listed(person: CanaryPerson, agency: string): PersonView {
    const { at } = this.lookedUp({ person, asked: [agency], at: [agency] });
    return this.asAsked(person, at);
  }

  private openedFamily(start: PersonView | undefined): Shown | null {
    return start && this.seesPeople ? this.family(start, 'opened') : null;
  }

  /**
   * A person found by a number: selected where numbers may be compared with this asker's, and joined wherever an agency that
   * has them passes its own on. Every agency writes a name of its own: nothing else joins.
   */
  searched(person: CanaryPerson): PersonView | null {
    const compared = this.comparing;
    const selected = compared.filter((agency) => person.at.has(agency));
    const isJoined = (agency: string): boolean =>
      selected.some((from) => this.passesName(from, agency, ['identifiers']));
    const at = this.open.filter((agency) => person.at.has(agency) && (selected.includes(agency) || isJoined(agency)));
    return selected.length > 0 ? this.asAsked(person, at, compared) : null;
  }

  /** Where a number that was typed is compared: where this asker could be shown it, whole, of somebody. */
  private get comparing(): readonly string[] {
    return this.open.filter((agency) =>
      this.standing
        .couldShow(`${agency}:identifiers`)
        .some((showing) => maskOf('nhsNumber', showing === 'whole' ? [] : [showing]) === null),
    );
  }

  private search(nhsNumber: string): Shown {
    const person = this.borough.people.find((one) => one.nhsNumber === nhsNumber);
    const view = person ? this.searched(person) : null;
    const asked = view?.asked ?? this.comparing;
    return shown({
      certain: () => (this.seesPeople ? (view ? [this.person(view)] : []) : null),
      selected: () =>
        (view?.at ?? [])
          .filter((agency) => this.comparing.includes(agency))
          .map((agency) => fixed({ agency, comparedOn: ['nhsNumber'] })),
      possible: () => [],
      answers: () =>
        this.open.map((agency) =>
          fixed({
            agency,
            status: view?.at.includes(agency) ? 'ANSWERED' : asked.includes(agency) ? 'NOTHING_HELD' : 'WITHHELD',
            asOf: null,
            coverage: null,
            proposal: null,
            noted: null,
          }),
        ),
    });
  }

  /** A list is for the requester's own area, or their own caseload; where no agency shares one, none is asked. */
  private isOwn(area: string | null): boolean {
    return area === null || area === this.requester.area || !this.open.some((one) => this.grants(one, 'roster'));
  }

  /** The roster of the first agency that shares it, without whoever is marked. */
  private caseload(first: number): Shown {
    const agency = this.open.find((one) => this.grants(one, 'roster'));
    const roster = agency === undefined ? [] : this.borough.people.filter(({ at }) => at.has(agency));
    const stands = (view: PersonView): boolean =>
      !this.standing.closesByMarkers ||
      !this.knownOf(view).told.some(({ kind, value }) => kind === 'MARKER' && value !== 'DECEASED');
    // Filled from the agency's pages, each of as many as are missing yet.
    const views: PersonView[] = [];
    let read = 0;
    for (let pages = 0; pages < 5 && views.length < first && read < roster.length; pages += 1) {
      const page = roster.slice(read, read + first - views.length);
      read += page.length;
      views.push(...page.map((person) => this.listed(person, agency!)).filter(stands));
    }
    const more = read < roster.length;
    return shown({
      nodes: () => (this.seesPeople ? views.map((view) => this.person(view)) : null),
      pageInfo: () => fixed({ hasNextPage: more, endCursor: more ? SEALED : null }),
      answers: () =>
        this.open.length > 0
          ? agency === undefined
            ? []
            : [fixed({ agency, status: 'ANSWERED', asOf: null, coverage: null, proposal: null, noted: null })]
          : null,
    });
  }

  private person(view: PersonView): Shown {
    const rights = this.rightsAbout(view);
    const named = FIRST_WORD.filter(
      (agency) => view.at.includes(agency) && rights.shows(`${agency}:identity`) !== null,
    );
    const showing = (agency: string, field: string) => showingsOf(rights, `${agency}:identity`, field);
    const first =
      (...fields: readonly ('lifeState' | 'givenName' | 'familyName' | 'dateOfBirth' | 'expectedDateOfBirth')[]) =>
      () => {
        for (const agency of named) {
          const { held } = view.person.at.get(agency)!;
          const read = fields
            .filter((field) => showing(agency, field) !== null)
            .map((field) => maskedValue(maskedBy(field, showing(agency, field)), held[field]))
            .filter((value) => value !== null);
          if (read.length > 0) return read.join(' ');
        }
        const hidden = named.some((agency) =>
          fields.some(
            (field) =>
              view.person.at.get(agency)!.held[field] !== null &&
              maskedBy(field, showing(agency, field)) === 'RECORDED',
          ),
        );
        return hidden ? RECORDED_ALONE : null;
      };
    const records = view.at.flatMap((agency) => [...view.person.at.get(agency)!.records]);
    const published = this.borough.people.flatMap(({ at }) =>
      [...at.values()].flatMap((holding) => [...holding.records.keys()]),
    );
    return new Map<string, () => unknown>([
      ...published.map((name) => [name, () => null] as const),
      ...records.map(([name, grown]) => [name, () => new Told(grown, rights)] as const),
      ['id', () => SEALED],
      ['lifeState', first('lifeState')],
      ['displayName', first('givenName', 'familyName')],
      ['dateOfBirth', first('dateOfBirth')],
      ['expectedDateOfBirth', first('expectedDateOfBirth')],
      ['identities', () => named.map((agency) => this.identity(agency, view.person, rights))],
      [
        'involvements',
        () =>
          view.at.flatMap((agency) =>
            view.person.at.get(agency)!.involvements.map((one) => this.involvement(agency, one, rights)),
          ),
      ],
      ['answers', () => (this.open.length > 0 ? AGENCIES.map((agency) => this.agencyAnswer(agency, view)) : null)],
      ['family', () => this.family(view, 'fresh')],
      // No agency here says that a child has two.
      ['families', () => [this.family(view, 'fresh')].filter((family) => family !== null)],
    ]);
  }

  private identity(agency: string, person: CanaryPerson, rights: PersonRights): Shown {
    const { held } = person.at.get(agency)!;
    const showing = (field: string) => showingsOf(rights, `${agency}:${CONTRACT_STREAM.Identity(field)}`, field);
    const maskAt = (field: string) => (NEVER_MASKED.has(field) ? null : maskedBy(field, showing(field)));
    const cells = IDENTITY.map(
      (field) =>
        [field, () => (showing(field) === null ? null : told(maskedValue(maskAt(field), held[field])))] as const,
    );
    const recorded = (): readonly string[] =>
      [...IDENTITY, 'lifeState' as const].filter((field) => showing(field) !== null && maskAt(field) === 'RECORDED');
    return new Map<string, () => unknown>([['agency', () => agency], ...cells, ['recorded', recorded]]);
  }

  private involvement(agency: string, one: object, rights: PersonRights): Shown {
    const isShown = (field: string): boolean => {
      const showing = rights.shows(`${agency}:${CONTRACT_STREAM.Involvement(field)}`);
      // Of a contact there is no half to show.
      return showing === 'whole' || (showing !== null && CONTRACT_STREAM.Involvement(field) === 'existence');
    };
    const cells = Object.entries(one).map(
      ([field, value]) => [field, () => (isShown(field) ? told(value) : null)] as const,
    );
    return new Map<string, () => unknown>([...cells, ['agency', () => agency]]);
  }

  private agencyAnswer(agency: string, { asked, at }: PersonView): Shown {
    const coverage = this.borough.coverage.get(agency)!;
    if (!asked.includes(agency))
      return fixed({ agency, status: 'WITHHELD', asOf: null, coverage: null, proposal: null, noted: null });
    const words = [coverage.area, ...coverage.notCovered.map((one) => `not ${one}`)].join('; ');
    return fixed({
      agency,
      status: at.includes(agency) ? 'ANSWERED' : 'NOTHING_HELD',
      asOf: coverage.currentAsOf,
      coverage: words,
      proposal: null,
      // The canaries' agencies answer that nothing was noted; of whom they hold nothing they are not asked.
      noted: at.includes(agency) ? [] : null,
    });
  }

  /** Who asserts a group around one person to this asker, and who they are told is in it: nobody whose record there is closed. */
  private around(start: PersonView) {
    const family = this.borough.families.get(start.person.family)!;
    const asserting = this.asserting(family, [start]);
    const related = asserting.filter((agency) => this.grants(agency, 'family'));
    const others = family.members.filter(
      (member) => member !== start.person && related.some((agency) => member.at.has(agency)),
    );
    const views = [start, ...others.map((member) => this.view(member))];
    const members = views.map(
      (view): Member => ({ view, assertedBy: asserting.filter((agency) => view.at.includes(agency)) }),
    );
    return { family, asserting, related, views, members };
  }

  /** The union of what agencies assert around one person; null where none asserts anything to this asker. */
  private family(start: PersonView, how: 'fresh' | 'opened'): Shown | null {
    const { family, asserting, related, views, members } = this.around(start);
    if (asserting.length === 0) return null;
    const said =
      how === 'fresh' ? related : this.asserting(family, views).filter((agency) => this.grants(agency, 'family'));
    const published = [...this.borough.families.values()].flatMap(({ at }) =>
      [...at.values()].flatMap(({ records }) => [...records.keys()]),
    );
    const records = asserting.flatMap((agency) => [...(family.at.get(agency)?.records ?? [])]);
    const meet = (): void => {
      const met = this.met.get(family.name) ?? new Map<string, Member>();
      for (const one of members)
        met.set(JSON.stringify([one.view.person.name, one.view.asked, one.view.at, one.assertedBy]), one);
      this.met.set(family.name, met);
    };
    const rights = (): PersonRights => this.rightsOfFamily([...(this.met.get(family.name)?.values() ?? members)]);
    return new Map<string, () => unknown>([
      ...published.map((name) => [name, () => null] as const),
      ...records.map(([name, grown]) => [name, () => new Told(grown, rights(), meet)] as const),
      [
        'id',
        () => {
          meet();
          return SEALED;
        },
      ],
      ['endedTies', () => (this.somewhere('family') ? [] : null)],
      [
        'members',
        () =>
          views.map((view) =>
            shown({
              person: () => this.person(view),
              relationships: () => (this.somewhere('family') ? this.relationships(family, view, said) : null),
              // Nobody here is met twice.
              mayBeSame: () => (this.open.length > 0 ? [] : null),
            }),
          ),
      ],
    ]);
  }

  private asserting(family: CanaryFamily, views: readonly PersonView[]): readonly string[] {
    return this.open.filter((agency) => {
      const kinds = (family.at.get(agency)?.groups ?? []).map(({ kind }) => kind);
      const told =
        (kinds.includes('FAMILY') && this.grants(agency, 'family')) ||
        (kinds.includes('HOUSEHOLD') && this.grants(agency, 'household'));
      return told && views.some(({ at }) => at.includes(agency));
    });
  }

  private relationships(family: CanaryFamily, view: PersonView, agencies: readonly string[]): readonly Shown[] {
    return agencies.flatMap((agency) => {
      const ref = view.at.includes(agency) ? view.person.at.get(agency)?.held.ref : undefined;
      const member = family.at
        .get(agency)!
        .groups.find(({ kind }) => kind === 'FAMILY')
        ?.members.find((one) => one.ref === ref);
      if (!member) return [];
      const isOpen = family.members.some(({ at }) => at.get(agency)?.held.ref === member.to);
      return [fixed({ ...(isOpen ? { ...member, to: SEALED } : NO_RELATIONSHIP), agency })];
    });
  }
}

/** When a child is due is told by maternity's right as well (schema/equivalent-facts.yaml). Null: withheld by one of the two. */
function showingsOf(rights: PersonRights, stream: string, field: string): readonly Showing[] | null {
  const streams = field === 'expectedDateOfBirth' ? [stream, 'health:maternity'] : [stream];
  const showings = streams.flatMap((one) => rights.shows(one) ?? []);
  return showings.length === streams.length ? showings : null;
}

const maskedBy = (field: string, showings: readonly Showing[] | null) =>
  maskOf(
    field,
    (showings ?? []).filter((one) => one !== 'whole'),
  );

function seesAnything(grown: Grown, rights: PersonRights): boolean {
  if (grown.kind === 'leaf') return rights.allows(grown.guards);
  return (grown.kind === 'list' ? grown.items : [...grown.fields.values()]).some((inner) =>
    seesAnything(inner, rights),
  );
}

/** By the streams alone, without regard to whether the agency's existence is open. */
function seenByStreams(grown: Grown, standing: Standing, existence: string): boolean {
  if (grown.kind === 'leaf')
    return standing.mayAllow(grown.guards.filter((guard) => !guard.some((all) => all.includes(existence))));
  return (grown.kind === 'list' ? grown.items : [...grown.fields.values()]).some((inner) =>
    seenByStreams(inner, standing, existence),
  );
}

function withoutPlaces(path: GraphQLResolveInfo['path']): string {
  const steps: string[] = [];
  for (let at: typeof path | undefined = path; at; at = at.prev) if (typeof at.key === 'string') steps.unshift(at.key);
  return steps.join('/');
}

/** Objects of the contract as graphql-js reads them here: everything below is under the same stream. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  return typeof value === 'object' && value !== null ? fixed(value) : value;
}
