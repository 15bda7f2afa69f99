/** The house over the canaries, and one case of the search: a random operation of one asker, judged from every side. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { type HouseOptions, openHouse } from '../house';
import { readPublishedSchema } from '../published-schema';
import { ASKINGS, type Asking } from './askings';
import { type CanaryAgencies, type CanaryOptions, serveCanaries } from './canary-agency';
import { type CanaryBorough, inventCanaries } from './canary-borough';
import { type CollectedIds, collectIds } from './collect-ids';
import { Expectation, type KnownIds } from './expected-answer';
import { findDifferences, findLeaks } from './judge-answer';
import { fieldsNamed, judgeRequests } from './judge-requests';
import { type Oracle, readOracle, type Standing } from './oracle';
import type { RandomOperation } from './random-operation';

export interface CanaryHouseOptions extends HouseOptions {
  readonly seed: number;
  /** What the oracle reads. */
  readonly agreed: string;
  readonly served?: CanaryOptions['served'];
  /** Who will ask: ids are collected for them. */
  readonly askings?: readonly Asking[];
}

export interface CanaryHouse extends CollectedIds {
  readonly borough: CanaryBorough;
  readonly schema: GraphQLSchema;
  standingOf(asking: Asking): Standing;
  /** Faults found in one answer and in what the agencies were asked for it; none is a pass. */
  judge(asking: Asking, operation: RandomOperation): Promise<Judged>;
  /** Everything that the gateway wrote down: its data directory, its log, the agencies' logs and its metrics. */
  written(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
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
const EXPECTED_CODES = new Set(['UNAUTHORIZED_FIELD_OR_TYPE', 'ID_OF_ANOTHER_ORGANISATION']);

export async function openCanaryHouse({
  seed,
  agreed,
  served = 'by the kit',
  askings = ASKINGS,
  ...options
}: CanaryHouseOptions): Promise<CanaryHouse> {
  const borough = inventCanaries(seed);
  const oracle: Oracle = readOracle(agreed, new Date().toISOString().slice(0, 10));
  const log: string[] = [];
  const kept = mkdtempSync(join(tmpdir(), 'family-view-canaries-'));
  let agencies: CanaryAgencies | undefined;
  const house = await openHouse({
    protocols: [{ name: 'agreed.yaml', text: agreed }],
    ...options,
    environment: { ...NO_TROUBLE, ...options.environment },
    logDestination: { write: (line: string) => void log.push(line) },
    agencies: async (jwksUrl) => {
      agencies = await serveCanaries(borough, jwksUrl, { dataDirectory: kept, served });
      return agencies;
    },
  });
  const schema = await readPublishedSchema();
  const typeNames = new Set(
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name),
  );

  const standingOf = ({ persona, purpose }: Asking): Standing => {
    const { role, organisation, organisationType } = PERSONAS[persona];
    return oracle.standing({ role, organisation, organisationType, purpose });
  };
  const expectationFor = (asking: Asking, known: KnownIds): Expectation => {
    const { id, name, role, organisation, area } = PERSONAS[asking.persona];
    return new Expectation(
      borough,
      standingOf(asking),
      { id, name, role, organisation, area, purpose: asking.purpose, caseReference: asking.caseReference },
      known,
    );
  };

  const ask = async (
    { persona, purpose, caseReference }: Asking,
    { query, operationName, variables }: RandomOperation,
  ) => {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await house.token(persona, purpose)}`,
        ...(caseReference === null ? {} : { 'x-case-reference': caseReference }),
      },
      body: JSON.stringify({ query, operationName, variables }),
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
    standingOf,
    ...ids,
    async judge(asking, operation) {
      const standing = standingOf(asking);
      const document = parse(operation.query);
      const { body, text, bytes } = await ask(asking, operation);
      const expected = expectationFor(asking, ids.idsFor(asking)).answer(
        schema,
        document,
        operation.operationName,
        operation.variables,
      );
      const received = agencies!.take(body.extensions?.familyView?.operation ?? '');
      const askedFor = new Set(fieldsNamed(schema, document).map(({ coordinate }) => coordinate));
      const codes: readonly string[] = (body.errors ?? []).map(
        ({ extensions, message }: { readonly message: string; readonly extensions?: { readonly code?: string } }) =>
          extensions?.code ?? message,
      );
      const leaks = findLeaks(bytes, standing, borough.tokens);
      return {
        text,
        leaks,
        seen: borough.tokens.find(text).size,
        faults: [
          ...leaks,
          ...codes.filter((code) => !EXPECTED_CODES.has(code)).map((code) => `an error says ${code}`),
          ...findDifferences(body.data, expected, typeNames),
          ...judgeRequests(
            received,
            standing,
            askedFor,
            borough.tokens,
            new Set(borough.tokens.find(JSON.stringify(operation)).keys()),
          ),
        ],
      };
    },
    async written() {
      const metrics = await (await fetch(`${house.url}/metrics`)).text();
      const files = filesUnder(join(house.dataDirectory, 'gateway')).map(
        (file) => [file, readFileSync(file, 'latin1')] as const,
      );
      return new Map([
        ...files,
        ['the log', log.join('')],
        ["the agencies' logs", agencies!.log.join('\n')],
        ['the metrics', metrics],
      ]);
    },
    async close() {
      await house.close();
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

function filesUnder(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}
