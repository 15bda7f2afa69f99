import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contestant, PORT_HERE } from './contestant';

interface Graph {
  readonly directory: string;
  /** The supergraph's file. */
  readonly supergraph: string;
  readonly published: readonly { readonly name: string; readonly sdl: string; readonly url: string }[];
}
type Other = (name: string, path: string, command: Contestant['command']) => Contestant;

/**
 * Routers in other languages, where the environment says where their programs are: `HIVE_ROUTER` (Rust), and `COSMO_ROUTER`
 * (Go) with `COSMO_WGC`, which composes for it. Sharing of equal calls is off, as for all.
 */
export function compiledRouters(other: Other, graph: Graph): readonly Contestant[] {
  const { HIVE_ROUTER, COSMO_ROUTER, COSMO_WGC } = process.env;
  return [
    ...(HIVE_ROUTER ? [hiveRouter(other('Hive Router (Rust)', '/graphql', [HIVE_ROUTER]), graph)] : []),
    ...(COSMO_ROUTER && COSMO_WGC
      ? [cosmoRouter(other('Cosmo Router (Go)', '/graphql', [COSMO_ROUTER]), COSMO_WGC, graph)]
      : []),
  ];
}

/** What is compiled needs nothing of npm. */
const installed = ({ absent: _, ...contestant }: Contestant, environment: Contestant['environment']): Contestant => ({
  ...contestant,
  environment,
});

function hiveRouter(contestant: Contestant, { directory, supergraph }: Graph): Contestant {
  const file = join(directory, 'hive-router.config.json');
  const config = {
    supergraph: { source: 'file', path: supergraph },
    http: { host: '127.0.0.1' },
    log: { level: 'error' },
    traffic_shaping: { all: { dedupe_enabled: false } },
  };
  writeFileSync(file, JSON.stringify(config));
  return installed(contestant, { PORT: PORT_HERE, ROUTER_CONFIG_FILE_PATH: file });
}

function cosmoRouter(contestant: Contestant, wgc: string, { directory, published }: Graph): Contestant {
  const subgraphs = published.map(({ name, sdl, url }) => {
    const file = join(directory, `cosmo-${name}.graphql`);
    writeFileSync(file, sdl);
    return { name, routing_url: url, schema: { file } };
  });
  // JSON is YAML.
  const input = join(directory, 'cosmo-graph.yaml');
  const composed = join(directory, 'cosmo-execution.json');
  writeFileSync(input, JSON.stringify({ version: 1, subgraphs }));
  const environment = {
    LISTEN_ADDR: `127.0.0.1:${PORT_HERE}`,
    EXECUTION_CONFIG_FILE_PATH: composed,
    LOG_LEVEL: 'error',
    ENGINE_ENABLE_SINGLE_FLIGHT: 'false',
  };
  try {
    execFileSync(wgc, ['router', 'compose', '-i', input, '-o', composed], { stdio: 'pipe' });
    return installed(contestant, environment);
  } catch (fault) {
    return { ...contestant, absent: `wgc did not compose: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
}
