/** The stack over the canaries, and one case of the search: a random operation of one asker, checked from every side. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { type GraphQLSchema, isAbstractType, isObjectType, parse } from 'graphql';
import { type StackOptions, startStack } from '../stack';
import { startTraceCollector } from '../trace-collector';
import { ASKINGS, type Asking } from './askings';
import { type CanaryAgencies, type CanaryOptions, type Received, serveCanaries } from './canary-agency';
import { type CanaryBorough, type CanaryFamily, type CanaryPerson, inventCanaries } from './canary-borough';
import { composeCanaries } from './canary-supergraph';
import { type CollectedIds, collectIds } from './collect-ids';
import { Expectation, type KnownIds } from './expected-answer';
import { findDifferences, findLeaks, findMaskFaults } from './judge-answer';
import { fieldsNamed, judgeRequests } from './judge-requests';
import { type Oracle, type PersonRights, readOracle, type Standing } from './oracle';
import type { RandomOperation } from './random-operation';

export interface CanaryStackOptions extends StackOptions {
  readonly seed: number;
  /** What the oracle reads. */
  readonly agreed: readonly string[];
  readonly served?: CanaryOptions['served'];
  /** Operations are sent with their hash, by which the gateway stores them. */
  readonly stored?: boolean;
  /** Whether some records are closed by their agencies: only the kit knows how. */
  readonly vetoes?: boolean;
  /** Whether an object asked for its type alone must come; it is not clear of one that is open by a condition. */
  readonly typesAlone?: boolean;
  /** Who will ask: ids are collected for them. */
  readonly askings?: readonly Asking[];
}

export interface CanaryStack extends CollectedIds {
  readonly borough: CanaryBorough;
  readonly schema: GraphQLSchema;
  /** What this asker is to expect of whom. */
  expectationFor(asking: Asking): Expectation;
  /** Faults found in one answer and in what the agencies were asked for it; none is a pass. */
  judge(asking: Asking, operation: RandomOperation): Promise<Judged>;
  /** Has something done, and tells what came back and what the agencies were asked for it. */
  perform(asking: Asking, operation: RandomOperation): Promise<Performed>;
  /** Everything that the gateway wrote down: its data directory, its log, the agencies' logs, its metrics and its traces. */
  written(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export interface Performed {
  readonly body: { readonly data?: Readonly<Record<string, { readonly outcome: string } | null>> | null };
  readonly text: string;
  /** With status and headers. */
  readonly bytes: string;
  readonly received: readonly Received[];
}

export interface Judged {
  readonly faults: readonly string[];
  readonly leaks: readonly string[];
  readonly seen: number;
  readonly text: string;
}

const NO_TROUBLE = { AGENCY_TIMEOUT_MS: '30000', OPERATION_DEADLINE_MS: '60000', LOG_LEVEL: 'info' };
const NO_IDS: KnownIds = { people: new Map(), families: new Map() };
/** Refusals, and words to somebody who brings an id of another's. */
const EXPECTED_CODES = new Set([
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'MASKED',
  'ID_OF_ANOTHER_ORGANISATION',
  'ROSTER_NOT_YOURS',
]);

export async function startCanaryStack({
  seed,
  agreed,
  served = 'by the kit',
  vetoes = served === 'by the kit',
  typesAlone = true,
  stored = false,
  askings = ASKINGS,
  ...options
}: CanaryStackOptions): Promise<CanaryStack> {
  const borough = inventCanaries(seed, vetoes);
  const oracle: Oracle = readOracle(agreed, new Date().toISOString().slice(0, 10));
  const log: string[] = [];
  const kept = mkdtempSync(join(tmpdir(), 'family-view-canaries-'));
  let agencies: CanaryAgencies | undefined;
  const collector = await startTraceCollector();
  const { sdl, schema } = await composeCanaries();
  const stack = await startStack({
    supergraphSdl: sdl,
    protocols: agreed.map((text, at) => ({ name: `agreed-${at}.yaml`, text })),
    ...options,
    environment: { ...NO_TROUBLE, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url, ...options.environment },
    logDestination: { write: (line: string) => void log.push(line) },
    agencies: async (jwksUrl) => {
      agencies = await serveCanaries(borough, jwksUrl, { dataDirectory: kept, served });
      return agencies;
    },
  }).catch(async (cause) => {
    await agencies?.close();
    await collector.close();
    throw cause;
  });
  const typeNames = new Set(
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name),
  );

  // Of types that stand side by side, that it is one and not another is told by a field, not by the type alone.
  const sideBySide = new Set(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .flatMap((type) => schema.getPossibleTypes(type).map(({ name }) => name)),
  );
  const alone = new Set(typesAlone ? [...typeNames].filter((name) => !sideBySide.has(name)) : []);

  const standings = new Map<string, Standing>();
  const standingOf = (asking: Asking): Standing => {
    const { role, organisation, organisationType, area, trainingUntil } = PERSONAS[asking.persona];
    const { purpose, caseReference } = asking;
    const name = JSON.stringify(asking);
    const found =
      standings.get(name) ??
      oracle.standing({ role, organisation, organisationType, area, trainingUntil, purpose, caseReference });
    standings.set(name, found);
    return found;
  };
  const NO_RIGHTS: PersonRights = { shows: () => null, allows: () => false, transforms: () => [] };
  const whose = new Map<string, CanaryPerson>(
    borough.people.flatMap((person) =>
      [...person.at].map(([agency, { held }]) => [`${agency}|${held.ref}`, person] as const),
    ),
  );
  const groupOf = new Map<string, CanaryFamily>(
    [...borough.families.values()].flatMap((family) =>
      [...family.at].flatMap(([agency, { groups }]) => groups.map(({ ref }) => [`${agency}|${ref}`, family] as const)),
    ),
  );
  const rightsAt = (expectation: Expectation) => {
    const found = new Map<string, PersonRights>();
    return (agency: string, ref: string): PersonRights => {
      const key = `${agency}|${ref}`;
      const person = whose.get(key);
      const family = groupOf.get(key);
      const rights =
        found.get(key) ??
        (person ? expectation.rightsOfPerson(person) : family ? expectation.rightsOfGroup(family) : NO_RIGHTS);
      found.set(key, rights);
      return rights;
    };
  };
  const expectationFor = (asking: Asking, known: KnownIds): Expectation => {
    const { id, name, role, organisation, area } = PERSONAS[asking.persona];
    return new Expectation(
      borough,
      standingOf(asking),
      { id, name, role, organisation, area, team: null, purpose: asking.purpose, caseReference: asking.caseReference },
      known,
    );
  };

  const ask = async (
    { persona, purpose, caseReference }: Asking,
    { query, operationName, variables }: RandomOperation,
  ) => {
    const response = await fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await stack.token(persona, purpose)}`,
        ...(caseReference === null ? {} : { 'x-case-reference': caseReference }),
      },
      body: JSON.stringify({ query, operationName, variables, ...(stored ? { extensions: hashOf(query) } : {}) }),
    });
    const text = await response.text();
    return {
      text,
      bytes: `${response.status} ${JSON.stringify([...response.headers])} ${text}`,
      body: JSON.parse(text),
    };
  };

  const ids = await collectIds(borough, ask, (asking) => expectationFor(asking, NO_IDS), askings);

  return {
    borough,
    schema,
    expectationFor: (asking) => expectationFor(asking, NO_IDS),
    ...ids,
    async judge(asking, operation) {
      const standing = standingOf(asking);
      const document = parse(operation.query);
      const { body, text, bytes } = await ask(asking, operation);
      const expectation = expectationFor(asking, ids.idsFor(asking));
      const expected = expectation.answer(schema, document, operation.operationName, operation.variables);
      const received = agencies!.take(body.extensions?.familyView?.operation ?? '');
      const askedFor = new Set(
        fieldsNamed(schema, document).flatMap(({ coordinate }) => concreteCoordinates(schema, coordinate)),
      );
      const codes: readonly string[] = (body.errors ?? []).map(
        ({ extensions, message }: { readonly message: string; readonly extensions?: { readonly code?: string } }) =>
          extensions?.code ?? message,
      );
      const leaks = findLeaks(bytes, expectation.mayShow, borough.tokens);
      return {
        text,
        leaks,
        seen: borough.tokens.find(text).size,
        faults: [
          ...leaks,
          ...codes.filter((code) => !EXPECTED_CODES.has(code)).map((code) => `an error says ${code}`),
          ...findDifferences(body.data, expected, typeNames, alone),
          ...noticesOfTrouble(body.extensions?.notices ?? []),
          ...findMaskFaults(body.errors ?? [], expectation.recordedError, expectation.besideOthers),
          ...judgeRequests(received, {
            standing,
            rightsAt: rightsAt(expectation),
            askedFor,
            tokens: borough.tokens,
            stated: new Set(borough.tokens.find(JSON.stringify(operation)).keys()),
          }),
        ],
      };
    },
    async perform(asking, operation) {
      const { body, text, bytes } = await ask(asking, operation);
      return { body, text, bytes, received: agencies!.take(body.extensions?.familyView?.operation ?? '') };
    },
    async written() {
      const metrics = await (await fetch(`${stack.adminUrl}/metrics`)).text();
      const files = filesUnder(join(stack.dataDirectory, 'gateway')).map(
        (file) => [file, readFileSync(file, 'latin1')] as const,
      );
      return new Map([
        ...files,
        ['the log', log.join('')],
        ["the agencies' logs", agencies!.log.join('\n')],
        ['the metrics', metrics],
        ['the traces', await collector.settled()],
      ]);
    },
    async close() {
      await stack.close();
      await collector.close();
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

const hashOf = (query: string) => ({
  persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
});

/** A field of an interface is asked of each type that has it. */
function concreteCoordinates(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [name = '', field] = coordinate.split('.');
  const type = schema.getType(name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => `${one.name}.${field}`) : [coordinate];
}

/** Every agency answers, and knows people for certain: a notice that says otherwise speaks of what it should not. */
const noticesOfTrouble = (notices: readonly { readonly kind: string; readonly agency: string | null }[]) =>
  notices
    .filter(({ kind }) => kind !== 'WITHHELD' && kind !== 'MASKED')
    .map(({ kind, agency }) => `a notice says ${kind} of ${agency}`);

function filesUnder(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}
