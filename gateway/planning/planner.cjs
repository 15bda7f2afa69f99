// The thread that loads a supergraph and plans, so that a long plan never holds up a request: the one file that names
// the packages that do both. Plain JavaScript: a worker starts outside whatever reads TypeScript for the main thread.
const { parentPort, workerData } = require('node:worker_threads');
const { operationFromDocument, Supergraph } = require('@apollo/federation-internals');
const { QueryPlanner } = require('@apollo/query-planner');
const { isAbstractType, isObjectType, parse, printSchema } = require('graphql');

/** Names that stand under an abstract type: of objects, and of interfaces that implement it. */
function namesUnder(schema, type) {
  return Object.values(schema.getTypeMap())
    .filter((one) => (isObjectType(one) || isAbstractType(one)) && !('getTypes' in one) && schema.isSubType(type, one))
    .map(({ name }) => name);
}

function load() {
  const supergraph = Supergraph.build(workerData.supergraphSdl, { validateSupergraph: true });
  const api = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  const whole = supergraph.schema.toGraphQLJSSchema();
  const types = Object.values(whole.getTypeMap());
  parentPort.postMessage({
    kind: 'loaded',
    apiSdl: printSchema(api.toGraphQLJSSchema()),
    concrete: types.filter(isObjectType).map(({ name }) => name),
    under: types.filter(isAbstractType).map((type) => [type.name, namesUnder(whole, type)]),
  });
  return (text) => planner.buildQueryPlan(operationFromDocument(api, parse(text, { noLocation: true }))).node ?? null;
}

/** What is run here is compiled from the text: the planner's own document of it would only be copied for nothing. */
const written = (node) => JSON.stringify(node, (key, value) => (key === 'operationDocumentNode' ? undefined : value));

try {
  const plan = load();
  parentPort.on('message', (text) => {
    try {
      parentPort.postMessage({ kind: 'planned', plan: written(plan(text)) });
    } catch (fault) {
      parentPort.postMessage({ kind: 'failed', reason: String(fault.message) });
    }
  });
} catch (fault) {
  parentPort.postMessage({ kind: 'refused', reason: String(fault.message) });
}
