/**
 * What an asker should be shown of the canaries: worked out from the invented people and the oracle alone, by running the
 * client's own operation over them. What is withheld is null; a container is shown if anything in it may be.
 */
import { AGENCIES, contractStream } from '@family-view/schema';
import { type DocumentNode, executeSync, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { CanaryBorough, CanaryFamily, CanaryPerson } from './canary-borough';
import type { Grown } from './canary-record';
import { CONTRACT_STREAM, needs, type Standing } from './oracle';

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
  readonly caseReference: string | null;
}

/** Stands for any sealed id or cursor. */
export const SEALED = 'sealed';

type Shown = ReadonlyMap<string, (given: never) => unknown>;
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

export class Expectation {
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
    const { data, errors } = executeSync({
      schema,
      document,
      operationName,
      variableValues,
      rootValue: this.root(),
      fieldResolver: this.resolve,
    });
    if (errors) throw new Error(`the expectation failed: ${errors.map(({ message }) => message).join('; ')}`);
    return data;
  }

  private resolve: GraphQLFieldResolver<Grown | Shown, unknown> = (source, given, _context, info) => {
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    if ('kind' in source) {
      const field = source.kind === 'object' ? source.fields.get(info.fieldName) : undefined;
      if (!field) throw new Error(`no canary grows at ${coordinate}`);
      return this.value(field);
    }
    const read = source.get(info.fieldName);
    if (!read) throw new Error(`the oracle does not know ${coordinate}: say in test/leaks what opens it`);
    return read(given as never);
  };

  /** A grown value as far as it may be seen. */
  private value(grown: Grown): unknown {
    if (grown.kind === 'leaf') return this.standing.allows(grown.guards) ? grown.value : null;
    if (!this.seesAnything(grown)) return null;
    return grown.kind === 'list' ? grown.items.map((item) => this.value(item)) : grown;
  }

  private seesAnything(grown: Grown): boolean {
    if (grown.kind === 'leaf') return this.standing.allows(grown.guards);
    return (grown.kind === 'list' ? grown.items : [...grown.fields.values()]).some((inner) => this.seesAnything(inner));
  }

  private grants(agency: string, stream: string): boolean {
    return this.standing.allows([needs(`${agency}:${stream}`)]);
  }

  private get open(): readonly string[] {
    return AGENCIES.filter((agency) => this.grants(agency, 'existence'));
  }

  private readonly somewhere = (stream: string): boolean => AGENCIES.some((agency) => this.grants(agency, stream));

  /** May anything about anybody be seen? Else that there is a person is not told. */
  private get seesPeople(): boolean {
    const own = ['existence', 'contact', 'identity', 'address', 'identifiers', 'family'].some(this.somewhere);
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
    const places = [...this.borough.places].map(([name, grown]) => [name, () => this.value(grown)] as const);
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
        ({ first }: { readonly first?: number | null }) =>
          this.somewhere('roster') ? this.caseload(Math.min(Math.max(first ?? 20, 1), 50)) : null,
      ],
    ]);
  }

  /** A person found afresh by this asker: every agency that they may know of was asked. */
  view(person: CanaryPerson): PersonView {
    return { person, asked: this.open, at: this.open.filter((agency) => person.at.has(agency)) };
  }

  private opened(sealed: PersonView | undefined): Shown | null {
    if (!sealed || !this.seesPeople) return null;
    const cut = (agencies: readonly string[]): readonly string[] =>
      agencies.filter((agency) => this.open.includes(agency));
    return this.person({ person: sealed.person, asked: cut(sealed.asked), at: cut(sealed.at) });
  }

  private openedFamily(start: PersonView | undefined): Shown | null {
    return start && this.seesPeople ? this.family(start, 'opened') : null;
  }

  private search(nhsNumber: string): Shown {
    const person = this.borough.people.find((one) => one.nhsNumber === nhsNumber);
    const view = person && this.view(person);
    const found = view !== undefined && view.at.length > 0;
    return shown({
      certain: () => (this.seesPeople ? (found ? [this.person(view)] : []) : null),
      possible: () => [],
      answers: () =>
        this.open.map((agency) =>
          fixed({
            agency,
            status: found && view.at.includes(agency) ? 'ANSWERED' : 'NOTHING_HELD',
            asOf: null,
            coverage: null,
          }),
        ),
    });
  }

  /** The roster of the first agency that shares it. A landlord passes on no number, so nobody on its roster is joined further. */
  private caseload(first: number): Shown {
    const agency = this.open.find((one) => this.grants(one, 'roster'));
    const roster = agency === undefined ? [] : this.borough.people.filter(({ at }) => at.has(agency)).slice(0, first);
    const views = roster.map(
      (person): PersonView =>
        agency !== undefined && this.standing.flows(agency, 'identifiers', agency === 'health' ? 'education' : 'health')
          ? this.view(person)
          : { person, asked: this.open, at: [agency!] },
    );
    return shown({
      nodes: () => (this.seesPeople ? views.map((view) => this.person(view)) : null),
      pageInfo: () => fixed({ hasNextPage: agency !== undefined, endCursor: agency === undefined ? null : SEALED }),
      answers: () =>
        this.open.length > 0
          ? agency === undefined
            ? []
            : [fixed({ agency, status: 'ANSWERED', asOf: null, coverage: null })]
          : null,
    });
  }

  private person(view: PersonView): Shown {
    const named = FIRST_WORD.filter((agency) => view.at.includes(agency) && this.grants(agency, 'identity')).map(
      (agency) => view.person.at.get(agency)!.held,
    );
    const first = named[0];
    const records = view.at.flatMap((agency) => [...view.person.at.get(agency)!.records]);
    const published = this.borough.people.flatMap(({ at }) =>
      [...at.values()].flatMap((holding) => [...holding.records.keys()]),
    );
    return new Map<string, () => unknown>([
      ...published.map((name) => [name, () => null] as const),
      ...records.map(([name, grown]) => [name, () => this.value(grown)] as const),
      ['id', () => SEALED],
      ['lifeState', () => first?.lifeState ?? null],
      ['displayName', () => (first ? `${first.givenName} ${first.familyName}` : null)],
      ['dateOfBirth', () => first?.dateOfBirth ?? null],
      ['expectedDateOfBirth', () => first?.expectedDateOfBirth ?? null],
      [
        'identities',
        () =>
          view.at
            .filter((agency) => this.grants(agency, 'identity'))
            .map((agency) => this.identity(agency, view.person)),
      ],
      [
        'involvements',
        () =>
          view.at.flatMap((agency) =>
            view.person.at.get(agency)!.involvements.map((one) => this.involvement(agency, one)),
          ),
      ],
      ['answers', () => (this.open.length > 0 ? AGENCIES.map((agency) => this.agencyAnswer(agency, view)) : null)],
      ['family', () => this.family(view, 'fresh')],
    ]);
  }

  private identity(agency: string, person: CanaryPerson): Shown {
    const { held } = person.at.get(agency)!;
    const cells = IDENTITY.map(
      (field) =>
        [field, () => (this.grants(agency, CONTRACT_STREAM.Identity(field)) ? told(held[field]) : null)] as const,
    );
    return new Map<string, () => unknown>([['agency', () => agency], ...cells]);
  }

  private involvement(agency: string, one: object): Shown {
    const cells = Object.entries(one).map(
      ([field, value]) =>
        [field, () => (this.grants(agency, CONTRACT_STREAM.Involvement(field)) ? told(value) : null)] as const,
    );
    return new Map<string, () => unknown>([...cells, ['agency', () => agency]]);
  }

  private agencyAnswer(agency: string, { asked, at }: PersonView): Shown {
    const coverage = this.borough.coverage.get(agency)!;
    if (!asked.includes(agency)) return fixed({ agency, status: 'WITHHELD', asOf: null, coverage: null });
    const words = [coverage.area, ...coverage.notCovered.map((one) => `not ${one}`)].join('; ');
    return fixed({
      agency,
      status: at.includes(agency) ? 'ANSWERED' : 'NOTHING_HELD',
      asOf: coverage.currentAsOf,
      coverage: words,
    });
  }

  /** The union of what agencies assert around one person; null where none asserts anything to this asker. */
  private family(start: PersonView, how: 'fresh' | 'opened'): Shown | null {
    const family = this.borough.families.get(start.person.family)!;
    const asserting = this.asserting(family, [start]);
    if (asserting.length === 0) return null;
    const related = asserting.filter((agency) => this.grants(agency, 'family'));
    const others = family.members.filter(
      (member) => member !== start.person && related.some((agency) => member.at.has(agency)),
    );
    const views = [start, ...others.map((member) => this.view(member))];
    const said =
      how === 'fresh' ? related : this.asserting(family, views).filter((agency) => this.grants(agency, 'family'));
    const published = [...this.borough.families.values()].flatMap(({ at }) =>
      [...at.values()].flatMap(({ records }) => [...records.keys()]),
    );
    const records = asserting.flatMap((agency) => [...(family.at.get(agency)?.records ?? [])]);
    return new Map<string, () => unknown>([
      ...published.map((name) => [name, () => null] as const),
      ...records.map(([name, grown]) => [name, () => this.value(grown)] as const),
      ['id', () => SEALED],
      [
        'members',
        () =>
          views.map((view) =>
            shown({
              person: () => this.person(view),
              relationships: () => (this.somewhere('family') ? this.relationships(family, view, said) : null),
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
      return member ? [fixed({ ...member, agency, to: SEALED })] : [];
    });
  }
}

/** By the streams alone, without regard to whether the agency's existence is open. */
function seenByStreams(grown: Grown, standing: Standing, existence: string): boolean {
  if (grown.kind === 'leaf')
    return standing.allows(grown.guards.filter((guard) => !guard.some((all) => all.includes(existence))));
  return (grown.kind === 'list' ? grown.items : [...grown.fields.values()]).some((inner) =>
    seenByStreams(inner, standing, existence),
  );
}

/** Objects of the contract as graphql-js reads them here: everything below is under the same stream. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  return typeof value === 'object' && value !== null ? fixed(value) : value;
}
