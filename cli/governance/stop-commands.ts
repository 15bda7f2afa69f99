import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { agenciesOf, targetFault } from '@family-view/gateway/governance/stop-targets';
import { checkStatement } from '@family-view/gateway/linkage/check-statement';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { createFileStopStore, stopsFile } from '@family-view/gateway/stops/file-stop-store';
import { createPostgresStopStore } from '@family-view/gateway/stops/postgres-stop-store';
import { stopsInForce } from '@family-view/gateway/stops/stops-in-force';
import { COMMAND_ROLES, type Stop, type StopKind, type StopStore } from '@family-view/gateway/stops/types';
import { openDatabase } from '@family-view/gateway/stores/open-database';
import { isShared } from '@family-view/gateway/stores/shared-mark';
import { type Command, Option } from 'commander';
import { peopleOf } from '../audit/source';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { openProtocols } from '../protocol/source';

export interface StopOptions {
  readonly directory: string;
  readonly child?: readonly string[];
  readonly stream?: string;
  readonly clause?: string;
  readonly requester?: string;
  readonly organisation?: string;
  readonly agency?: string;
  readonly until?: string;
  readonly why?: string;
  readonly by?: string;
  readonly as?: string;
  readonly protocol?: string;
  readonly over?: boolean;
  readonly json?: boolean;
}

const gather = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `familyview stop …`. */
export function addStopCommands(program: Command): void {
  const stop = program
    .command('stop')
    .description(
      'close at once a child, a stream, a clause, a requester or an agency, at every gateway of this directory',
    );
  const directory = (): Option =>
    new Option('--directory <path>', "the gateway's data directory").default('.familyview/gateway');
  const who = (command: Command): Command =>
    command
      .addOption(directory())
      .requiredOption('--why <words>', 'in your own words, 20 to 500 characters; name nobody')
      .option('--by <id>', 'who you are; by default whoever is logged in')
      .option('--as <holder>', 'operator, or the agency whose officer you are: then its own alone', 'operator');
  const end = async (code: Promise<number>): Promise<void> => {
    process.exitCode = await code;
  };
  who(stop.command('add'))
    .description('close one of these until it is lifted, or until the time given')
    .option(
      '--child <reference>',
      'a reference under which an agency holds the child, as health:9990000018; may be repeated',
      gather,
    )
    .option('--stream <name>', 'as health:visits')
    .option('--clause <id>', 'a clause that opens something')
    .option('--requester <id>', 'as the sign-in names them')
    .option('--organisation <name>', 'of the requester')
    .option('--agency <name>', 'all that it shares')
    .option('--until <instant>', 'as 2026-12-01T12:00:00Z')
    .option('--protocol <file>', 'in place of the published protocols')
    .addHelpText(
      'after',
      '\nExample:\n  familyview stop add --stream health:visits --why "Wrong dates in the export since Monday." --until 2026-12-01T12:00:00Z\n\nExit: 0 stopped, 2 usage.',
    )
    .action((options: StopOptions) => end(addCommand(options, process)));
  who(stop.command('lift'))
    .description('open again what a stop closed')
    .argument('<reference>', 'of the stop')
    .action((reference: string, options: StopOptions) => end(liftCommand(reference, options, process)));
  stop
    .command('list')
    .description('what is stopped now')
    .addOption(directory())
    .option('--over', 'with what is over')
    .option('--json', 'one JSON document on standard output')
    .action((options: StopOptions) => end(listStopsCommand(options, process)));
}

/** `familyview stop add`: 0 stopped, 2 usage. A gateway takes it within a second, and records it. */
export function addCommand(options: StopOptions, streams: Streams, now = () => new Date()): Promise<number> {
  return told(streams, async () => {
    const why = checkStatement(options.why ?? '');
    const { kind, target } = asked(options);
    const { protocol } = openProtocols(options.protocol, now);
    const child = options.child ?? [];
    const until = options.until ?? null;
    const fault = targetFault({ kind, target, people: child.length, until }, protocol, now());
    if (fault) throw new Stopped(fault, EXIT.usage);
    const people = kind === 'CHILD' ? peopleOf(options.directory, child) : [];
    const agencies =
      kind === 'CHILD'
        ? [...new Set(child.map((one) => one.split(':')[0]!))]
        : agenciesOf({ kind, target }, [], protocol);
    const stop: Stop = {
      ...{ reference: randomUUID(), kind, target, organisation: options.organisation ?? null, people, agencies, why },
      ...{ at: now().toISOString(), by: byOf(options), until: until && new Date(until).toISOString() },
    };
    refuseOthers(options, stop);
    await withStore(options, (store) => store.add({ entry: 'STOP', stop }));
    streams.stdout.write(
      `Stopped, reference ${stop.reference}. Gateways of ${process.env.DATABASE_URL ? 'the database' : options.directory} take it within a second.\n`,
    );
    return EXIT.fine;
  });
}

/** `familyview stop lift REFERENCE`: 0 lifted, 2 usage. */
export function liftCommand(
  reference: string,
  options: StopOptions,
  streams: Streams,
  now = () => new Date(),
): Promise<number> {
  return told(streams, async () => {
    const why = checkStatement(options.why ?? '');
    await withStore(options, async (store) => {
      const held = stopsInForce(await store.read(), now().getTime()).inForce.stops.find(
        (one) => one.reference === reference,
      );
      if (!held)
        throw new Stopped(`No stop that holds has the reference ${reference}: see familyview stop list.`, EXIT.usage);
      refuseOthers(options, held);
      await store.add({ entry: 'LIFT', lift: { reference, at: now().toISOString(), by: byOf(options), why } });
    });
    streams.stdout.write('Lifted.\n');
    return EXIT.fine;
  });
}

/** `familyview stop list`. */
export function listStopsCommand(options: StopOptions, streams: Streams, now = () => new Date()): Promise<number> {
  return told(streams, async () => {
    const entries = await withStore(options, (store) => store.read());
    const holding = stopsInForce(entries, now().getTime()).inForce.stops;
    const shown = options.over ? entries.flatMap((one) => (one.entry === 'STOP' ? [one.stop] : [])) : holding;
    if (options.json) writeJson(streams, shown);
    else if (shown.length === 0) streams.stdout.write('Nothing is stopped.\n');
    else for (const stop of shown) streams.stdout.write(`${sentenceOf(stop, holding.includes(stop))}\n`);
    return EXIT.fine;
  });
}

function sentenceOf({ reference, kind, target, people, agencies, at, by, until, why }: Stop, holds: boolean): string {
  const what =
    kind === 'CHILD'
      ? `a child, ${people.length} records at ${agencies.join(', ')}`
      : `${kind.toLowerCase()} ${target}`;
  const end = holds ? (until === null ? 'until it is lifted' : `until ${until}`) : 'over';
  return `${reference}  ${at}  ${what}  ${end}  by ${by.id} (${by.role})  in their own words: ${JSON.stringify(why)}`;
}

function asked(options: StopOptions): { readonly kind: StopKind; readonly target: string | null } {
  const given = (
    [
      ['CHILD', options.child?.[0]],
      ['STREAM', options.stream],
      ['CLAUSE', options.clause],
      ['REQUESTER', options.requester],
      ['AGENCY', options.agency],
    ] as const
  ).filter(([, target]) => target !== undefined);
  const [one, ...others] = given;
  if (!one || others.length > 0)
    throw new Stopped('Name one thing to stop: --child, --stream, --clause, --requester or --agency.', EXIT.usage);
  return { kind: one[0], target: one[0] === 'CHILD' ? null : one[1]! };
}

/** An agency's officer stops, and opens again, what is that agency's own. */
function refuseOthers({ as = 'operator' }: StopOptions, { agencies }: Stop): void {
  if (as !== 'operator' && (agencies.length === 0 || agencies.some((one) => one !== as)))
    throw new Stopped(`That is not ${as}'s own to stop or to open again: ask an operator.`, EXIT.usage);
}

const byOf = ({ by, as = 'operator' }: StopOptions): Stop['by'] => ({
  id: by ?? userInfo().username,
  role: COMMAND_ROLES[as === 'operator' ? 'operator' : 'agency'],
  organisation: as,
});

/** Where the gateways of this directory keep their stops: DATABASE_URL, as they have it, or the file. */
async function withStore<T>({ directory }: StopOptions, work: (store: StopStore) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url, LINKAGE_KEY: linkageKey } = process.env;
  if (url) {
    if (!linkageKey)
      throw new Stopped('DATABASE_URL is set: set LINKAGE_KEY too, as the gateways have it.', EXIT.usage);
    const postgres = await openDatabase(url, openKeys(directory, linkageKey).linkage);
    return work(createPostgresStopStore(postgres)).finally(() => postgres.close());
  }
  if (!existsSync(directory))
    throw new Stopped(`${directory} does not exist: is it the gateway's data directory?`, EXIT.usage);
  if (isShared(directory))
    throw new Stopped(
      `The gateway of ${directory} keeps its stops in a database: set DATABASE_URL and LINKAGE_KEY as it has them.`,
      EXIT.usage,
    );
  return work(createFileStopStore(stopsFile(directory)));
}
