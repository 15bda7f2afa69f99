/** The gateway as a process of its own. Settings come from the environment: see `gateway/config.ts`. */
import { FamilyViewError, readConfig, startGateway } from '@family-view/gateway';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { portalManifest } from '@family-view/portal';
import { builtPages } from './built-pages';

/** Who publishes, and who may: the latter join while the gateway runs, and have their settings already. */
function knownAgencies(): readonly string[] {
  const files = openSchemaFolder();
  return [...new Set([...files.agencies().map(({ name }) => name), ...files.ownership().agencies.keys()])];
}

async function main(): Promise<void> {
  const config = readConfig({ OPERATIONS_MANIFEST: portalManifest(), ...process.env }, knownAgencies());
  const gateway = await startGateway(config, {
    pages: await builtPages(),
    // Whoever edits an SDL looks at the terminal.
    ...(config.followFiles && {
      tell: (event, sentence) => console[event === 'version-live' ? 'log' : 'error'](`\n${sentence}`),
    }),
  });
  process.send?.('ready');
  if (!process.send) console.log(`Family View gateway on ${gateway.url}`);
  const stop = (): void => void gateway.shutDown().finally(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  // Where files are not followed: the protocols were exchanged, take them.
  process.on('SIGHUP', () => void gateway.reloadFiles());
}

main().catch((fault: unknown) => {
  console.error(fault instanceof FamilyViewError ? fault.message : fault);
  process.exit(1);
});
