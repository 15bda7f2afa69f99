/** A gateway as a process of its own, over the folder in place of `schema/` that SCHEMA_COPY names: its agencies' keys are a test's. */
import { readConfig, startGateway } from '@family-view/gateway';
import { publishedAgencies } from '@family-view/schema';

async function main(): Promise<void> {
  const gateway = await startGateway(readConfig(process.env, publishedAgencies()), {
    schemaDirectory: process.env.SCHEMA_COPY,
  });
  process.send?.('ready');
  process.once('SIGTERM', () => void gateway.shutDown().finally(() => process.exit(0)));
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exit(1);
});
