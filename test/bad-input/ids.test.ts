import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-ids-'));
const OPEN = 'query ($id: PersonID!) { person(id: $id) { id displayName } }';
const OPEN_FAMILY = 'query ($id: FamilyID!) { family(id: $id) { id members { person { id } } } }';

let stack: RunningStack;
let person: string;
let family: string;
beforeAll(async () => {
  stack = await startStack({ dataDirectory });
  const { body } = await stack.ask(
    'head-of-centre',
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id family { id } } } }',
    { variables: { who: searchFor(storyPerson('okafor', 'oldest')) } },
  );
  person = body.data.findPeople.certain[0].id;
  family = body.data.findPeople.certain[0].family.id;
});
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function codeOf(
  query: string,
  id: unknown,
  persona: 'head-of-centre' | 'health-lead' = 'head-of-centre',
  at = stack,
): Promise<string | undefined> {
  const { body, text } = await at.ask(persona, query, { variables: { id } });
  if (!body.errors) return undefined;
  expect(body.data === undefined || Object.values(body.data).every((value) => value === null)).toBe(true);
  // The message says what to do, and nothing about whom the id is for.
  expect(text).not.toMatch(/Okafor|health-?ref|pointer/i);
  if (typeof id === 'string' && id.length > 5) expect(text).not.toContain(id);
  return body.errors[0].extensions.code;
}

const changeAt = (id: string, at: number): string =>
  `${id.slice(0, at)}${id[at] === 'A' ? 'B' : 'A'}${id.slice(at + 1)}`;

test('the ids that were given open', async () => {
  expect([await codeOf(OPEN, person), await codeOf(OPEN_FAMILY, family)]).toEqual([undefined, undefined]);
});

test.each([
  ['nothing', ''],
  ['a word', 'daniel'],
  ['a number of somebody', '9994028707'],
  ['a path', '../../etc/passwd'],
  ['an id with a space after it', 'p1.abc.abcdef.abcd '],
  ['a very long one', `p1.abc.abcdef.${'a'.repeat(50_000)}`.slice(0, 50_000)],
])('%s is no id', async (_what, id) => {
  expect(await codeOf(OPEN, id)).toMatch(/^ID_(MALFORMED|EXPIRED)$/);
  expect(await codeOf(OPEN_FAMILY, id)).toBe('ID_MALFORMED');
});

test('an id is text: a number or a list in its place is a variable that does not fit, or no id', async () => {
  for (const id of [7, [person], { id: person }, {}, true, null])
    expect(['BAD_USER_INPUT', 'ID_MALFORMED']).toContain(await codeOf(OPEN, id));
});

test('nor does an id open that stands in a list or an object of the query itself', async () => {
  for (const literal of [`["${person}"]`, `{ id: "${person}" }`, '7', 'OKAFOR']) {
    const { body } = await stack.ask('head-of-centre', `{ person(id: ${literal}) { id } }`);
    expect([body.data, body.errors[0].extensions.code]).toEqual([{ person: null }, 'ID_MALFORMED']);
  }
});

test('an id that was changed anywhere does not open', async () => {
  const sealed = person.lastIndexOf('.') + 1;
  for (let at = sealed; at < person.length; at += Math.ceil((person.length - sealed) / 40))
    expect(await codeOf(OPEN, changeAt(person, at))).toBe('ID_ALTERED');
  expect(await codeOf(OPEN, person.slice(0, -4))).toBe('ID_ALTERED');
  expect(await codeOf(OPEN, `${person}AAAA`)).toBe('ID_ALTERED');
});

test('a person’s id is no family’s, nor the other way round, even with its first letter changed', async () => {
  expect(await codeOf(OPEN_FAMILY, person)).toBe('ID_MALFORMED');
  expect(await codeOf(OPEN, family)).toBe('ID_MALFORMED');
  expect(await codeOf(OPEN_FAMILY, `f${person.slice(1)}`)).toBe('ID_ALTERED');
});

test('an id of another organisation does not open, and does not open with one’s own mark on it', async () => {
  expect(await codeOf(OPEN, person, 'health-lead')).toBe('ID_OF_ANOTHER_ORGANISATION');
  const { body } = await stack.ask(
    'health-lead',
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }',
    { variables: { who: searchFor(storyPerson('okafor', 'oldest')) } },
  );
  const own: readonly string[] = body.data.findPeople.certain[0].id.split('.');
  const forged = [...own.slice(0, 3), person.split('.')[3]].join('.');
  expect(await codeOf(OPEN, forged, 'health-lead')).toBe('ID_ALTERED');
});

test('an id of one gateway does not open at another that has another key', async () => {
  const other = await startStack({ agencies: NO_AGENCIES });
  expect(['ID_OF_ANOTHER_ORGANISATION', 'ID_ALTERED']).toContain(await codeOf(OPEN, person, 'head-of-centre', other));
  await other.close();
});

test('an id of yesterday has expired, also where its day is written anew', async () => {
  await stack.close();
  const tomorrow = await startStack({
    dataDirectory,
    agencies: NO_AGENCIES,
    now: () => new Date(Date.now() + 86_400_000),
  });
  expect(await codeOf(OPEN, person, 'head-of-centre', tomorrow)).toBe('ID_EXPIRED');
  expect(await codeOf(OPEN_FAMILY, family, 'head-of-centre', tomorrow)).toBe('ID_EXPIRED');
  const [form, day = '', ...rest] = person.split('.');
  const redated = [form, (Number.parseInt(day, 36) + 1).toString(36), ...rest].join('.');
  expect(['ID_OF_ANOTHER_ORGANISATION', 'ID_ALTERED']).toContain(
    await codeOf(OPEN, redated, 'head-of-centre', tomorrow),
  );
  await tomorrow.close();
  stack = await startStack({ dataDirectory, agencies: NO_AGENCIES });
});
