/**
 * Measures the matcher and writes the tables of `docs/linkage.md`, between its marks:
 *
 *     node --import tsx test/linkage/measure.ts [--seeds 20]
 *
 * FEBRL needs pip, Splink a `python3` that can import it (`PYTHON=…/bin/python`); what is not there is told in its place.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCases } from './adversarial/make-cases';
import { measureBloom } from './bloom';
import { measureBorough } from './borough-links';
import { fetchFebrl } from './febrl/fetch-febrl';
import type { FebrlPerson } from './febrl/map-record';
import { personOf } from './febrl/map-record';
import { type FebrlSet, measureFebrl, readSets } from './febrl/measure-febrl';
import { openInMemoryAgency } from './in-memory-agency';
import { type Counts, openTally, outcomeOf, sharesOf } from './tally';

const PAGE = join(__dirname, '../../docs/linkage.md');
const THRESHOLDS = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

const share = (part: number, whole: number): string => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const countsOf = ({ joined, offered, missed, wrong, kept }: Counts): readonly number[] => [
  joined,
  offered,
  missed,
  wrong,
  kept,
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seeds: { type: 'string', default: '20' } } });
  const parts: Readonly<Record<string, string>> = {
    ...(await adversarial(Number(values.seeds))),
    borough: await borough(),
    ...(await febrl()),
  };
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const marks = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- end -->)`);
    if (!marks.test(page)) throw new Error(`docs/linkage.md has no marks for ${name}`);
    page = page.replace(marks, (_, begin: string, end: string) => `${begin}${text}${end}`);
  }
  writeFileSync(PAGE, page);
}

async function adversarial(seeds: number): Promise<Readonly<Record<string, string>>> {
  const [kinds, groups, equal] = [openTally(), openTally(), openTally()];
  let cases = 0;
  const sorts = new Map<string, string>();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const set = makeCases(seed);
    const agency = openInMemoryAgency(set.held);
    for (const one of set.cases) {
      const outcome = outcomeOf(one.truth, await agency.match(one.subject));
      cases += 1;
      sorts.set(one.kind, one.sort);
      if (one.sort === 'equal') equal.add(one.kind, outcome);
      else kinds.add(one.kind, outcome);
      if (one.sort === 'found') groups.add(one.group, outcome);
    }
  }
  const head = ['joined', 'offered', 'missed', 'wrong', 'nobody held, nobody joined'];
  const ofSort = (sort: string) =>
    kinds
      .rows()
      .filter(([kind]) => sorts.get(kind) === sort)
      .map(([kind, counts]) => [kind, ...countsOf(counts)]);
  const set = makeCases(1);
  const place = new Map(set.held.map(({ ref }, at) => [ref, at]));
  const reach = measureBloom(
    set.held,
    set.cases.map(({ subject, truth }) => ({ person: subject, truth: truth === null ? null : place.get(truth)! })),
    THRESHOLDS,
  );
  const held = set.cases.filter(({ truth }) => truth !== null).length;
  return {
    'adversarial-found': `${cases} cases, ${seeds} sets of ${cases / seeds}.\n\n${table(
      ['the right one is held', ...head.slice(0, 4)],
      ofSort('found').map((row) => row.slice(0, 5)),
    )}`,
    'adversarial-traps': table(
      ['somebody else is held', 'wrong', 'nobody joined'],
      [
        ...ofSort('trap'),
        ...equal.rows().map(([kind, counts]) => [`${kind} (equal in every field)`, ...countsOf(counts)]),
      ].map((row) => [row[0]!, row[4]!, row[5]!]),
    ),
    'adversarial-groups': table(
      ['name group', 'joined', 'joined or offered', 'wrong'],
      groups
        .rows()
        .map(([group, counts]) => [
          group,
          share(sharesOf(counts).joined, 1),
          share(sharesOf(counts).reached, 1),
          counts.wrong,
        ]),
    ),
    'bloom-adversarial': table(
      ['Dice from', `right, of ${held} who are held`, `wrong, of ${set.cases.length}`],
      reach.map(({ threshold, right, wrong }) => [threshold, right, wrong]),
    ),
  };
}

async function borough(): Promise<string> {
  const rows = await measureBorough(200, 1);
  return table(
    ['asked at', 'joined', 'offered', 'missed', 'wrong', 'share joined', 'share joined or offered'],
    rows.map(([agency, counts]) => [
      agency,
      ...countsOf(counts).slice(0, 4),
      share(sharesOf(counts).joined, 1),
      share(sharesOf(counts).reached, 1),
    ]),
  );
}

async function febrl(): Promise<Readonly<Record<string, string>>> {
  const fetched = fetchFebrl();
  if ('missing' in fetched)
    return { febrl: `Not measured: ${fetched.missing}.`, splink: 'Not measured.', bloom: 'Not measured.' };
  const rows: (readonly (string | number)[])[] = [];
  const splink: (readonly (string | number)[])[] = [];
  const sets = readSets(fetched.folder);
  for (const set of sets) {
    for (const withNumber of [false, true]) {
      const counts = await measureFebrl(set, withNumber);
      const how = withNumber ? 'with the number' : 'by description';
      const { joined, reached } = sharesOf(counts);
      rows.push([
        set.name,
        how,
        set.asked.length,
        ...countsOf(counts).slice(0, 4),
        share(joined, 1),
        share(reached, 1),
      ]);
      for (const one of askSplink(set, withNumber)) splink.push([set.name, how, ...one]);
    }
  }
  const four = sets[3]!;
  const place = new Map(four.held.map(({ id }, at) => [personOf(id), at]));
  const reach = measureBloom(
    four.held,
    four.asked.map((person) => ({ person, truth: place.get(personOf(person.id)) ?? null })),
    THRESHOLDS,
  );
  return {
    febrl: table(
      ['set', 'asked', 'people', 'joined', 'offered', 'missed', 'wrong', 'share joined', 'share joined or offered'],
      rows,
    ),
    splink:
      splink.length === 0
        ? `Not measured: ${whyNoSplink()}.`
        : table(['set', 'asked', 'match probability from', 'right', 'wrong', 'share right'], splink),
    bloom: table(
      ['Dice from', `right, of ${four.asked.length}`, 'wrong', 'taken, of those there are'],
      reach.map(({ threshold, right, wrong }) => [threshold, right, wrong, share(right + wrong, four.asked.length)]),
    ),
  };
}

const python = process.env.PYTHON ?? 'python3';

function whyNoSplink(): string {
  try {
    execFileSync(python, ['-c', 'import splink'], { stdio: 'pipe' });
    return 'Splink failed on the sets';
  } catch {
    return `${python} cannot import splink`;
  }
}

function askSplink({ held, asked }: FebrlSet, withNumber: boolean): readonly (readonly (string | number)[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-splink-'));
  const write = (name: string, people: readonly FebrlPerson[]): string => {
    const path = join(folder, `${name}.csv`);
    const lines = people.map((one) =>
      [one.id, one.givenName, one.familyName, one.dateOfBirth, one.postcode, one.nhsNumber]
        .map((value) => value ?? '')
        .join(','),
    );
    writeFileSync(path, ['id,given_name,family_name,date_of_birth,postcode,nhs_number', ...lines].join('\n'));
    return path;
  };
  try {
    const answer = execFileSync(
      python,
      [
        join(__dirname, 'febrl/measure-with-splink.py'),
        write('held', held),
        write('asked', asked),
        withNumber ? 'number' : 'description',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', timeout: 600_000 },
    );
    const told = JSON.parse(answer.trim().split('\n').at(-1) ?? '[]') as readonly {
      threshold: number;
      right: number;
      wrong: number;
    }[];
    return told
      .filter(({ threshold }) => threshold === 0.85 || threshold === 0.999)
      .map(({ threshold, right, wrong }) => [threshold, right, wrong, share(right, asked.length)]);
  } catch {
    return [];
  }
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
