/** `npx tsx test/costs/tell-costs.ts before.json now.json`: the table of shares withheld, before and after, by role. */
import { readFileSync } from 'node:fs';
import type { Costs, RoleCosts } from './costs';

const [before, now] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Costs);
if (!before || !now) throw new Error('Two files are expected: of the earlier commit, and of this one.');

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const of = ({ roles }: Costs, name: string): RoleCosts | undefined => roles.find(({ role }) => role === name);
const both = (name: string, read: (costs: RoleCosts) => string): string =>
  [before, now]
    .map((costs) => of(costs, name))
    .map((one) => (one ? read(one) : '–'))
    .join(' → ');

console.log(
  `${now.sample} of ${now.children} children, ${now.families} families; ${before.fields} fields of each before, ${now.fields} now\n`,
);
console.log('| role | withheld from the role | withheld for the person | not certain |\n|---|---|---|---|');
for (const { role } of now.roles)
  console.log(
    `| ${role} | ${both(role, ({ withheld, asked }) => share(withheld.role, asked))} | ${both(role, ({ withheld, asked }) => share(withheld.person, asked))} | ${both(role, ({ uncertain }) => String(uncertain.length))} |`,
  );
console.log('\nSearches that end certain no longer:');
const lost = new Map<string, string[]>();
for (const { role, uncertain } of now.roles) {
  const were = new Set(of(before, role)?.uncertain.map(({ id }) => id));
  for (const { id, name, statuses, possible, errors } of uncertain.filter((one) => !were.has(one.id))) {
    const why = `${id} ${name}: ${[...errors, ...possible, ...statuses].join(', ')}`;
    lost.set(why, [...(lost.get(why) ?? []), role]);
  }
}
for (const [why, roles] of [...lost].sort()) console.log(`- ${why} (${roles.join(', ')})`);
