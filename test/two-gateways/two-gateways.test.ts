import { setTimeout as wait } from 'node:timers/promises';
import { searchFor, storyPerson } from '../borough';
import { ageGrantKeys } from './age-grant-keys';
import { type Asked, canRunTwo, startTwo, type TwoGateways, type Which } from './start-two';

const BOTH: readonly Which[] = [0, 1];
const RECORDS = `displayName answers { agency status } involvements { agency service }
  health { mandatedContacts { contactType: __typename } } education { attendance { __typename } } childrensCentre { familySupportCase { openedDate } }`;
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id family { id } ${RECORDS} } answers { agency status } } }`;
const OPEN = `query ($id: PersonID!) { person(id: $id) { ${RECORDS} } }`;
/** Between two questions of one who keeps asking, shorter in a proof: else whoever asks takes the processors from what is asked. */
const PAUSE_MS = process.env.PROOF === '1' ? 25 : 250;
const WHY = 'A solicitor told us today of an order of the court.';
const GRACE = searchFor(storyPerson('okafor', 'toddler'));

(canRunTwo ? describe : describe.skip)(
  'two gateways (skipped where PostgreSQL or redis-server is not installed)',
  () => {
    let two: TwoGateways;
    let id: string;
    let whole: string;
    const open = (which: Which): Promise<Asked> => two.ask(which, 'head-of-centre', OPEN, { variables: { id } });
    const isWhole = ({ status, body }: Asked): boolean => status === 200 && JSON.stringify(body.data?.person) === whole;
    beforeAll(async () => {
      two = await startTwo({ DATABASE_WAIT_MS: '500' });
      const { body } = await two.ask(0, 'head-of-centre', FIND, { variables: { who: GRACE } });
      ({ id } = body.data.findPeople.certain[0]);
      whole = JSON.stringify((await open(0)).body.data.person);
    }, 120_000);
    afterAll(() => two.close());

    const until = async (holds: () => Promise<boolean>): Promise<void> => {
      while (!(await holds())) await wait(100);
    };
    /** Asks each of these, twice at once, for as long as `work` takes, which may wait for so many more answers. */
    async function asked(
      work: (more: (answers: number) => Promise<void>) => Promise<void>,
      of: readonly Which[] = BOTH,
    ) {
      const counts = { whole: 0, partial: 0, refused: 0, failed: [] as string[] };
      const inAll = (): number => counts.whole + counts.partial + counts.refused + counts.failed.length;
      const more = (answers: number): Promise<void> => {
        const then = inAll() + answers;
        return until(async () => inAll() >= then);
      };
      let ended = false;
      const keepAsking = async (which: Which): Promise<void> => {
        while (!ended) {
          const answer = await open(which).catch((fault: unknown) => String(fault));
          if (typeof answer === 'string') counts.failed.push(answer);
          else if (isWhole(answer)) counts.whole += 1;
          else if (answer.status === 200) counts.partial += 1;
          // A machine that is busy is not a gateway that fails: whoever asks for much is told when to come back.
          else if (/OVERLOADED|TOO_MANY_REQUESTS/.test(JSON.stringify(answer.body))) counts.refused += 1;
          else counts.failed.push(`${answer.status} ${JSON.stringify(answer.body)}`);
          await wait(PAUSE_MS);
        }
      };
      const asking = [...of, ...of].map(keepAsking);
      await work(more).finally(() => {
        ended = true;
      });
      await Promise.all(asking);
      process.stdout.write(
        `counts: ${counts.whole} whole, ${counts.partial} partial, ${counts.refused} refused, ${counts.failed.length} failed\n`,
      );
      return counts;
    }
    const published = async (which: Which): Promise<readonly string[]> => {
      const { keys } = (await (await fetch(`${two.url(which)}/.well-known/jwks.json`)).json()) as {
        readonly keys: readonly { readonly kid: string }[];
      };
      return keys.map(({ kid }) => kid);
    };

    test('what one found the other opens: both tell the same of it, and no agency refuses either', async () => {
      expect(whole).toMatch(/"status":"ANSWERED"/);
      expect(whole).not.toMatch(/UNAVAILABLE/);
      expect(await published(1)).toEqual(await published(0));
      const counts = await asked((more) => more(20));
      expect(counts).toMatchObject({ partial: 0, failed: [] });
    });

    test('through a whole period of the grant keys no answer is partial at either', async () => {
      const age = (days: number): Promise<void> => ageGrantKeys(two, days);
      const bothPublish = (names: readonly (string | undefined)[]) =>
        until(async () =>
          (await Promise.all(BOTH.map(published))).every((list) => JSON.stringify(list) === JSON.stringify(names)),
        );
      const [first] = await published(0);
      const counts = await asked(async (more) => {
        await age(30.1);
        await until(async () => (await published(0)).length === 2);
        const [second] = await published(0);
        await bothPublish([second, first]);
        await Promise.all(BOTH.map(open));
        await age(1.1);
        // Each takes the next key into use at a moment of its own.
        await more(60);
        await age(1.1);
        await bothPublish([second]);
        await Promise.all(BOTH.map(open));
      });
      expect(counts).toMatchObject({ partial: 0, failed: [] });
      expect(counts.whole).toBeGreaterThan(60);
    });

    test('a glass that is broken at one is reviewed at the other, with what was seen under it', async () => {
      const safeguarding = { purpose: 'SAFEGUARDING' } as const;
      const found = await two.ask(0, 'social-worker', FIND, { ...safeguarding, variables: { who: GRACE } });
      const family = found.body.data.findPeople.certain[0].family.id;
      const BREAK = `mutation ($family: FamilyID!) { breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: "No answer at the door, and a child was heard.") { key reference family } }`;
      const broken = await two.ask(0, 'social-worker', BREAK, { ...safeguarding, variables: { family } });
      const { key, reference, family: under } = broken.body.data.breakGlass;
      const MEMBERS = 'query ($id: FamilyID!) { family(id: $id) { members { person { displayName } } } }';
      const seen = await two.ask(1, 'social-worker', MEMBERS, {
        ...safeguarding,
        variables: { id: under },
        headers: { 'x-break-glass': key },
      });
      expect(seen.body.data.family.members.length).toBeGreaterThan(0);

      const QUEUE = '{ reviews(first: 10) { reviews { reference kind state requester } } }';
      const queued = await two.ask(1, 'ig-officer', QUEUE);
      expect(queued.body.data.reviews.reviews).toContainEqual(
        expect.objectContaining({ reference, kind: 'BREAK_GLASS', state: 'OPEN', requester: 'w-social-worker' }),
      );
      const DECIDE = `mutation ($reference: ID!) { decideReview(reference: $reference, outcome: CLEARED, note: "Asked the team manager about it today.") { state seen { breakGlass } } }`;
      const decided = await two.ask(1, 'ig-officer', DECIDE, { variables: { reference } });
      expect(decided.body.data.decideReview.state).toBe('CLEARED');
      expect(decided.body.data.decideReview.seen).toContainEqual({ breakGlass: reference });
      const again = (await two.ask(0, 'ig-officer', QUEUE)).body.data.reviews.reviews;
      expect(again.find((one: { reference: string }) => one.reference === reference).state).toBe('CLEARED');
    });

    test('what is stopped at one is closed at the other within a second, and open again when it is lifted', async () => {
      const STOP = `mutation ($why: String!) { stop(kind: AGENCY, target: "housing", why: $why) { reference inForce } }`;
      const { body } = await two.ask(0, 'ig-officer', STOP, { variables: { why: WHY } });
      const { reference } = body.data.stop;
      await until(async () => !JSON.stringify((await open(1)).body.data.person.involvements).includes('housing'));
      const listed = await two.ask(1, 'ig-officer', '{ stops { reference } }');
      expect(listed.body.data.stops).toContainEqual({ reference });
      const LIFT =
        'mutation ($reference: ID!, $why: String!) { liftStop(reference: $reference, why: $why) { inForce } }';
      await two.ask(1, 'ig-officer', LIFT, { variables: { reference, why: WHY } });
      await until(async () => (await Promise.all(BOTH.map(open))).every(isWhole));
    });

    test('an operation that one was told the other knows by its hash', async () => {
      const { createHash } = await import('node:crypto');
      const query = 'query OfTwo { me { role } }';
      const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
      const byHash = (which: Which, text?: string) =>
        two.ask(which, 'head-of-centre', text as string, { extensions: { persistedQuery } });
      expect((await byHash(0)).body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
      const told = { me: { role: 'HEAD_OF_CENTRE' } };
      expect((await byHash(0, query)).body.data).toEqual(told);
      // Redis is waited for 50 ms, and where it did not answer not asked for a second: on a busy machine it is told again.
      await until(async () => {
        const { body } = await byHash(1);
        if (body.errors?.[0]?.extensions.code !== 'PERSISTED_QUERY_NOT_FOUND') return true;
        await byHash(0, query);
        return false;
      });
      expect((await byHash(1)).body.data).toEqual(told);
    });

    test('while PostgreSQL is away nobody is told of and no glass is broken: who waits is refused in the end, and it comes back by itself', async () => {
      await two.postgres.stop();
      for (const which of BOTH) {
        const answer = await open(which);
        expect([answer.body.data?.person ?? null, codeOf(answer)]).toEqual([null, 'DATABASE_UNAVAILABLE']);
        const searched = await two.ask(which, 'head-of-centre', FIND, { variables: { who: GRACE } });
        expect(codeOf(searched)).toBe('DATABASE_UNAVAILABLE');
        expect((await two.ask(which, 'head-of-centre', '{ me { role } }')).status).toBe(200);
      }
      for (const which of BOTH)
        await until(async () =>
          (await (await fetch(`${two.adminUrl(which)}/health/ready`)).text()).includes('DATABASE_NOT_ANSWERING'),
        );
      await two.postgres.restart();
      await until(async () => (await Promise.all(BOTH.map(open))).every(isWhole));
      for (const which of BOTH) expect((await fetch(`${two.url(which)}/health/ready`)).status).toBe(200);
    });

    test('while Redis is away both answer whole', async () => {
      await two.redis.stop();
      const counts = await asked((more) => more(10));
      expect(counts).toMatchObject({ partial: 0, failed: [] });
    });

    test('kill -9 of one loses no answer of the other, and what starts in its place answers whole', async () => {
      const counts = await asked(
        async (more) => {
          await two.kill(0);
          await more(5);
          await two.start(0);
        },
        [1],
      );
      expect(counts).toMatchObject({ partial: 0, failed: [] });
      expect((await Promise.all(BOTH.map(open))).map(isWhole)).toEqual([true, true]);
    });
  },
);

const codeOf = ({ body }: Asked): unknown => body.errors?.[0]?.extensions?.code;
