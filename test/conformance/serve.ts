/**
 * Serves any federation supergraph through the gateway's decide → narrow → plan → join, for conformance runs:
 *
 *     node --import tsx test/conformance/serve.ts --supergraph FILE --port N --jwt-secret S [--mode filter|reject]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serveSupergraph } from './serve-supergraph';

const USAGE = 'usage: serve.ts --supergraph FILE --port N --jwt-secret S [--mode filter|reject]';

async function serve(): Promise<void> {
  const { values } = parseArgs({
    options: {
      supergraph: { type: 'string' },
      port: { type: 'string' },
      'jwt-secret': { type: 'string' },
      mode: { type: 'string', default: 'filter' },
    },
  });
  const { supergraph, 'jwt-secret': jwtSecret, mode } = values;
  const port = Number(values.port);
  if (!supergraph || !jwtSecret || !Number.isInteger(port) || port < 0 || (mode !== 'filter' && mode !== 'reject'))
    throw new Error(USAGE);
  const { url } = await serveSupergraph({
    supergraphSdl: readFileSync(supergraph, 'utf8'),
    port,
    jwtSecret,
    mode,
    onFault: (fault) => console.error(fault instanceof Error ? fault.stack : fault),
  });
  console.log(`serving ${url}`);
}

serve().catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
});
