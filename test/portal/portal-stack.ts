import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portalManifest } from '@family-view/portal';
import { builtPages } from '../../cli/built-pages';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { moveClocks } from '../move-clocks';
import { copySchema, type Publisher, publisherAt } from '../registry/publishing-stack';
import { type RunningStack, type StackOptions, startStack } from '../stack';

export interface PortalStack extends RunningStack {
  /** Between the gateway and the landlord: can be slow, or down. */
  readonly housing: ProxiedAgency;
  /** What agencies publish here. */
  readonly publisher: Publisher;
  /** The same for the children's centre, whose roster the caseload is. */
  readonly centre: ProxiedAgency;
  /** The same for each agency. */
  readonly ways: ReadonlyMap<string, ProxiedAgency>;
  /** Where the agencies' own systems keep what they keep. */
  readonly records: string;
  /** Everybody's clock, the agencies' too, from now on. */
  later(milliseconds: number): void;
}

/** Longer than any machine is busy: an agency is late here where a test holds it, and nowhere else. */
const PATIENT = { AGENCY_TIMEOUT_MS: '30000', OPERATION_DEADLINE_MS: '60000', PLANNING_TIME_LIMIT_MS: '30000' };
const AGENCY_LIMIT_MS = 60_000;

/** A stack that serves the portal and answers no operation but the portal's own. */
export async function startPortalStack(
  families?: number,
  options: Pick<StackOptions, 'limitTerms' | 'stores'> = {},
): Promise<PortalStack> {
  const clock = moveClocks();
  const { remove, ...copy } = copySchema();
  const ways = new Map<string, ProxiedAgency>();
  let records = '';
  const stack = await startStack({
    ...options,
    pages: await builtPages(),
    schemaDirectory: copy.schemaDirectory,
    environment: { ...PATIENT, OPERATIONS_MANIFEST: portalManifest(), OPERATIONS_ANSWERED: 'MANIFEST' },
    agencies: async (jwksUrl) => {
      const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-portal-'));
      records = dataDirectory;
      const running = await serveSubgraphs({
        firstPort: 0,
        jwksUrl,
        dataDirectory,
        timeLimitMs: AGENCY_LIMIT_MS,
        without: [],
        families,
      });
      for (const [agency, port] of running.ports) ways.set(agency, await standBefore(`http://127.0.0.1:${port}`));
      return {
        origins: new Map([...ways].map(([agency, { origin }]) => [agency, origin])),
        close: async () => {
          for (const way of ways.values()) await way.stop();
          await running.close();
          rmSync(dataDirectory, { recursive: true, force: true });
        },
      };
    },
  });
  const close = async (): Promise<void> => {
    clock.restore();
    await stack.close();
    remove();
  };
  const publisher = await publisherAt(stack.url, copy);
  const [housing, centre] = [ways.get('housing')!, ways.get('childrens-centre')!];
  return { ...stack, housing, centre, ways, publisher, records, later: clock.later, close };
}
