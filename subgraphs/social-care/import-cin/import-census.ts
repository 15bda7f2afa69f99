import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { CaseDatabase } from '../database/open-database';
import type { CaseTables } from '../database/tables';
import type { CensusChild } from './census-child';
import type { CensusHeader } from './census-elements';
import { faultsOf } from './child-rows';
import { type ImportCounts, noCounts } from './counts';
import { type CensusFault, CensusFileBroken } from './faults';
import { readChild } from './read-child';
import { readHeader } from './read-header';
import { openReturn, tellSilence, withdrawUntold } from './returns';
import { storeChildren } from './store-children';
import { streamElements } from './stream-elements';
import { digested, type Survey, surveyReturn } from './survey-return';

const CHILDREN_AT_ONCE = 200;

export interface ImportEvents {
  /** Every fault, in the order of the file, as its child is stored. Awaited, so that a slow reader slows the import. */
  readonly onFault?: (fault: CensusFault) => void | Promise<void>;
  readonly onProgress?: (progress: { readonly childrenRead: number; readonly bytesRead: number }) => void;
}

type Identified = CensusChild & { readonly laChildId: string };
const isIdentified = (child: CensusChild): child is Identified => child.laChildId !== null;

/** A return is read twice: give a way to open it, and it is not held in memory. */
export type ReturnBytes = AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);

/**
 * Imports a CIN census return into a case-management database, in one transaction: all of it, or, where the file is
 * broken (`CensusFileBroken`) or older than the one held of its year (`CensusReturnSuperseded`), nothing. It replaces what
 * the same authority's earlier return of that year said. A second run of the same file changes nothing.
 */
export async function importCensus(
  file: ReturnBytes,
  database: CaseDatabase,
  events: ImportEvents = {},
): Promise<ImportCounts> {
  const open = typeof file === 'function' ? file : await heldInMemory(file);
  const survey = await surveyReturn(open());
  return database.transaction().execute(async (transaction) => {
    // Takes SQLite's one right to write at once: taken later, another writer in between would end the import.
    await sql`update stand_in_seedings set seed_today = seed_today where 1 = 0`.execute(transaction);
    return await readAndStore(open(), survey, transaction, events);
  });
}

async function heldInMemory(bytes: AsyncIterable<Uint8Array>): Promise<() => AsyncIterable<Uint8Array>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return async function* () {
    yield* pieces;
  };
}

async function readAndStore(
  bytes: AsyncIterable<Uint8Array>,
  survey: Survey,
  database: Kysely<CaseTables>,
  events: ImportEvents,
): Promise<ImportCounts> {
  const run = randomUUID();
  const counts = noCounts();
  let header: CensusHeader | undefined;
  let batch: Identified[] = [];
  let bytesRead = 0;

  const tell = async (faults: readonly CensusFault[]): Promise<void> => {
    for (const fault of faults) {
      counts.faults += 1;
      await events.onFault?.(fault);
    }
  };
  const store = async (known: CensusHeader): Promise<void> => {
    if (batch.length > 0) await tell(await storeChildren(database, batch, { header: known, survey, run, counts }));
    batch = [];
    events.onProgress?.({ childrenRead: counts.children.read, bytesRead });
  };

  const { counted, digest } = digested(bytes);
  for await (const part of streamElements(counted)) {
    bytesRead = part.bytesRead;
    if (part.kind === 'fault') {
      const { kept: _, ...fault } = part.fault;
      await tell([{ ...fault, child: null }]);
    } else if (part.kind === 'header') {
      const read = readHeader(part.element);
      if (!header) await openReturn(database, read.header, run);
      header ??= read.header;
      await tell(read.faults.map(({ kept: _, ...fault }) => ({ ...fault, child: null })));
    } else {
      if (!header) throw new CensusFileBroken(part.element.line, 0, 'the Header before the first Child', 'a Child');
      const child = readChild(part.element, header);
      counts.children.read += 1;
      if (isIdentified(child)) {
        // Two records of one child are stored one after the other, so that the second finds the first.
        if (batch.length >= CHILDREN_AT_ONCE || batch.some(({ laChildId }) => laChildId === child.laChildId))
          await store(header);
        batch.push(child);
      } else {
        await store(header);
        counts.children.notStored += 1;
        await tell(faultsOf(child).map(({ kept: _, ...fault }) => ({ ...fault, child: null })));
      }
    }
  }
  if (!header) throw new CensusFileBroken(1, 0, 'a Header', 'none');
  await store(header);
  if (digest() !== survey.digest) throw new CensusFileBroken(1, 0, 'the file to stay as it is', 'another file');
  counts.withdrawn = await withdrawUntold(database, header, run);
  await tellSilence(database, header.laCode);
  return counts;
}
