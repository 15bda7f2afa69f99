/** The gateway as a process of its own. Settings come from the environment: see `gateway/config.ts`. */
import { readConfig } from '@family-view/gateway/config';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { endWith, serveWorkers } from '@family-view/gateway/start/serve-workers';
import { portalManifest } from '@family-view/portal';
import { builtPages } from './built-pages';

/** Who publishes, and who may: the latter join while the gateway runs, and have their settings already. */
function knownAgencies(): readonly string[] {
  const files = openSchemaFolder();
  return [...new Set([...files.agencies().map(({ name }) => name), ...files.ownership().agencies.keys()])];
}

async function main(): Promise<void> {
  const config = readConfig({ OPERATIONS_MANIFEST: portalManifest(), ...process.env }, knownAgencies());
  await serveWorkers(config, async (own) => {
    // Not before: the parent of several workers serves nothing, and needs none of it.
    const { startGateway } = await import('@family-view/gateway');
    return startGateway(own, {
      pages: await builtPages(),
      // Whoever edits an SDL looks at the terminal.
      ...(own.followFiles && {
        tell: (event, sentence) => console[event === 'version-live' ? 'log' : 'error'](`\n${sentence}`),
      }),
    });
  });
}

main().catch(endWith);
