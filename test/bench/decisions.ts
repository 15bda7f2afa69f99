import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { narrow, selectingVariables } from '@family-view/gateway/authorize/narrow';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { Entry } from '@family-view/gateway/identity/types';
import { type CompiledProtocol, compileProtocols } from '@family-view/gateway/policy/decide/compile-protocol';
import { decideFields } from '@family-view/gateway/policy/decide/field-decisions';
import type { ProtocolDocument } from '@family-view/gateway/policy/read/protocol-document';
import { readProtocol } from '@family-view/gateway/policy/read/read-protocol';
import { readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { schemaDirectory } from '@family-view/schema';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { z } from 'zod';
import { withClauses } from './clauses';
import { countConditionCost } from './condition-cost';
import { type Timed, timeInTurns } from './measure';
import type { Table } from './report';

const NOW = () => new Date('2026-06-15T12:00:00Z');
const LONGEST_COMPILE_MS = 30_000;
const CLAUSES = [10, 100, 1_000, 10_000];

/** The one place that compiles: what a protocol is made of may change. */
const compile = (document: ProtocolDocument): CompiledProtocol => compileProtocols([document], NOW);

export interface DecisionOptions {
  readonly turns: number;
  /** How large the protocols are. */
  readonly clauses?: readonly number[];
  /** Above this, foreseen from the size before, a size is left out. */
  readonly longestCompileMs?: number;
  readonly progress: (doing: string) => void;
}

/** What deciding costs: the README's family query as a head of centre. */
export async function benchDecisions({
  turns,
  clauses = CLAUSES,
  longestCompileMs = LONGEST_COMPILE_MS,
  progress,
}: DecisionOptions): Promise<readonly Table[]> {
  const asked = familyQuery();
  const protocol = readShippedProtocol();
  const shipped = costOf('as shipped', protocol, asked);
  const grown: Cost[] = [];
  const skipped: string[] = [];
  let last = { count: 1, ms: 0 };
  for (const count of clauses) {
    // Compiling may grow faster than the clauses: what could not end within the run is said to be left out, with why.
    const foreseen = last.ms * (count / last.count) ** 2;
    if (foreseen > longestCompileMs) {
      skipped.push(`${count} clauses: left out, for compiling ${last.count} took ${Math.round(last.ms)} ms.`);
      continue;
    }
    progress(`decisions: compiling ${count} clauses`);
    const began = performance.now();
    grown.push(costOf(String(count), withClauses(protocol, count), asked));
    last = { count, ms: performance.now() - began };
  }
  const costs = [shipped, ...grown];
  progress('decisions: deciding and narrowing');
  const times = timeInTurns(
    costs.flatMap(({ timed }) => timed),
    turns,
  );
  progress('decisions: compiling');
  const compiling = timeInTurns(
    costs.map(({ compiling }) => compiling),
    Math.ceil(turns / 20),
  );
  progress('decisions: what a condition asks of the agencies');
  const conditions = await countConditionCost(asked.text);
  return [
    {
      title: `Deciding and narrowing the README's family query, as a head of centre (median of ${turns} turns, fewer of what takes long)`,
      columns: ['clauses', 'fields asked', 'withheld', 'deciding us', 'and narrowing us', 'cached us', 'compiling us'],
      rows: costs.map(({ name, clauses, fields, withheld }) => [
        name === 'as shipped' ? `${name} (${clauses})` : String(clauses),
        fields,
        withheld,
        times.get(`${name} deciding`)!,
        times.get(`${name} uncached`)!,
        times.get(`${name} cached`)!,
        compiling.get(name)!,
      ]),
      notes: [
        ...skipped,
        'deciding: rights and the decision of each field, nothing remembered of this requester; and narrowing: the whole of what a text costs that was never met.',
        'cached: finding what is kept for a text and rights that were met before, as the gateway does. compiling: once for a protocol version.',
      ],
    },
    conditions,
  ];
}

interface Cost {
  readonly name: string;
  readonly clauses: number;
  readonly fields: number;
  readonly withheld: number;
  readonly timed: readonly Timed[];
  readonly compiling: Timed;
}

function costOf(name: string, document: ProtocolDocument, asked: Asked): Cost {
  const { schema, requirements } = readRequirements();
  const protocol = compile(document);
  const decideFor = (entry: Entry) => decideFields(schema, requirements, protocol.rights(entry));
  const narrowFor = (entry: Entry) =>
    narrow({ schema, ...asked, variables: {}, decide: decideFor(entry), maxSelections: 2_000 });
  const narrowed = narrowFor(HEAD_OF_CENTRE);
  const coordinates = [...narrowed.asked.keys(), ...narrowed.withheld.map(({ coordinate }) => coordinate)];
  const kept = new Map<string, object>();
  const keyOf = (): string =>
    JSON.stringify([HASH, null, protocol.rights(HEAD_OF_CENTRE).signature, selectingVariables(asked.document)]);
  kept.set(keyOf(), narrowed);
  return {
    name,
    clauses: document.clauses.length,
    fields: narrowed.asked.size,
    withheld: narrowed.withheld.length,
    timed: [
      {
        name: `${name} deciding`,
        times: 1,
        prepare() {
          const entry = somebodyNew();
          return () => void coordinates.map(decideFor(entry));
        },
      },
      {
        name: `${name} uncached`,
        times: 1,
        prepare() {
          const entry = somebodyNew();
          return () => void narrowFor(entry);
        },
      },
      { name: `${name} cached`, times: 200, prepare: () => () => void kept.get(keyOf()) },
    ],
    compiling: { name, times: 1, prepare: () => () => void compile(document) },
  };
}

const HASH = 'a'.repeat(64);
let newcomers = 0;
/** A head of centre of an organisation that nothing is remembered of. */
const somebodyNew = (): Entry => ({
  ...HEAD_OF_CENTRE,
  requester: { ...HEAD_OF_CENTRE.requester, organisation: `centre-${newcomers++}` },
});

const HEAD_OF_CENTRE: Entry = {
  requester: PERSONAS['head-of-centre'],
  purpose: 'EARLY_HELP',
  caseReference: null,
};

interface Asked {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export function familyQuery(): Asked {
  const file = join(schemaDirectory, '..', 'docs', 'okafor-family.json');
  const { query: text } = z.object({ query: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  const document = parse(text);
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  return { text, document, operation: operation! };
}

function readShippedProtocol(): ProtocolDocument {
  const directory = join(schemaDirectory, 'protocol');
  const form: unknown = JSON.parse(readFileSync(join(directory, 'protocol.schema.json'), 'utf8'));
  const text = readFileSync(join(directory, 'best-start.yaml'), 'utf8');
  return readProtocol('schema/protocol/best-start.yaml', text, z.record(z.string(), z.unknown()).parse(form));
}
