/** Our gateway as a process of its own. With `PLAIN`, without grants and audit: what safety costs is the difference. */
import { readConfig } from '@family-view/gateway/config';
import { endWith, serveWorkers } from '@family-view/gateway/start/serve-workers';
import { publishedAgencies } from '@family-view/schema';
import { WIDE_LIMITS } from '../wide-limits';

/**
 * No setting of the gateway leaves grants or audit out, and none shall: so the bench puts others in the place of the two
 * files that make them, before the gateway reads them.
 */
function leaveOutGrantsAndAudit(): void {
  const put = (name: string, other: Readonly<Record<string, unknown>>): void => {
    const file = require.resolve(name);
    const real = require(file) as Readonly<Record<string, unknown>>;
    require.cache[file]!.exports = { ...real, ...other };
  };
  put('@family-view/gateway/subgraph-client/sign-grants', {
    createGrantSigner: () => async () => ({ statement: '', seal: '' }),
    bodyDigest: () => '',
  });
  const nothing = async (): Promise<void> => {};
  const none = async (): Promise<readonly never[]> => [];
  const audit = {
    intent: nothing,
    disclosure: nothing,
    event: nothing,
    refusal: nothing,
    search: none,
    reviews: async () => ({ reviews: [], more: null }),
    usage: none,
    events: none,
    checkpoints: { offer: async () => null, countersigned: async () => false },
    pseudonym: () => '',
    isWritable: () => true,
    verify: async () => ({ whole: true }),
    close: nothing,
  };
  put('@family-view/gateway/audit/open-audit', { openAudit: async () => audit });
}

async function main(): Promise<void> {
  if (process.env.PLAIN) leaveOutGrantsAndAudit();
  // Where it was started with `--expose-gc`: what is kept is then seen.
  process.on('SIGUSR2', () => globalThis.gc?.());
  await serveWorkers(readConfig(process.env, publishedAgencies()), (config) => {
    const { startGateway } = require('@family-view/gateway') as typeof import('@family-view/gateway');
    // One requester stands for many here.
    return startGateway(config, process.env.LIMITS === 'PROTOCOL' ? {} : { limitTerms: WIDE_LIMITS });
  });
}

main().catch(endWith);
