/** C, of figures: what the SDL declares with @counts is answered, and adds up. An agency that declares none counts nothing. */
import { CONTRACT_SINCE } from '@family-view/schema';
import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { quartersBetween } from '../figures/quarters';
import { askField, readField, wholeGrant } from './ask-contract';
import type { AuditLine } from './audit';
import { Broken, expectThat } from './expect-that';
import { isRefused, tellReply } from './read-reply';
import type { Target } from './target';

/** One `@counts` of an SDL. */
export interface DeclaredCount {
  readonly count: string;
  readonly by: readonly string[];
}

type Cells = readonly { readonly key: readonly string[]; readonly count: number }[];

const QUARTER = 'quarter';
const NO_DIMENSION = 'noSuchDimension';

/** Every `@counts` on the schema of an SDL, or on an extension of it. */
export function declaredCounts(sdl: string): readonly DeclaredCount[] {
  const uses = parse(sdl, { noLocation: true }).definitions.flatMap((one): readonly ConstDirectiveNode[] =>
    one.kind === Kind.SCHEMA_EXTENSION || one.kind === Kind.SCHEMA_DEFINITION ? (one.directives ?? []) : [],
  );
  return uses.flatMap(({ name, arguments: given = [] }) => {
    if (name.value !== 'counts') return [];
    const values = Object.fromEntries(given.map((one) => [one.name.value, valueFromASTUntyped(one.value)]));
    return [{ count: String(values.count), by: [values.by ?? []].flat().map(String) }];
  });
}

/** The last quarter that has ended, where the count has quarters; what stands today, where it has not. */
function spanOf({ by }: DeclaredCount, now: Date): { readonly from: string | null; readonly to: string | null } {
  if (!by.includes(QUARTER)) return { from: null, to: null };
  const yearAgo = `${now.getUTCFullYear() - 1}${now.toISOString().slice(4, 10)}`;
  const today = now.toISOString().slice(0, 10);
  const { id, end } = quartersBetween(yearAgo, today).findLast((one) => one.end < today)!;
  const month = 3 * Number(id.slice(6)) - 2;
  return { from: `${id.slice(0, 4)}-${String(month).padStart(2, '0')}-01`, to: end };
}

const read = (target: Target, count: DeclaredCount, by: readonly string[]): Promise<Cells> =>
  readField(
    target,
    'aggregate',
    { measure: count.count, by, ...spanOf(count, new Date()) },
    { people: [], streams: [target.own('figures')] },
  );

const sum = (cells: Cells): number => cells.reduce((all, { count }) => all + count, 0);

async function checkCount(target: Target, one: DeclaredCount): Promise<void> {
  const [cells, whole] = [await read(target, one, one.by), await read(target, one, [])];
  const where = `of ${one.count}`;
  expectThat(
    cells.every(({ key }) => key.length === one.by.length && key.every((value) => value !== '')),
    `expected a value for each of ${one.by.join(', ')} ${where}, NOT_RECORDED where there is none; came another key`,
  );
  expectThat(
    cells.every(({ count }) => Number.isInteger(count) && count >= 0),
    `expected whole numbers from 0 ${where}, came others`,
  );
  const names = new Set(cells.map(({ key }) => JSON.stringify(key)));
  expectThat(names.size === cells.length, `expected each cell ${where} once, came one twice`);
  expectThat(
    whole.length <= 1 && whole.every(({ key }) => key.length === 0),
    `expected one number ${where} by nothing, came ${whole.length} cells`,
  );
  expectThat(
    sum(cells) === sum(whole),
    `expected cells ${where} that add up to ${sum(whole)}, as it is by nothing; came ${sum(cells)}`,
  );
}

export const COUNTS_OF_THE_CONTRACT: readonly AuditLine[] = [
  [
    'MUST',
    'answer each count that its SDL declares with @counts, by all the dimensions that it declares: each cell once, and in sum what it is by nothing',
    async (target) => {
      for (const one of declaredCounts(target.shape.sdl)) await checkCount(target, one);
    },
  ],
  [
    'MUST',
    'refuse a count by a dimension that its SDL does not declare',
    async (target) => {
      const [one] = declaredCounts(target.shape.sdl);
      if (!one) return;
      const given = { measure: one.count, by: [NO_DIMENSION] };
      const reply = await askField(target, 'aggregate', given, wholeGrant(target, []));
      expectThat(isRefused(reply), `expected an error of ${one.count} by ${NO_DIMENSION}, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    'tell a public key for cohorts, or none; and seal no share to whom it does not know, from contract 4 on',
    async (target) => {
      const contract = await askField(target, 'contract', {}, wholeGrant(target, []));
      const version: unknown = contract.body?.data?.contract;
      if (typeof version !== 'number' || version < CONTRACT_SINCE.cohorts) return;
      const granted = { people: [], streams: [target.own('figures')] };
      const key: unknown = await readField(target, 'cohortKey', {}, granted);
      if (key === null) return;
      expectThat(
        typeof key === 'string' && Buffer.from(key, 'base64').length === 32,
        'expected an X25519 key of 32 bytes in base64, came another',
      );
      const condition = { count: 'any', without: false, values: [] };
      const members = [
        { agency: target.shape.name, key, conditions: [condition] },
        { agency: 'zz-nobody', key: Buffer.alloc(32, 9).toString('base64'), conditions: [condition] },
      ];
      const reply = await askField(target, 'cohortShares', { cohort: { id: 'c'.repeat(24), members } }, granted);
      const shares: unknown = reply.body?.data?.cohortShares;
      if (Array.isArray(shares)) throw new Broken('expected no share sealed to a stranger, came some');
    },
  ],
];
