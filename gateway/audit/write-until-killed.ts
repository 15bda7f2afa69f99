/** A program for `durability.test.ts`: writes records without end and prints each one's id once it was promised. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { FamilyViewError } from '../errors';
import { openAudit } from './open-audit';

async function writeOn(directory: string): Promise<void> {
  const evidence = { keyFile: `${directory}.keys/audit.pem`, exportDirectory: null, followMs: 20 };
  const audit = await openAudit({ directory, pseudonymKey: new Uint8Array(32).fill(7), evidence });
  const writeOneAfterAnother = async () => {
    for (;;) {
      const eventId = randomUUID();
      await audit.disclosure({ eventId, operation: 'op', outcome: 'nothing', agencies: [] });
      await print(`${eventId}\n`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, writeOneAfterAnother));
}

/** Whole, or again a little later: whoever reads the pipe may be behind. A line that is begun is ended before the next. */
async function print(line: string): Promise<void> {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause;
      await new Promise((soon) => setTimeout(soon, 1));
    }
  }
}

writeOn(process.argv[2] ?? '').catch((error: unknown) => {
  writeSync(1, `refused ${error instanceof FamilyViewError ? error.code : String(error)}\n`);
  process.exit(0);
});
