/**
 * Prints, as JSON, what remembering distinct texts takes of the heap and what it is reckoned to take: `aliases` or `fields`.
 * In a process of its own: what other suites of a worker left behind is let go of at any time.
 */
import { createHash } from 'node:crypto';
import { createAuthorizedOperationCache } from '@family-view/gateway/authorize/authorized-operation-cache';
import { createDocumentCache, requestOf } from '@family-view/gateway/http/document-cache';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { ObjectShape, TypeShape } from '@family-view/gateway/planning/compile-shape';
import { loadProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { createCacheBudget } from '@family-view/gateway/shared/cache-budget';
import { operationIn } from '@family-view/gateway/shared/graphql-ast';
import { parse } from 'graphql';
import { collectGarbage } from '../collect-garbage';
import { type Kind, writeText } from './write-texts';

const TEXTS = Number(process.argv[3]);

const { schema, read } = readSupergraph(openSchemaFolder().supergraph()!);
const rights = loadProtocols(() => new Date()).rights({
  requester: PERSONAS['head-of-centre'],
  purpose: 'EARLY_HELP',
  caseReference: null,
});

/** As answering does: what is open is met, and laid out once. */
function meet(shape: ObjectShape): void {
  const made = shape.make();
  for (const field of shape.fields) {
    made[field.key] = null;
    if (field.kind === 'read' && !field.refused) for (const below of shapesOf(field.type)) meet(below);
  }
}
function shapesOf(type: TypeShape): readonly ObjectShape[] {
  if (type.kind === 'list') return shapesOf(type.item);
  if (type.kind === 'object') return [type.shape()];
  return type.kind === 'abstract' ? type.shapes() : [];
}

const kind = process.argv[2] as Kind;
const budget = createCacheBudget(1_024 * 1_048_576);
const caches = budget.section();
const known = createDocumentCache(schema, caches);
const version = {
  schema,
  requirements: read.requirements,
  owners: read.owners,
  inputs: read.inputs,
  agencies: [],
  caches,
};
const memory = createAuthorizedOperationCache(version, 2_000);
const learn = (at: number): void => {
  const text = writeText(kind, at);
  const document = parse(text, { noLocation: true });
  const hash = createHash('sha256').update(text).digest('hex');
  const found = { document, operation: operationIn(document)!, operationName: null, hash };
  const request = requestOf(known.learnOperation(text, null, found), {});
  meet(memory.narrowed(request, request.variables, rights).shape);
};
const reckoned = (): number => [...budget.held().values()].reduce((sum, bytes) => sum + bytes, 0);
for (let at = 0; at < 20; at += 1) learn(at);
collectGarbage();
const before = [process.memoryUsage().heapUsed, reckoned()] as const;
for (let at = 20; at < 20 + TEXTS; at += 1) learn(at);
collectGarbage();
const [taken, told] = [process.memoryUsage().heapUsed - before[0], reckoned() - before[1]];
process.stdout.write(JSON.stringify({ taken, told }));
