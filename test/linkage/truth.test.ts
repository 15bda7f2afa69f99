import { inventBorough, type TruePerson } from '@family-view/population';
import { AGENCIES } from '@family-view/schema';
import { HOLDINGS, pointerReader, searchFor, truthReader } from '../borough';
import { type RunningStack, startStack } from '../stack';

const PROOF = process.env.PROOF === '1';
const families = PROOF ? 500 : 40;
/** `SEED=7 PROOF=1 npx jest test/linkage` looks at another borough. */
const seed = Number(process.env.SEED ?? 1);
const SEARCHERS = [
  { persona: 'early-help-access', organisation: 'aldermere-childrens-services' },
  { persona: 'head-of-centre', organisation: 'aldermere-childrens-centres' },
] as const;
type Searcher = (typeof SEARCHERS)[number];
const AT_ONCE = 4;

const borough = inventBorough({ families, seed });
const truthOf = truthReader(borough);
const CLOSED = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
/** For each true person, the records that may be found: by agency and reference. */
const openRecords = new Map<string, string[]>();
for (const agency of AGENCIES) {
  for (const { ref, truth, markers } of borough[HOLDINGS[agency]].people) {
    if (markers.some((marker) => CLOSED.includes(marker))) continue;
    openRecords.set(truth, [...(openRecords.get(truth) ?? []), `${agency}|${ref}`]);
  }
}
const agenciesOf = (records: readonly string[] = []): ReadonlySet<string> =>
  new Set(records.map((record) => record.split('|')[0]!));
const known = [...borough.people.values()].filter(({ id }) => agenciesOf(openRecords.get(id)).size >= 2);

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ families, seed });
}, 120_000);
afterAll(() => stack.close());

/** Who are of a family to which somebody of the requester's name belongs. */
const stopped = new Set<string>();
const MOST_STOPPED = 0.01;

/** One pointer set as the gateway joined it, and what was asked to come by it. */
interface Joined {
  readonly asked: string;
  readonly records: readonly (readonly [agency: string, ref: string])[];
}

const told = ({ givenName, familyName, id }: TruePerson): string => `${givenName} ${familyName} (${id})`;

async function inTurns<T>(all: readonly T[], errand: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await errand(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function opened(ids: readonly string[], asked: string, { organisation }: Searcher): readonly Joined[] {
  const open = pointerReader(stack.dataDirectory);
  return ids.map((id) => ({ asked, records: [...open(id, organisation)] }));
}

async function search(query: string, person: TruePerson, { persona }: Searcher) {
  const { body } = await stack.ask(persona, `query ($who: PersonSearch!) { findPeople(by: $who) { ${query} } }`, {
    purpose: 'EARLY_HELP',
    variables: { who: searchFor(person) },
  });
  // In a large borough somebody has the requester's own name: whoever belongs to their family is not shown.
  if (body.errors?.every((one: { extensions: { code: string } }) => one.extensions.code === 'OWN_FAMILY')) {
    stopped.add(person.id);
    return [];
  }
  expect({ errors: body.errors, found: body.data?.findPeople?.certain }).toEqual({ found: expect.any(Array) });
  return body.data.findPeople.certain as readonly {
    id: string;
    family?: { members: readonly { person: { id: string } }[] } | null;
  }[];
}

/** Sets that hold records of more than one true person, or of nobody: each would show one child's record as another's. */
const falselyJoined = (joined: readonly Joined[]): readonly string[] =>
  joined.flatMap(({ asked, records }) => {
    const truths = new Set(records.map(([agency, ref]) => truthOf(agency as never, ref)));
    return truths.size === 1 && !truths.has(undefined)
      ? []
      : [
          `${asked}: ${records.map(([agency, ref]) => `${agency} ${ref} is ${truthOf(agency as never, ref)}`).join('; ')}`,
        ];
  });

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
const say = (line: string): void =>
  void process.stdout.write(`  linkage, ${families} families, seed ${seed}: ${line}\n`);

describe.each(SEARCHERS)('as $persona', (searcher) => {
  // In a proof each searcher asks about everybody; in a normal run about every third, the other about others.
  const asked = PROOF ? known : known.filter((_, at) => at % 3 === SEARCHERS.indexOf(searcher));

  test(
    'a search by true name, birthday and postcode never joins records of two people, nor finds somebody else',
    async () => {
      const joined: Joined[] = [];
      const wrong: string[] = [];
      const count = { found: 0, records: 0, of: 0, searchable: 0 };
      await inTurns(
        asked.filter(({ dateOfBirth }) => dateOfBirth !== undefined),
        async (person) => {
          count.searchable += 1;
          const sets = opened(
            (await search('certain { id }', person, searcher)).map(({ id }) => id),
            told(person),
            searcher,
          );
          joined.push(...sets);
          count.of += agenciesOf(openRecords.get(person.id)).size;
          if (sets.length > 0) count.found += 1;
          for (const { records } of sets) {
            const own = records.filter(([agency, ref]) => openRecords.get(person.id)?.includes(`${agency}|${ref}`));
            count.records += own.length;
            if (own.length < records.length) wrong.push(told(person));
          }
        },
      );
      say(
        `${searcher.persona} found ${share(count.found, count.searchable)} of the people, ${share(count.records, count.of)} of their agencies' records`,
      );
      expect(falselyJoined(joined)).toEqual([]);
      expect(wrong).toEqual([]);
      if (stopped.size > 0) say(`${share(stopped.size, count.searchable)} stopped as of the requester's own name`);
      expect(stopped.size / count.searchable).toBeLessThan(MOST_STOPPED);
      // Strictness has its price, and there is a limit to it.
      expect(count.records / count.of).toBeGreaterThan(0.6);
    },
    PROOF ? 1_800_000 : 120_000,
  );

  test(
    'the members of a family never have records of two people in one of them',
    async () => {
      const children = borough.families.flatMap(({ members }) =>
        asked
          .filter(({ id, kind, dateOfBirth }) => kind === 'child' && dateOfBirth && members.includes(id))
          .slice(0, PROOF ? 10 : 1),
      );
      const joined: Joined[] = [];
      const twice: string[] = [];
      await inTurns(children, async (child) => {
        for (const { family } of await search('certain { id family { members { person { id } } } }', child, searcher)) {
          const members = opened(
            (family?.members ?? []).map(({ person }) => person.id),
            `family of ${told(child)}`,
            searcher,
          );
          joined.push(...members);
          // One record is of one member only.
          const records = members.flatMap(({ records }) => records.map(([agency, ref]) => `${agency}|${ref}`));
          if (new Set(records).size < records.length) twice.push(told(child));
        }
      });
      const linked = joined.filter(({ records }) => records.length > 1).length;
      say(
        `${searcher.persona} saw ${joined.length} members of ${children.length} families, ${share(linked, joined.length)} of them joined over agencies`,
      );
      expect(falselyJoined(joined)).toEqual([]);
      expect(twice).toEqual([]);
      expect(linked).toBeGreaterThan(joined.length / 3);
    },
    PROOF ? 1_800_000 : 120_000,
  );
});

test('the borough has enough to go wrong: twins, namesakes, adopted children, untidy records', () => {
  expect(known.length).toBeGreaterThan(families);
  expect([...borough.people.values()].filter(({ twinOf }) => twinOf).length).toBeGreaterThan(0);
  expect([...borough.people.values()].filter(({ birthIdentity }) => birthIdentity).length).toBeGreaterThan(0);
});
