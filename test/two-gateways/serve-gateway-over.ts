/** A gateway without pages as a process of its own, over the folder in place of `schema/` that SCHEMA_COPY names: its agencies' keys are a test's. */
import { readConfig } from '@family-view/gateway/config';
import { endWith, serveWorkers } from '@family-view/gateway/start/serve-workers';
import { publishedAgencies } from '@family-view/schema';

serveWorkers(readConfig(process.env, publishedAgencies()), async (config) => {
  const { startGateway } = await import('@family-view/gateway');
  return startGateway(config, { schemaDirectory: process.env.SCHEMA_COPY });
}).catch(endWith);
