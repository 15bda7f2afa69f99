/**
 * What is read of the FHIR server for one request, in few rounds: what is asked at one time goes together, nothing is asked
 * twice, and where the server offers it a person comes with their family. It ends with the request, as all it holds does.
 */
import { type Abilities, familyParameters } from './fhir-abilities';
import { type Answer, type FhirClient, type Found, readFound, type Search } from './fhir-client';
import { DUE_DATE, token } from './format/codes';
import { byPerson, idIn, idsIn, isFhirId } from './format/elements';
import { KINDS, type Kind, type Patient } from './format/fhir';
import type { Read } from './format/read-leniently';

type Parameters = Search['parameters'];
/** How its searches are paced, where it is not as for a person's record. */
export type Pace = Pick<Search, 'pageSize' | 'timeLimit'>;

/** Values in one search: keeps the address well under the 8 kB that servers allow. */
const VALUES_AT_ONCE = 60;
/** Searches in one batch: their answers together stay well under the bytes that are read of one. */
const SEARCHES_AT_ONCE = 40;
/** People in one answer with their families, and the most that are believed to have come along whole: HAPI FHIR stops at 1,000. */
const FAMILIES_AT_ONCE = 20;
const MOST_INCLUDED = 500;
/** A ref that nobody has. */
export const NOBODY = 'nobody';
/** How a due date's search says what it is for. */
export const DUE_DATES: Parameters = { code: token(DUE_DATE) };

interface Job {
  readonly search: Search;
  readonly settle: (answer: Promise<Answer>) => void;
}
interface Group {
  readonly kind: Kind<unknown>;
  readonly by: string;
  readonly more: Parameters;
  readonly values: string[];
  readonly settle: (found: Promise<Found<unknown>>) => void;
}

export class FhirReading {
  readonly #kept = new Map<Kind<unknown>, Map<string, Promise<Found<unknown>>>>();
  readonly #groups = new Map<string, Group & { readonly found: Promise<Found<unknown>> }>();
  #jobs: Job[] = [];
  #isDue = false;
  constructor(
    readonly client: FhirClient,
    readonly pace: Pace = {},
  ) {}

  /** Searches for any of `values` in parameter `by`. More may come than was asked for: others asked for at the same time. */
  async searchFor<T>(kind: Kind<T>, by: string, values: readonly string[], more: Parameters = {}): Promise<Found<T>> {
    // A ref that is no FHIR id is nobody here, and a strict server would refuse the whole search for it.
    const isValue = (value: string): boolean => by === 'identifier' || isFhirId(value.slice(value.indexOf('/') + 1));
    const kept = this.#keptOf(kind);
    const asked = [...new Set(values)].filter(isValue);
    for (const value of asked) {
      const key = keyOf(by, more, value);
      if (!kept.has(key)) kept.set(key, this.#join(kind, by, more, value));
    }
    const found = await Promise.all([...new Set(asked.flatMap((value) => kept.get(keyOf(by, more, value)) ?? []))]);
    return together(found);
  }

  /** One search, all pages, or as many as hold `most`. A list in `parameters` means any of its values. */
  async search<T>(
    kind: Kind<T>,
    parameters: Parameters,
    more: Pick<Search, 'most' | 'repeated'> = {},
  ): Promise<Found<T>> {
    return readFound(kind, await this.#ask({ type: kind.type, parameters, ...more }));
  }

  /** Searches that go together, as one. */
  async searchEach<T>(kind: Kind<T>, searches: readonly Pick<Search, 'parameters' | 'repeated'>[]): Promise<Found<T>> {
    return together(await Promise.all(searches.map((one) => this.search(kind, one.parameters, one))));
  }

  /** The people of these refs, with what their records and their relatives' name where the server tells it at once. */
  async people(refs: readonly string[], holdsUnborn: boolean): Promise<Found<Patient>> {
    const { families } = await this.client.abilities();
    if (!families) {
      const [found] = await Promise.all([
        this.searchFor(KINDS.Patient, '_id', refs),
        this.searchFor(KINDS.RelatedPerson, 'patient', refs),
        ...(holdsUnborn ? [this.searchFor(KINDS.Observation, 'focus', refs.map(asPatient), DUE_DATES)] : []),
      ]);
      return found;
    }
    const kept = this.#keptOf(KINDS.Patient);
    const fresh = [...new Set(refs)].filter((ref) => isFhirId(ref) && !kept.has(keyOf('_id', {}, ref)));
    for (const chunk of chunksOf(fresh, FAMILIES_AT_ONCE)) {
      const found = this.#searchFamilies({ _id: chunk }, chunk);
      for (const ref of chunk) kept.set(keyOf('_id', {}, ref), found);
    }
    return this.searchFor(KINDS.Patient, '_id', refs);
  }

  /** Whoever this finds, with their families where the server tells them at once. */
  async findPeople(parameters: Parameters): Promise<Found<Patient>> {
    const { families } = await this.client.abilities();
    return families ? this.#searchFamilies(parameters, []) : this.search(KINDS.Patient, parameters);
  }

  async #searchFamilies(parameters: Parameters, asked: readonly string[]): Promise<Found<Patient>> {
    const abilities = await this.client.abilities();
    const repeated = familyParameters(abilities);
    try {
      const answer = await this.#ask({ type: 'Patient', parameters, repeated, pageSize: FAMILIES_AT_ONCE });
      const found = readFound(KINDS.Patient, answer);
      const included = answer.entries.filter(({ matched }) => !matched).length;
      if (included < MOST_INCLUDED) this.#keepFamilies(answer, asked, abilities);
      return found;
    } catch (fault) {
      if (!this.client.refuses('families', fault)) throw fault;
      return this.search(KINDS.Patient, parameters);
    }
  }

  /** What came along answers the searches that would have asked for it. Flags do not: what closes is always asked for itself. */
  #keepFamilies(answer: Answer, asked: readonly string[], { focus }: Abilities): void {
    const { asOf } = answer;
    const patients = readFound(KINDS.Patient, answer, true).resources;
    const relations = readFound(KINDS.RelatedPerson, answer, true).resources;
    const dueDates = readFound(KINDS.Observation, answer, true).resources;
    const keep = <T>(
      kind: Kind<T>,
      by: string,
      value: string,
      resources: readonly Read<T>[],
      more: Parameters = {},
    ) => {
      const kept = this.#keptOf(kind);
      const key = keyOf(by, more, value);
      // Of what is asked for just now the answer stands: it is no older than this one.
      if (!kept.has(key)) kept.set(key, Promise.resolve({ resources, asOf }));
    };
    const about = byPerson(relations, ({ value }) => idIn(value.patient, 'Patient'));
    const focused = byPerson(
      dueDates.flatMap((read) => [...new Set(idsIn(read.value.focus ?? [], 'Patient'))].map((ref) => ({ read, ref }))),
      ({ ref }) => ref,
    );
    const linkedTo = byPerson(
      patients.flatMap((read) => {
        const links = new Set((read.value.link ?? []).map(({ other }) => other?.reference ?? null));
        return [...links].map((link) => ({ read, link }));
      }),
      ({ link }) => link,
    );
    for (const patient of patients) keep(KINDS.Patient, '_id', patient.value.id, [patient]);
    for (const ref of new Set([NOBODY, ...asked, ...patients.map(({ value }) => value.id)])) {
      keep(KINDS.RelatedPerson, 'patient', ref, about(ref));
      if (focus) keep(KINDS.Observation, 'focus', asPatient(ref), readsOf(focused(ref)), DUE_DATES);
    }
    keep(KINDS.Patient, 'link', `RelatedPerson/${NOBODY}`, []);
    for (const relation of relations) {
      const link = `RelatedPerson/${relation.value.id}`;
      keep(KINDS.RelatedPerson, '_id', relation.value.id, [relation]);
      keep(KINDS.Patient, 'link', link, readsOf(linkedTo(link)));
    }
  }

  #keptOf<T>(kind: Kind<T>): Map<string, Promise<Found<T>>> {
    const kept = this.#kept.get(kind) ?? new Map<string, Promise<Found<unknown>>>();
    this.#kept.set(kind, kept);
    // Filled for this kind alone, by functions that are given it.
    return kept as Map<string, Promise<Found<T>>>;
  }

  /** One search for all values asked for in one parameter at one time. */
  #join<T>(kind: Kind<T>, by: string, more: Parameters, value: string): Promise<Found<T>> {
    const key = `${kind.type}?${keyOf(by, more, '')}`;
    const waiting = this.#groups.get(key);
    waiting?.values.push(value);
    if (waiting) return waiting.found as Promise<Found<T>>;
    const { promise, settle } = settled<Found<unknown>>();
    this.#groups.set(key, { kind, by, more, values: [value], settle, found: promise });
    this.#soon();
    return promise as Promise<Found<T>>;
  }

  #ask(search: Search): Promise<Answer> {
    const { promise, settle } = settled<Answer>();
    this.#jobs.push({ search: { ...this.pace, ...search }, settle });
    this.#soon();
    return promise;
  }

  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => void this.#send());
  }

  async #send(): Promise<void> {
    // Searches for the groups join the others, and go with them.
    for (const { kind, by, more, values, settle } of this.#groups.values()) {
      const chunks = chunksOf(values, VALUES_AT_ONCE);
      settle(Promise.all(chunks.map((chunk) => this.search(kind, { ...more, [by]: chunk }))).then(together));
    }
    this.#groups.clear();
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#isDue = false;
    const { batch } = await this.client.abilities();
    if (!batch || jobs.length < 2) for (const { search, settle } of jobs) settle(this.client.ask(search));
    else await Promise.all(chunksOf(jobs, SEARCHES_AT_ONCE).map((chunk) => this.#sendBatch(chunk)));
  }

  async #sendBatch(jobs: readonly Job[]): Promise<void> {
    try {
      const answers = await this.client.askTogether(jobs.map(({ search }) => search));
      for (const [place, { settle }] of jobs.entries())
        settle(answers[place]?.() ?? Promise.reject(new Error('expected an answer')));
    } catch (fault) {
      if (!this.client.refuses('batch', fault)) for (const { settle } of jobs) settle(Promise.reject(fault));
      else for (const { search, settle } of jobs) settle(this.client.ask(search));
    }
  }
}

const keyOf = (by: string, more: Parameters, value: string): string => `${by} ${JSON.stringify(more)} ${value}`;
const readsOf = <T>(found: readonly { readonly read: T }[]): readonly T[] => found.map(({ read }) => read);
const asPatient = (ref: string): string => `Patient/${ref}`;

const together = <T>(found: readonly Found<T>[]): Found<T> => ({
  resources: found.flatMap(({ resources }) => resources),
  asOf: found.map(({ asOf }) => asOf).sort()[0] ?? new Date().toISOString(),
});

const chunksOf = <T>(values: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));

function settled<T>(): { readonly promise: Promise<T>; readonly settle: (value: Promise<T>) => void } {
  let settle: (value: Promise<T>) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
