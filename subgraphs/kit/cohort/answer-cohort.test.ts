import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector, HeldPerson } from '../connector';
import { holdPerson } from '../hold-person';
import { vetoOver } from '../veto';
import type { Cohort, SealedShare } from './agree-key';
import { openCohorts } from './answer-cohort';
import { openCohortKeys } from './cohort-keys';

const person = (at: number, more: Partial<HeldPerson> = {}): HeldPerson =>
  holdPerson({
    ref: `r${at}`,
    asOf: '2026-10-01T09:00:00Z',
    givenName: `Maya${'abcdefghijklmnopqrstuvwxyz'[at]}`,
    familyName: 'Okafor',
    dateOfBirth: `2021-03-${String(at + 1).padStart(2, '0')}`,
    postcode: 'ZB1 1AA',
    ...more,
  });
const many = (count: number, closed = 0): readonly HeldPerson[] =>
  Array.from({ length: count }, (_, at) => person(at, at < closed ? { markers: ['SHIELDED'] } : {}));

const folderOf = (agency: string): string => mkdtempSync(join(tmpdir(), `family-view-${agency}-`));

async function open(
  agency: string,
  people: readonly HeldPerson[],
  {
    folder = folderOf(agency),
    set,
    requester = 'one',
  }: { folder?: string; set?: Record<string, string>; requester?: string } = {},
) {
  const strangers: string[] = [];
  const connector = {
    counted: async () => people.map(({ ref }) => ref),
    people: async (refs) => refs.map((ref) => people.find((one) => one.ref === ref) ?? null),
  } as Partial<Connector> as Connector;
  const cohorts = openCohorts(
    agency,
    await openCohortKeys(folder, agency, set),
    () => new Date(),
    (one) => strangers.push(one),
  );
  const asked = () => ({ connector, veto: vetoOver(connector), requester });
  return {
    agency,
    folder,
    strangers,
    key: cohorts.key(connector)!,
    shares: (cohort: Cohort) => cohorts.shares(cohort, asked()),
    tokens: (cohort: Cohort, shares: readonly SealedShare[]) => cohorts.tokens(cohort, shares, asked()),
  };
}
type Opened = Awaited<ReturnType<typeof open>>;

const condition = { count: 'children', without: false, values: [], from: null, to: null };
const cohortOf = (members: readonly Pick<Opened, 'agency' | 'key'>[], id = 'a'.repeat(24)): Cohort => ({
  id,
  members: members.map(({ agency, key }) => ({ agency, key, conditions: [condition] })),
});
const allShares = async (members: readonly Opened[], cohort: Cohort): Promise<readonly SealedShare[]> =>
  (await Promise.all(members.map((one) => one.shares(cohort)))).flat();
const sharesTo = ({ agency }: Opened, shares: readonly SealedShare[]) => shares.filter(({ to }) => to === agency);

/** How many records of two sets share a token. */
async function inBoth(one: Opened, other: Opened, cohort = cohortOf([one, other])): Promise<number> {
  const shares = await allShares([one, other], cohort);
  const [first, second] = await Promise.all(
    [one, other].map((of) => of.tokens(cohort, sharesTo(of, shares)).then(({ records }) => records)),
  );
  const tokens = new Set(second!.flatMap(tokensIn));
  return first!.filter((record) => tokensIn(record).some((token) => tokens.has(token))).length;
}
const tokensIn = (record: string): readonly string[] => record.match(/.{16}/g) ?? [];

test('people whom both hold are met, and nobody else', async () => {
  const [one, other] = [await open('education', many(20)), await open('health', many(26).slice(5))];
  expect(await inBoth(one, other)).toBe(15);
});

test('whoever is closed at either agency is in no set', async () => {
  const [one, other] = [await open('education', many(20, 3)), await open('health', many(20))];
  expect(await inBoth(one, other)).toBe(17);
});

test('64 records stand for ten people and for sixty-four, and of nine none is told', async () => {
  const told = async (people: number) => {
    const other = await open('health', many(20));
    const one = await open('education', many(people));
    const cohort = cohortOf([one, other]);
    return one.tokens(cohort, sharesTo(one, await allShares([one, other], cohort)));
  };
  expect((await told(10)).records).toHaveLength(64);
  expect((await told(26)).records).toHaveLength(64);
  expect(await told(9)).toEqual({ tooFew: true, people: 0, records: [] });
});

test('shares of one cohort are of no use for another, nor where one is missing, twice or exchanged', async () => {
  const [one, other] = [await open('education', many(20)), await open('health', many(20))];
  const cohort = cohortOf([one, other]);
  const shares = sharesTo(one, await allShares([one, other], cohort));
  await expect(one.tokens(cohort, shares)).resolves.toBeDefined();
  const another = cohortOf([one, other], 'b'.repeat(24));
  const wider: Cohort = {
    ...cohort,
    members: cohort.members.map((member) => ({ ...member, conditions: [{ ...condition, count: 'everybody' }] })),
  };
  for (const [of, given] of [
    [another, shares],
    [wider, shares],
    [cohort, shares.slice(1)],
    [cohort, [...shares, shares[0]!]],
    [cohort, shares.map((share, at) => ({ ...share, sealed: shares[1 - at]!.sealed }))],
  ] as const)
    await expect(one.tokens(of, given)).rejects.toMatchObject({ extensions: { code: 'COHORT_REFUSED' } });
});

test('the first key of an agency is kept, and another is refused and told of, after a restart too', async () => {
  const folder = folderOf('education');
  const [one, other] = [await open('education', many(20), { folder }), await open('health', many(20))];
  await one.shares(cohortOf([one, other]));
  expect(JSON.parse(readFileSync(join(folder, 'cohort-peers.json'), 'utf8'))).toEqual({ health: other.key });
  const again = await open('education', many(20), { folder });
  expect(again.key).toBe(one.key);
  const impostor = await open('health', many(20));
  await expect(again.shares(cohortOf([again, impostor]))).rejects.toMatchObject({
    extensions: { code: 'COHORT_REFUSED' },
  });
  expect(again.strangers).toEqual(['health']);
});

test('where the keys were agreed another way, nobody else takes part', async () => {
  const [health, housing] = [await open('health', many(20)), await open('housing', many(20))];
  const one = await open('education', many(20), { set: { health: health.key } });
  await expect(one.shares(cohortOf([one, health]))).resolves.toHaveLength(2);
  await expect(one.shares(cohortOf([one, housing]))).rejects.toThrow('takes no part');
});

test.each<[string, (one: Opened, other: Opened) => Cohort]>([
  ['of one agency', (one) => cohortOf([one])],
  ['of one agency twice', (one) => cohortOf([one, one])],
  ['that does not name it', (_, other) => cohortOf([other, { ...other, agency: 'housing' }])],
  ['of somebody who publishes nothing', (one, other) => cohortOf([one, { ...other, agency: 'wiretap' }])],
  ['with its own key under another name', (one, other) => cohortOf([one, { ...other, key: one.key }])],
  ['with an id that could come again', (one, other) => cohortOf([one, other], 'short')],
  [
    'that asks nothing of it',
    (one, other) => {
      const { members, id } = cohortOf([one, other]);
      return { id, members: members.map((member, at) => (at === 0 ? { ...member, conditions: [] } : member)) };
    },
  ],
])('a cohort %s is refused', async (_what, make) => {
  const [one, other] = [await open('education', many(20)), await open('health', many(20))];
  await expect(one.shares(make(one, other))).rejects.toMatchObject({ extensions: { code: 'COHORT_REFUSED' } });
});

test('one requester has so many cohorts in an hour, and others have theirs', async () => {
  const [one, other] = [await open('education', many(20)), await open('health', many(20))];
  const cohort = cohortOf([one, other]);
  for (let at = 0; at < 40; at += 1) await one.shares(cohort);
  await expect(one.shares(cohort)).rejects.toMatchObject({ extensions: { code: 'COHORTS_TOO_MANY' } });
});

test('a file of keys that is none is not taken for an empty one', async () => {
  const folder = folderOf('education');
  writeFileSync(join(folder, 'cohort-peers.json'), '{ half');
  await expect(open('education', [], { folder })).rejects.toMatchObject({ code: 'RECORD_STORE_UNREADABLE' });
});
