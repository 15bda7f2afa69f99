/** A program for `durability.test.ts`: writes records without end and prints each one's id once it was promised. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { FamilyViewError } from '../errors';
import { openAudit } from './open-audit';

async function writeOn(directory: string): Promise<void> {
  const audit = await openAudit({ directory, pseudonymKey: new Uint8Array(32).fill(7) });
  const writeOneAfterAnother = async () => {
    for (;;) {
      const eventId = randomUUID();
      await audit.disclosure({ eventId, operation: 'op', outcome: 'nothing', agencies: [] });
      writeSync(1, `${eventId}\n`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, writeOneAfterAnother));
}

writeOn(process.argv[2] ?? '').catch((error: unknown) => {
  writeSync(1, `refused ${error instanceof FamilyViewError ? error.code : String(error)}\n`);
  process.exit(0);
});
