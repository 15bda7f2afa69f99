/**
 * Asks this gateway (narrow, plan, run, check, merge, join) what graphql-js's own execution tests ask of graphql-js, and
 * compares what both answer: the data, and where the errors stand.
 *
 *     node --import tsx test/conformance/run-graphql-js.ts CHECKOUT
 *
 * CHECKOUT is a checkout of graphql/graphql-js, of version 16. Nothing of it is kept here: its tests are run from a copy in
 * a temporary folder, in which each execution is done a second time, by the gateway, with graphql-js as the one agency of a
 * supergraph.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Executed, type Execution, type GraphqlJs, openGateways } from './answer-by-executor';

const SHIMS: Readonly<Record<string, string>> = {
  mocha:
    'exports.describe=(_n,f)=>f();exports.it=(name,f)=>globalThis.familyViewTests.push([name,f]);exports.before=exports.beforeEach=()=>{};',
  // What they expect is not asked here: graphql-js's own answer is what ours is held to.
  chai: 'const any=new Proxy(function(){},{get:(_t,key)=>key==="then"?undefined:any,apply:()=>any});exports.expect=()=>any;exports.assert=any;',
};

function copyOf(checkout: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'graphql-js-'));
  cpSync(join(checkout, 'src'), join(copy, 'src'), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{"type":"commonjs"}');
  for (const [name, text] of Object.entries(SHIMS)) {
    mkdirSync(join(copy, 'node_modules', name), { recursive: true });
    writeFileSync(join(copy, 'node_modules', name, 'index.js'), text);
  }
  const file = join(copy, 'src/execution/execute.ts');
  const text = readFileSync(file, 'utf8').replace('export function execute(', 'export function executeUnseen(');
  writeFileSync(
    file,
    `${text}\nexport function execute(args: any): any { const result = executeUnseen(args); (globalThis as any).familyViewSaw(args, result); return result; }\n`,
  );
  return copy;
}

interface Globals {
  familyViewTests: [string, () => unknown][];
  familyViewSaw: (args: Execution, result: Executed | Promise<Executed>) => void;
}

async function main([checkout]: readonly string[]): Promise<void> {
  if (!checkout) throw new Error('Where is graphql-js? Expected the folder of a checkout of version 16.');
  const copy = copyOf(checkout);
  const seen: { readonly test: string; readonly args: Execution; readonly result: Executed | Promise<Executed> }[] = [];
  const globals = globalThis as unknown as Globals;
  let test = '';
  let asking = false;
  globals.familyViewTests = [];
  globals.familyViewSaw = (args, result) => {
    if (!asking) seen.push({ test, args, result });
  };
  const theirs = {
    ...(await import(pathToFileURL(join(copy, 'src/execution/execute.ts')).href)),
    ...(await import(pathToFileURL(join(copy, 'src/language/index.ts')).href)),
    ...(await import(pathToFileURL(join(copy, 'src/utilities/index.ts')).href)),
  } as GraphqlJs;
  const tests = join(copy, 'src/execution/__tests__');
  for (const file of readdirSync(tests).filter((name) => name.endsWith('-test.ts')))
    await import(pathToFileURL(join(tests, file)).href);

  const gateways = openGateways(theirs);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const [name, run] of globals.familyViewTests) {
    test = name;
    const before = seen.length;
    asking = false;
    await Promise.resolve()
      .then(run)
      .catch(() => {});
    for (const { args, result } of seen.slice(before)) {
      asking = true;
      const right = await Promise.resolve(result).catch(() => null);
      if (right === null) {
        count('refused by graphql-js by a throw');
        continue;
      }
      const ours = await gateways.answer(args).catch((fault: unknown) => fault as Error);
      if (typeof ours === 'string') count(ours);
      else if (!(ours instanceof Error) && isDeepStrictEqual(told(ours), told(right)))
        count(right.data === undefined ? 'equal: refused by both' : 'equal: answered by both');
      else {
        count('differ');
        const came = ours instanceof Error ? ours.stack : JSON.stringify(told(ours));
        console.log(`${name}\n  theirs ${JSON.stringify(told(right))}\n  ours   ${came}\n`);
      }
    }
  }
  await gateways.close();
  rmSync(copy, { recursive: true });
  for (const [what, times] of [...counts].sort()) console.log(`${String(times).padStart(4)} ${what}`);
}

/**
 * Errors by where they stand: what they say is the gateway's own. A request that is refused has no data, nor places;
 * possible types have no order.
 */
function told({ data, errors = [] }: Executed): unknown {
  if (data === undefined) return 'refused';
  const at = errors.map(({ path = [] }) => path.join('.')).sort();
  const sorted = (key: string, value: unknown): unknown =>
    key === 'possibleTypes' && Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value;
  return JSON.parse(JSON.stringify({ data, at }, sorted));
}

main(process.argv.slice(2)).catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.stack : fault);
  process.exitCode = 1;
});
