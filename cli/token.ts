/** `npm run --silent token -- <persona> [--purpose EARLY_HELP]`: a development token on standard output, and nothing else. */
import { FamilyViewError } from '@family-view/gateway/errors';
import { openDevelopmentApi } from '@family-view/gateway/identity/development-api';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { Command } from 'commander';

new Command('npm run --silent token --')
  .description('Prints a development token for a persona.')
  .argument('<persona>', `one of ${Object.keys(PERSONAS).join(', ')}`)
  .option('--purpose <purpose>', 'the purpose of requests that state none')
  .action(async (persona: string, { purpose }: { readonly purpose?: string }) => {
    try {
      const key = await loadDevelopmentKey(process.env.DATA_DIRECTORY ?? '.familyview/gateway');
      console.log(await openDevelopmentApi(key, () => new Date()).token(persona, purpose));
    } catch (fault) {
      if (!(fault instanceof FamilyViewError)) throw fault;
      console.error(fault.message);
      process.exitCode = 2;
    }
  })
  .parse();
