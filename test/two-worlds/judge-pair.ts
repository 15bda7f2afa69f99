/** Asks the same question in two worlds, and says what differs. */
import type { GraphQLSchema } from 'graphql';
import { ASKINGS, type Asking } from './askings';
import { answersDiffer, compare, ROUNDS } from './compare-outcomes';
import type { Pair } from './draw-pair';
import type { Random } from './random';
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
import type { Outcome, Question, WorldHouse } from './two-houses';
import { holdingAt, recordsOf, type World } from './world';

export interface Judged {
  readonly faults: readonly string[];
  /** Somebody was found or shown. */
  readonly sawSomebody: boolean;
  /** Were the record not closed, the answer would be another, or an agency's to the same question. */
  readonly wouldDiffer: boolean;
  /** What was asked last, in each world, for timing. */
  readonly asked: InBoth<Question>;
  readonly kind: 'find' | 'person' | 'family' | 'caseload' | 'explain';
}

export interface Judging {
  readonly houses: InBoth<WorldHouse>;
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** One question after the other: where both houses are one. */
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
  const { random, houses } = judging;
  const kinds = ['find', 'find', 'person', 'person', 'family', 'caseload', 'explain'] as const;
  const kind = pair.area !== null && random.chance(0.8) ? 'caseload' : random.pick(kinds);
  const { root, faults: before } = await drawRoot(judging, pair, kind);
  const explain = random.chance(0.1);
  const asked = { there: questionOf(root.there, explain), notThere: questionOf(root.notThere, explain) };
  const both = await askBoth(judging, pair, pair.asking, asked.there, asked.notThere);
  const control = await houses.there.ask(pair.open, pair.asking, asked.there);
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
  readonly root: InBoth<Root>;
  /** Found on the way to an id or a cursor. */
  readonly faults: readonly string[];
}

async function drawRoot(judging: Judging, pair: Pair, kind: Judged['kind']): Promise<Drawn> {
  const { random } = judging;
  const by = drawTarget(random, pair);
  const same = (root: Root, faults: readonly string[] = []): Drawn => ({
    root: { there: root, notThere: root },
    faults,
  });
  if (kind === 'find') return same(findRoot(judging, by));
  if (kind === 'caseload') {
    const root = caseloadRoot(judging, pair.area);
    if (random.chance(0.5)) return same(root);
    const page = await askBoth(judging, pair, pair.asking, questionOf(root, false));
    const following = ({ text }: Outcome): Root => {
      const after = JSON.parse(text).data?.caseload?.pageInfo?.endCursor ?? null;
      return { ...root, variables: { ...root.variables, after } };
    };
    return { root: { there: following(page.there), notThere: following(page.notThere) }, faults: page.faults };
  }
  const { ids, faults } = await findIds(judging, pair, by);
  const id = kind === 'family' ? ids?.family : ids?.person;
  if (!id) return same(findRoot(judging, by), faults);
  const there = { person: personRoot, family: familyRoot, explain: explainRoot }[kind](judging, id.there);
  const variables = Object.fromEntries(
    Object.entries(there.variables).map(([name, value]) => [name, value === id.there ? id.notThere : value]),
  );
  return { root: { there, notThere: { ...there, variables } }, faults };
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
  readonly person: InBoth<string>;
  readonly family: InBoth<string> | null;
}

/** Ids as the requester may have come by them: now, before the record was closed or gone, or from a colleague who sees more. */
async function findIds(
  judging: Judging,
  pair: Pair,
  by: Variables,
): Promise<{ readonly ids: Ids | null; readonly faults: readonly string[] }> {
  const { random } = judging;
  const question = { query: ID_QUERY, variables: { by } };
  const colleagues = ASKINGS.filter(
    ({ organisation, role }) => organisation === pair.asking.organisation && role !== pair.asking.role,
  );
  const way = random.pick(['now', 'before', 'before', 'from a colleague']);
  if (way === 'from a colleague' && colleagues.length > 0 && pair.how === 'existence not to be known') {
    const colleague = random.pick(colleagues);
    const { there, notThere } = await askTwice(judging, pair, colleague, question, question);
    return { ids: idsIn(there, notThere), faults: [] };
  }
  const worlds = way === 'before' ? { there: pair.open, notThere: pair.open } : pair;
  const { there, notThere, faults } = await askBoth(judging, worlds, pair.asking, question);
  return { ids: idsIn(there, notThere), faults };
}

function idsIn(there: Outcome, notThere: Outcome): Ids | null {
  const [a, b] = [there, notThere].map(({ text }) => JSON.parse(text).data?.findPeople?.certain?.[0]);
  if (typeof a?.id !== 'string' || typeof b?.id !== 'string') return null;
  const family = a.family?.id && b.family?.id ? { there: a.family.id, notThere: b.family.id } : null;
  return { person: { there: a.id, notThere: b.id }, family };
}

const MORE_QUIET_MS = 80;

async function askTwice(
  { houses, inTurn }: Judging,
  worlds: Worlds,
  asking: Asking,
  question: Question,
  other: Question,
): Promise<InBoth<Outcome>> {
  const first = houses.there.ask(worlds.there, asking, question);
  if (inTurn) await first;
  const [there, notThere] = await Promise.all([first, houses.notThere.ask(worlds.notThere, asking, other)]);
  return { there, notThere };
}

async function askBoth(
  judging: Judging,
  worlds: Worlds,
  asking: Asking,
  question: Question,
  other: Question = question,
): Promise<Both> {
  const ask = () => askTwice(judging, worlds, asking, question, other);
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(question.variables))
    if (typeof value === 'string' && value !== other.variables[name]) given.set(value, String(other.variables[name]));
  const both = await ask();
  const faults = compare(both.there, both.notThere, given);
  if (faults.length > 0 && faults.every((fault) => fault.startsWith(ROUNDS))) {
    // A machine too busy for the doors to see one round as one: asked again with more patience. What differs, differs again.
    for (const house of Object.values(judging.houses)) house.rounds.quietMs = MORE_QUIET_MS;
    const again = await ask();
    for (const house of Object.values(judging.houses)) house.rounds.quietMs = 5;
    return { ...again, faults: compare(again.there, again.notThere, given) };
  }
  return { ...both, faults };
}
