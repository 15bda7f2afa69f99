/** The five agencies over a borough of FAMILIES families, in a process of their own; tells its processor time when it is asked. */
import { serveSubgraphs } from '../../cli/serve-subgraphs';

async function main(): Promise<void> {
  const { FAMILIES, JWKS_URL = '', DATA = '' } = process.env;
  const running = await serveSubgraphs({
    ...{ firstPort: 0, jwksUrl: JWKS_URL, dataDirectory: DATA, without: [], timeLimitMs: 120_000 },
    families: Number(FAMILIES),
  });
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.on('disconnect', () => process.exit(0));
  process.send?.([...running.ports]);
}

void main();
