/** Somebody with a lead professional's, a school lead's or a head of centre's rights alone, who tries what they can. */
import { join } from 'node:path';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { DEFAULT_LIMIT_TERMS } from '@family-view/gateway/limits/limit-terms';
import { borough, pointerReader, searchFor, storyPerson, truthReader } from '../borough';
import { type Answer, type RunningStack, type SharedStack, sharedStack, startStack } from '../stack';
import {
  AREAS,
  ATTACKERS,
  type Attacker,
  askName,
  askRoster,
  closedAt,
  everyAddressAndNumber,
  isClosedRef,
  markedPeople,
  nameGuesses,
} from './attacks';

const PROOF = process.env.PROOF === '1';
/** Of each attacker. */
const NAMES = PROOF ? 500 : 24;
const DAYS = 4;
const ROSTERS = PROOF ? 200 : 12;
const GUESSES = PROOF ? 1_667 : 40;

const truthOf = truthReader(borough);
const codeOf = ({ body }: Answer): string | null => body.errors?.[0]?.extensions.code ?? null;

describe('where nothing stops them', () => {
  let stack: SharedStack;
  let open: ReturnType<typeof pointerReader>;
  beforeAll(async () => {
    stack = await sharedStack();
    open = pointerReader(stack.dataDirectory);
  }, 120_000);

  /** Somebody who is marked, and shares neither a family name nor a birthday with anybody an agency would show. */
  const marked = markedPeople.filter(({ dateOfBirth }) => dateOfBirth !== undefined);
  const others = [...borough.people.values()].filter(({ id }) => !marked.some((one) => one.id === id));
  const guesses = nameGuesses([...marked, ...others], DAYS).slice(0, NAMES);

  test.each(ATTACKERS)(
    `as %s, ${NAMES} names over a calendar tell nothing of a closed record`,
    async (as) => {
      const { organisation } = PERSONAS[as];
      const told = new Map<string, Set<string>>();
      for (const guess of guesses) {
        const { body } = await askName(stack, as, guess);
        const found = body.data.findPeople;
        for (const { id } of found.certain)
          for (const [agency, ref] of open(id, organisation)) {
            expect([agency, isClosedRef(agency, ref)]).toEqual([agency, false]);
            expect([agency, truthOf(agency, ref)]).toEqual([agency, guess.of.id]);
          }
        // What an agency that closes its record answers is the same on each day, the right one among them.
        for (const agency of closedAt(guess.of.id)) {
          const at = JSON.stringify([
            found.answers.find((one: { agency: string }) => one.agency === agency),
            found.possible.filter((one: { agency: string }) => one.agency === agency),
            found.selected.filter((one: { agency: string }) => one.agency === agency),
          ]);
          const name = `${guess.of.id} ${guess.of.givenName} ${guess.of.familyName} at ${agency}`;
          told.set(name, (told.get(name) ?? new Set()).add(at));
        }
      }
      expect(
        [...told].filter(([, answers]) => answers.size > 1).map(([name, answers]) => [name, [...answers]]),
      ).toEqual([]);
      expect(told.size).toBeGreaterThan(0);
    },
    PROOF ? 1_800_000 : 120_000,
  );

  test.each(ATTACKERS)(
    `as %s, ${ROSTERS} lists tell of nobody outside the own area, and of nobody who is marked anywhere`,
    async (as) => {
      const { organisation, area: own } = PERSONAS[as];
      const seen = new Set<string>();
      let after: string | null = null;
      for (let at = 0; at < ROSTERS; at += 1) {
        const area = AREAS[at % AREAS.length]!;
        const answer = await askRoster(stack, as, area, area === own ? after : null);
        const { nodes = null, pageInfo = null } = answer.body.data?.caseload ?? {};
        if (as === 'lead-professional') expect(codeOf(answer)).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
        else if (area !== null && area !== own) expect(codeOf(answer)).toBe('ROSTER_NOT_YOURS');
        if (area === own) after = pageInfo?.endCursor ?? null;
        for (const { id } of nodes ?? []) {
          const pointers = [...open(id, organisation)];
          const [truth = ''] = pointers.map(([agency, ref]) => truthOf(agency, ref) ?? '');
          expect([truth, closedAt(truth)]).toEqual([truth, []]);
          seen.add(truth);
        }
      }
      const areas = new Map(
        [...borough.families.values()].flatMap(({ members, areaId }) => members.map((id) => [id, areaId])),
      );
      const elsewhere = [...seen].filter((truth) => areas.get(truth) !== own);
      console.log(
        `${as}: ${ROSTERS} lists told of ${seen.size} people, ${elsewhere.length} of families of another area`,
      );
      expect(seen.size > 0).toBe(as !== 'lead-professional');
    },
    PROOF ? 1_800_000 : 120_000,
  );
});

type Attack = (stack: RunningStack, as: Attacker, at: number) => Promise<Answer>;
const child = storyPerson('okafor', 'oldest');
const { postcode: _postcode, ...named } = searchFor(child);
const guessed = nameGuesses([...borough.people.values()], 1);
const SEARCH = 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }';
/** Of each kind how many, and the pattern that it makes. */
const ATTACKS: Readonly<
  Record<string, { readonly many: number; readonly pattern: string | null; readonly ask: Attack }>
> = {
  'postcodes, dwellings and numbers of one child': {
    many: GUESSES,
    pattern: 'GUESSES',
    ask: (stack, as, at) =>
      stack.ask(as, SEARCH, {
        variables: { by: { ...named, ...everyAddressAndNumber[at % everyAddressAndNumber.length] } },
      }),
  },
  'names on one day': {
    many: NAMES,
    pattern: 'SPELLINGS',
    ask: (stack, as, at) => {
      const { givenName, familyName } = guessed[at % guessed.length]!.by;
      return stack.ask(as, SEARCH, { variables: { by: { givenName, familyName, dateOfBirth: '2017-03-22' } } });
    },
  },
  'one name over a calendar': {
    many: NAMES,
    pattern: 'BIRTHDAYS',
    ask: (stack, as, at) => {
      const dateOfBirth = new Date(Date.UTC(2015, 0, 1 + at)).toISOString().slice(0, 10);
      return stack.ask(as, SEARCH, { variables: { by: { ...named, dateOfBirth } } });
    },
  },
  lists: { many: ROSTERS, pattern: null, ask: (stack, as) => askRoster(stack, as, null, null) },
};
/** Each attacker tries another kind; in a proof, each tries all. */
const tried = Object.keys(ATTACKS).flatMap((kind, at) =>
  ATTACKERS.filter((_, index) => PROOF || index === Math.min(at, 2)).map((as) => ({ kind, as })),
);

describe('under the limits of every day', () => {
  const stacks = new Map<string, Promise<RunningStack>>();
  /** Whoever was stopped for one kind tries the next one in a stack where nobody has. */
  const houseFor = (kind: string): Promise<RunningStack> => {
    const name = PROOF || kind === 'lists' ? kind : 'all';
    const stack = stacks.get(name) ?? startStack({ families: 10, limitTerms: DEFAULT_LIMIT_TERMS });
    stacks.set(name, stack);
    return stack;
  };
  afterAll(async () => {
    for (const stack of stacks.values()) await (await stack).close();
  });

  test.each(tried)(
    '$kind, as $as: stopped, and told',
    async ({ kind, as }) => {
      const stack = await houseFor(kind);
      const { many, pattern, ask } = ATTACKS[kind]!;
      const codes = new Map<string, number>();
      for (let at = 0; at < many; at += 1) {
        const code = codeOf(await ask(stack, as, at)) ?? 'answered';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      console.log(`${kind}, as ${as}: ${[...codes].map(([code, count]) => `${count} ${code}`).join(', ')} of ${many}`);
      // A list is withheld from a lead professional: there is nothing to stop.
      const most =
        pattern === null
          ? DEFAULT_LIMIT_TERMS.searchesPerMinute * (PROOF ? 7 : 1)
          : DEFAULT_LIMIT_TERMS.patterns.guesses.stop;
      expect(codes.get('answered') ?? 0).toBeLessThanOrEqual(most);
      const events: string[] = [];
      for await (const { record } of readAudit(join(stack.dataDirectory, 'gateway', 'audit'))) {
        const { eventName, payload } = JSON.parse(record) as { eventName: string; payload: { reason?: string } };
        if (eventName.startsWith('FAMILY_VIEW_SEARCHING') && payload.reason === pattern) events.push(eventName);
      }
      if (pattern !== null)
        expect(new Set(events)).toEqual(new Set(['FAMILY_VIEW_SEARCHING_ALERT', 'FAMILY_VIEW_SEARCHING_STOPPED']));
    },
    PROOF ? 1_800_000 : 120_000,
  );
});
