/** Asks the same question in two worlds, and says what differs. */
import type { GraphQLSchema } from 'graphql';
import type { Random } from '../random';
import type { Asking } from './askings';
import { answersDiffer, compare, ROUNDS } from './compare-outcomes';
import type { Pair } from './draw-pair';
import {
  caseloadRoot,
  drawSearch,
  explainRoot,
  familyRoot,
  findRoot,
  personRoot,
  questionOf,
  type Root,
  type Variables,
} from './random-question';
import type { Outcome, SerializedRequest, WorldStack } from './two-stacks';
import { holdingAt, recordsOf, type World } from './world';

export interface Judged {
  readonly faults: readonly string[];
  /** Somebody was found or shown. */
  readonly sawSomebody: boolean;
  /** Were the record not closed, the answer would be another, or an agency's to the same question. */
  readonly wouldDiffer: boolean;
  /** What was asked last, for timing. */
  readonly asked: SerializedRequest;
  readonly kind: 'find' | 'person' | 'family' | 'caseload' | 'explain';
}

export interface Judging {
  readonly stacks: InBoth<WorldStack>;
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** One question after the other: where both stacks are one. */
  readonly inTurn?: boolean;
}

const ID_QUERY =
  'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id family { id } } possible { agency outcome } answers { agency status } } }';

interface InBoth<T> {
  readonly there: T;
  readonly notThere: T;
}
type Worlds = InBoth<World>;
interface Both extends InBoth<Outcome> {
  readonly faults: readonly string[];
}

export async function judgePair(judging: Judging, pair: Pair): Promise<Judged> {
  const { random, stacks } = judging;
  const kinds = ['find', 'find', 'person', 'person', 'family', 'caseload', 'explain'] as const;
  const kind = pair.area !== null && random.chance(0.8) ? 'caseload' : random.pick(kinds);
  const { root, faults: before } = await drawRoot(judging, pair, kind);
  const explain = random.chance(0.1);
  const asked = questionOf(root, explain);
  const both = await askBoth(judging, pair, pair.asking, asked);
  const control = await stacks.there.ask(pair.open, pair.asking, asked);
  const about = `${kind} as ${pair.asking.persona} for ${pair.asking.purpose}; ${pair.told}`;
  return {
    faults: [...before, ...both.faults].map((fault) => `${about}: ${fault}`),
    sawSomebody: /"(person|family)":\{|"(certain|nodes)":\[\{/.test(both.there.text),
    wouldDiffer: control.bytes !== both.there.bytes || answersDiffer(control, both.there),
    asked,
    kind,
  };
}

interface Drawn {
  readonly root: Root;
  /** Found on the way to an id or a cursor: where there are none, these are the same bytes in both worlds. */
  readonly faults: readonly string[];
}

async function drawRoot(judging: Judging, pair: Pair, kind: Judged['kind']): Promise<Drawn> {
  const { random } = judging;
  const by = drawTarget(random, pair);
  if (kind === 'find') return { root: findRoot(judging, by), faults: [] };
  if (kind === 'caseload') {
    const root = caseloadRoot(judging, pair.area);
    if (random.chance(0.5)) return { root, faults: [] };
    const page = await askBoth(judging, pair, pair.asking, questionOf(root, false));
    const after = JSON.parse(page.there.text).data?.caseload?.pageInfo?.endCursor ?? null;
    return { root: { ...root, variables: { ...root.variables, after } }, faults: page.faults };
  }
  const { ids, faults } = await findIds(judging, pair, by);
  const id = kind === 'family' ? ids?.family : ids?.person;
  if (!id) return { root: findRoot(judging, by), faults };
  return { root: { person: personRoot, family: familyRoot, explain: explainRoot }[kind](judging, id), faults };
}

/** Mostly the person whose record it is; else somebody of the family, or anybody. By whatever any agency has of them. */
function drawTarget(random: Random, { open, truth, hidden }: Pair): Variables {
  const all = recordsOf(open).map((at) => ({ ...at, ...holdingAt(open, at) }));
  const family = truth.split(' ')[0]!;
  const own = all.filter((one) => one.truth === truth);
  const chance = random.int(10);
  const among =
    chance < 3
      ? own.filter(({ ref }) => ref === hidden.ref)
      : chance < 7
        ? own
        : chance < 9
          ? all.filter((one) => one.truth.startsWith(family))
          : all;
  for (const { held } of [...random.shuffle(among), ...random.shuffle(all)]) {
    const by = drawSearch(random, held);
    if (by) return by;
  }
  throw new RangeError('nobody can be searched for');
}

interface Ids {
  readonly person: string;
  readonly family: string | null;
}

/** Ids as the requester may have come by them: now, or before the record was closed, or gone. */
async function findIds(
  judging: Judging,
  pair: Pair,
  by: Variables,
): Promise<{ readonly ids: Ids | null; readonly faults: readonly string[] }> {
  const before = { there: pair.open, notThere: pair.open };
  const worlds = judging.random.chance(0.5) ? pair : before;
  const { there, faults } = await askBoth(judging, worlds, pair.asking, { query: ID_QUERY, variables: { by } });
  const found = JSON.parse(there.text).data?.findPeople?.certain?.[0];
  return { ids: typeof found?.id === 'string' ? { person: found.id, family: found.family?.id ?? null } : null, faults };
}

const MORE_QUIET_MS = 80;

async function askTwice(
  { stacks, inTurn }: Judging,
  worlds: Worlds,
  asking: Asking,
  question: SerializedRequest,
): Promise<InBoth<Outcome>> {
  const first = stacks.there.ask(worlds.there, asking, question);
  if (inTurn) await first;
  const [there, notThere] = await Promise.all([first, stacks.notThere.ask(worlds.notThere, asking, question)]);
  return { there, notThere };
}

async function askBoth(judging: Judging, worlds: Worlds, asking: Asking, question: SerializedRequest): Promise<Both> {
  const ask = () => askTwice(judging, worlds, asking, question);
  const both = await ask();
  const faults = compare(both.there, both.notThere);
  if (faults.length > 0 && faults.every((fault) => fault.startsWith(ROUNDS))) {
    // A machine too busy for the proxies to see one round as one: asked again with more patience. What differs, differs again.
    for (const stack of Object.values(judging.stacks)) stack.rounds.quietMs = MORE_QUIET_MS;
    const again = await ask();
    for (const stack of Object.values(judging.stacks)) stack.rounds.quietMs = 5;
    return { ...again, faults: compare(again.there, again.notThere) };
  }
  return { ...both, faults };
}
