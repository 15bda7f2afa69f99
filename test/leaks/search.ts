/** Runs random operations of every asker through a stack, a few at a time, and tells each fault with what repeats it. */
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { startRandom } from '../random';
import { ASKINGS, type Asking } from './askings';
import type { CanaryStack, Judged } from './canary-stack';
import { everythingAboutPerson } from './everything';
import { type RandomOperation, writeOperation } from './random-operation';

export const PROOF = process.env.PROOF === '1';
export const SEED = Number(process.env.SEED ?? 20_261_122);
/** Rounds within which a planted hole must be found. */
export const UP_TO = 12;

export interface Findings {
  readonly cases: number;
  /** One text for each case that failed. */
  readonly failures: readonly string[];
  readonly faults: readonly string[];
  readonly leaks: readonly string[];
  /** Tokens that were rightly shown. */
  readonly seen: number;
}

const AT_ONCE = 4;

interface SearchOptions {
  readonly each: number;
  readonly seed: number;
  readonly askings?: readonly Asking[];
}

export interface Found {
  /** How many cases it took, and what the last of them told; null where none told anything. */
  readonly cases: number;
  readonly fault: string | null;
}

/**
 * Runs cases one after another, up to the first that tells of something. The first ask for everything about a shielded child,
 * their sibling, whom the landlord alone holds, and a child like any other.
 */
export async function searchUntilFound(
  stack: CanaryStack,
  { each, seed, askings = ASKINGS }: SearchOptions,
): Promise<Found> {
  let tried = 0;
  // A text of its own: nothing that was kept for another serves it.
  const first = everythingFor(stack, askings, { people: ['cal', 'dot', 'lodger', 'eve'], named: `Everything_${seed}` });
  for (const one of [...first, ...writeCases(stack, { each, seed, askings })]) {
    tried += 1;
    const { faults } = await stack.judge(one.asking, one.operation);
    if (faults.length > 0) return { cases: tried, fault: faults[0]! };
  }
  return { cases: tried, fault: null };
}

/** Every second round brings an operation of the round before to another asker, with other choices of what to include. */
export function search(stack: CanaryStack, options: SearchOptions): Promise<Findings> {
  return run(stack, writeCases(stack, options));
}

function writeCases(stack: CanaryStack, { each, seed, askings = ASKINGS }: SearchOptions): readonly Case[] {
  const cases: Case[] = [];
  for (let round = 0; round < each; round += 1) {
    const before = cases.slice(-askings.length);
    askings.forEach((asking, at) => {
      const own = seed + round * askings.length + at;
      const taken = round % 2 === 1 ? before[(at + 5) % askings.length] : undefined;
      cases.push(taken && mayTakeOver(asking, taken) ? takeOver(asking, taken) : writeCase(stack, asking, own));
    });
  }
  return cases;
}

function writeCase(stack: CanaryStack, asking: Asking, seed: number): Case {
  const { people, families } = stack.idsFor(asking);
  const operation = writeOperation(stack.schema, startRandom(seed), {
    nhsNumbers: stack.borough.people.map(({ nhsNumber }) => nhsNumber),
    personIds: [...people.keys(), ...stack.idsOfOthers(asking)],
    familyIds: [...families.keys()],
  });
  return { asking, operation, named: `seed ${seed}` };
}

/** What a family's id holds was told to another role: in the same organisation it would open, to an answer of its own. */
function mayTakeOver(asking: Asking, { asking: first, operation }: Case): boolean {
  const elsewhere = PERSONAS[asking.persona].organisation !== PERSONAS[first.persona].organisation;
  return elsewhere || !JSON.stringify(operation).includes('f1.');
}

function takeOver(asking: Asking, { asking: first, operation, named }: Case): Case {
  const turned = Object.entries(operation.variables).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? !value : value,
  ]);
  return {
    asking,
    operation: { ...operation, variables: Object.fromEntries(turned) },
    named: `${named}, after ${first.persona} for ${first.purpose}`,
  };
}

/** Every field about people of each kind (about everybody, in a proof run), asked by every asker. */
export function askEverything(stack: CanaryStack, askings: readonly Asking[] = ASKINGS): Promise<Findings> {
  return run(stack, everythingFor(stack, askings));
}

function everythingFor(
  stack: CanaryStack,
  askings: readonly Asking[],
  { people: names, named = '' }: { readonly people?: readonly string[]; readonly named?: string } = {},
): readonly Case[] {
  const fragment = `fragment Everything on Person { ${everythingAboutPerson(stack.schema)} }`;
  const { people } = stack.borough;
  // One by one: every field of several is more than one operation may hold.
  const chosen = names ?? (PROOF ? people.map(({ name }) => name) : ['cal', 'lodger', 'hal', 'eve']);
  const asked = people.filter(({ name }) => chosen.includes(name));
  const operations = asked.map(({ name, nhsNumber }): RandomOperation => {
    const found = `${name}: findPeople(by: { nhsNumber: "${nhsNumber}" }) { certain { ...Everything } possible { agency outcome comparedOn } answers { agency status asOf coverage } }`;
    const query = `query ${named} { ${found} centres { urn name status phone reachArea { id name postcodeSectors } } me { id name role } }\n${fragment}`;
    return { query, operationName: undefined, variables: {} };
  });
  return askings.flatMap((asking) => operations.map((operation) => ({ asking, operation, named: 'everything' })));
}

interface Case {
  readonly asking: Asking;
  readonly operation: RandomOperation;
  readonly named: string;
}

async function run(stack: CanaryStack, cases: readonly Case[]): Promise<Findings> {
  const failures: string[] = [];
  const judged: Judged[] = [];
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const one = await stack.judge(next.asking, next.operation);
      judged.push(one);
      if (one.faults.length > 0) failures.push(tell(next, one));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    cases: cases.length,
    failures,
    faults: judged.flatMap(({ faults }) => faults),
    leaks: judged.flatMap(({ leaks }) => leaks),
    seen: judged.reduce((sum, { seen }) => sum + seen, 0),
  };
}

function tell({ asking, operation, named }: Case, { faults }: Judged): string {
  const more = faults.length > 8 ? `\n  … and ${faults.length - 8} more` : '';
  return `${asking.persona} for ${asking.purpose}, ${named}:\n  ${faults.slice(0, 8).join('\n  ')}${more}\n${operation.query}\n${JSON.stringify(operation.variables)}\n`;
}
