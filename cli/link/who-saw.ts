import { lookOf } from '@family-view/gateway/audit/ledger/looks';
import { sentenceOf } from '../audit/look';
import { instantOf, peopleOf, searchAudit } from '../audit/source';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';

export interface WhoSawOptions {
  readonly directory: string;
  readonly since?: string;
  readonly until?: string;
  readonly first?: string;
  readonly json?: boolean;
}

/** `familyview link who-saw RECORD RECORD…`: who was told of all of them in one answer, from the audit. 0 told, 2 usage. */
export function whoSawCommand(records: readonly string[], options: WhoSawOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    if (records.length < 2)
      throw new Stopped('Name two records or more: what was joined, is joined of several.', EXIT.usage);
    const people = peopleOf(options.directory, records);
    const looks = searchAudit(options.directory, [
      {
        people,
        together: true,
        since: instantOf(options.since, '--since'),
        until: instantOf(options.until, '--until'),
        first: Number(options.first ?? 1_000),
      },
    ]).map((one) => lookOf(one, new Set(people)));
    if (options.json) writeJson(streams, looks);
    else if (looks.length === 0) streams.stdout.write('Nobody was told of these records in one answer.\n');
    else {
      for (const look of looks) streams.stdout.write(`${sentenceOf(look)}\n`);
      const who = new Set(looks.map(({ requester }) => requester ?? 'nobody known'));
      streams.stdout.write(`${looks.length} answers to ${who.size} people: ${[...who].sort().join(', ')}.\n`);
    }
    return EXIT.fine;
  });
}
