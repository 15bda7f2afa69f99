/**
 * Hive Gateway with its Rust planner, under Node's own HTTP server. It answers equal requests that are under way at once
 * with one call upstream; that is off here, for it would be measured with a tenth of the work of the others, and one
 * requester's answer is not another's.
 */
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { createGatewayRuntime } = require('@graphql-hive/gateway');
const { unifiedGraphHandler } = require('@graphql-hive/router-runtime');

const gateway = createGatewayRuntime({
  supergraph: readFileSync(process.env.SUPERGRAPH, 'utf8'),
  unifiedGraphHandler,
  inboundInflightRequestDeduplication: false,
  transportEntries: { '*': { options: { deduplicateInflightRequests: false } } },
  logging: false,
  graphiql: false,
  landingPage: false,
  maskedErrors: false,
});
createServer(gateway).listen(Number(process.env.PORT), '127.0.0.1');
