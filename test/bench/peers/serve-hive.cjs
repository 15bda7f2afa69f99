/** Hive Gateway with its Rust planner, under Node's own HTTP server. */
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { createGatewayRuntime } = require('@graphql-hive/gateway');
const { unifiedGraphHandler } = require('@graphql-hive/router-runtime');

const gateway = createGatewayRuntime({
  supergraph: readFileSync(process.env.SUPERGRAPH, 'utf8'),
  unifiedGraphHandler,
  logging: false,
  graphiql: false,
  landingPage: false,
  maskedErrors: false,
});
createServer(gateway).listen(Number(process.env.PORT), '127.0.0.1');
