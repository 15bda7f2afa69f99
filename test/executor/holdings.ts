// biome-ignore lint/suspicious/noExplicitAny: records of any type, read by name
export type Held = Readonly<Record<string, any>>;
type Read = (one: Held, given: Held) => unknown;

const org = { code: 'o1', label: 'Library' };
const other = { code: 'o2', label: null };
const phone = (value: string, extension: number | null) => ({ __typename: 'Phone', value, extension });
const mail = (value: string, verified: boolean) => ({ __typename: 'Mail', value, verified });
const person = (id: string, rest: Held): Held => ({ __typename: 'Person', id, nick: `nick ${id}`, ...rest });

/** a4 has no badge, so that the people's subgraph cannot know them; a5 is not known to the reviews'. */
export const AUTHORS: readonly Held[] = [
  person('a1', {
    org,
    badge: 1,
    name: 'Ada',
    bossId: 'a2',
    teamIds: [['a2', 'a3'], [], null],
    contacts: [phone('1', 7)],
  }),
  person('a2', {
    org,
    badge: 2,
    name: 'Ben',
    bossId: null,
    teamIds: null,
    contacts: [mail('b', true), phone('2', null)],
  }),
  person('a3', { org: other, badge: 1, name: 'Cy', bossId: 'a1', teamIds: [], contacts: [], nick: null }),
  person('a4', { org, badge: null, name: 'Di', bossId: 'a1', teamIds: [['a1']], contacts: null }),
  person('a5', { org: other, badge: 5, name: 'Ed', bossId: 'a5', teamIds: [['a5', 'a5'], ['a1']], contacts: null }),
];

const book = (id: string, rest: Held): Held => ({ __typename: 'Book', id, copies: id.length, ...rest });
const film = (id: string, rest: Held): Held => ({ __typename: 'Film', id, kind: `kind ${id}`, ...rest });
const dims = { w: 3, h: null };
const parts = [
  { name: 'one', cm: 2.5, parts: null },
  { name: 'two', cm: null, parts: [{ name: 'deep', cm: 1, parts: [] }, null] },
];
export const ITEMS: readonly Held[] = [
  book('b1', { title: 'Able', weight: 5, dims, pages: 10, authorId: 'a1', parts, score: 4.5 }),
  book('b2', { title: null, weight: null, dims: null, pages: 0, authorId: 'a4', parts: [], score: null }),
  book('b3', { title: 'Core', weight: 7, dims: { w: 1, h: 2 }, pages: 3, authorId: null, parts: null, score: 1 }),
  film('f1', { title: 'Door', weight: 1, dims, minutes: 90, directorId: 'a3', score: 2 }),
  film('f2', { title: 'East', weight: 0, dims: null, minutes: 5, directorId: 'a4', score: 0 }),
  film('f3', { title: null, weight: 2, dims, minutes: 60, directorId: null, score: null }),
];

const review = (id: string, text: string | null, itemId: string | null, byId: string): Held => ({
  __typename: 'Review',
  id,
  text,
  itemId,
  byId,
});
export const REVIEWS: readonly Held[] = [
  review('r1', 'good', 'b1', 'a1'),
  review('r2', null, 'b1', 'a4'),
  review('r3', 'long', 'f1', 'a2'),
  review('r4', 'bad', 'b1', 'a1'),
  review('r5', 'so', null, 'a5'),
];

const item = (id: string | null): Held | null => ITEMS.find((one) => one.id === id) ?? null;
const author = (id: string | null): Held | null => AUTHORS.find((one) => one.id === id) ?? null;

/** What the people's subgraph holds under its own key. */
export const personAt = ({ org, badge }: Held): Held | null =>
  badge === null || badge === undefined
    ? null
    : (AUTHORS.find((one) => one.org.code === org.code && one.badge === badge) ?? null);

/** Null where a subgraph does not know a person. */
export const within = (subgraph: 'people' | 'reviews', one: Held | null): Held | null =>
  one && (subgraph === 'people' ? one.badge !== null : one.id !== 'a5') ? one : null;

const ofPeople =
  (read: (one: Held) => unknown): Read =>
  (one) =>
    within('people', one) ? read(one) : null;
const team = ({ teamIds }: Held): unknown =>
  teamIds?.map((ids: readonly string[] | null) => ids?.map(author) ?? null) ?? null;

const onItem: Readonly<Record<string, Read>> = {
  reviews: ({ id }, { first }) => REVIEWS.filter(({ itemId }) => itemId === id).slice(0, first ?? undefined),
  score: (one) => item(one.id)?.score,
};

/** What each field says that is more than its record's own: what one schema without subgraphs would answer. */
export const TRUTH: Readonly<Record<string, Readonly<Record<string, Read>>>> = {
  Query: {
    items: (_, { filter }) =>
      ITEMS.filter(({ id, title }) => (filter?.titled ? title !== null : true) && (filter?.ids?.includes(id) ?? true)),
    item: (_, { id }) => item(id),
    shelves: () => [[item('b1'), item('f1')], [], [item('f2'), item('b2'), item('b1')]],
    everything: () => [item('b1'), author('a1'), item('f2'), author('a4'), item('b3'), author('a5'), author('a1')],
    grid: () => [[item('b1'), null], null, [item('b3'), item('b1')]],
    nobody: () => null,
    reviews: () => REVIEWS,
    topItem: () => item('b1'),
  },
  Book: {
    ...onItem,
    author: ({ authorId }) => author(authorId),
    parcel: ({ weight, dims: of }) => `${weight} in ${JSON.stringify(of && [of.w, of.h])}`,
  },
  Film: {
    ...onItem,
    director: ({ directorId }) => author(directorId),
    // What it needs to be told is not known of a director without a badge.
    shelf: ({ directorId }) => {
      const director = author(directorId);
      if (!director) return 'under nobody';
      return within('people', director) ? `under ${director.name}` : null;
    },
  },
  Part: { size: ({ cm }, { unit }) => (cm === null ? null : unit === 'INCH' ? cm / 2.5 : cm) },
  Review: { item: ({ itemId }) => item(itemId), by: ({ byId }) => author(byId) },
  Person: {
    reviews: (one) => (within('reviews', one) ? REVIEWS.filter(({ byId }) => byId === one.id) : null),
    name: ofPeople(({ name }) => name),
    boss: ofPeople(({ bossId }) => author(bossId)),
    team: ofPeople(team),
    contacts: ofPeople(({ contacts }) => contacts),
  },
};
