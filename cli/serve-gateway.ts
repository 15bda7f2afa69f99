/** The gateway as a process of its own. Settings come from the environment: see `gateway/config.ts`. */
import { FamilyViewError, readConfig, startGateway } from '@family-view/gateway';
import { portalManifest } from '@family-view/portal';
import { publishedAgencies } from '@family-view/schema';
import { builtPages } from './built-pages';

async function main(): Promise<void> {
  const config = readConfig({ OPERATIONS_MANIFEST: portalManifest(), ...process.env }, publishedAgencies());
  const gateway = await startGateway(config, { pages: await builtPages() });
  process.send?.('ready');
  if (!process.send) console.log(`Family View gateway on ${gateway.url}`);
  const stop = (): void => void gateway.close().finally(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

main().catch((fault: unknown) => {
  console.error(fault instanceof FamilyViewError ? fault.message : fault);
  process.exit(1);
});
