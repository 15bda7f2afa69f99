import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedProtocols, readNamed } from '@family-view/gateway/policy/read/load-protocols';
import { schemaDirectory } from '@family-view/schema';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { parse } from 'yaml';
import { readPublishedSchema } from '../published-schema';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/where-each-thing-is.md'), 'utf8');
const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, number, asked, where]) => ({
  number: Number(number),
  asked: asked!,
  where: where!,
}));

const commands = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8');
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await readPublishedSchema();
});

/** Names in code marks, by what they are; null where one is none of these and so nothing to look up. */
function isThere(name: string): boolean | null {
  const [, kind = '', code = ''] = /^(measure|role|page):(.+)$/.exec(name) ?? [];
  if (kind === 'measure') {
    const { measures } = parse(readFileSync(join(schemaDirectory, 'measures.yaml'), 'utf8')) as { measures: object };
    return JSON.stringify(Object.entries(measures)).includes(`"${code}"`);
  }
  if (kind === 'role')
    return publishedProtocols().some((text) => readNamed(text).roles.some((one) => one.code === code));
  if (kind === 'page') return readFileSync(join(ROOT, 'portal/app/app.tsx'), 'utf8').includes(`page === '${code}'`);
  if (name.startsWith('familyview ')) return commands.includes(name.slice('familyview '.length));
  const [, type = '', field = ''] = /^([A-Z]\w*)\.(\w+)$/.exec(name) ?? [];
  if (type === '') return null;
  const found = schema.getType(type);
  return isObjectType(found) && field in found.getFields();
}

test('every one of the ninety-four things stands here once, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 94 }, (_, at) => at + 1));
});

test('each is answered by something, or it is said why not', () => {
  const bare = rows.filter(({ where }) => !/`|\]\(|Not here: \S+|[a-z]{4}/.test(where));
  expect(bare).toEqual([]);
});

test('what is named is there: fields, measures, roles and pages', () => {
  const gone = rows.flatMap(({ number, where }) =>
    [...where.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => (isThere(name!) === false ? [`${number}: ${name}`] : [])),
  );
  expect(gone).toEqual([]);
  expect(rows.flatMap(({ where }) => [...where.matchAll(/`([^`]+)`/g)]).length).toBeGreaterThan(120);
});

test('every file that is pointed to is there', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)/g)].map(([, path]) => path!);
  expect(links.filter((path) => !existsSync(join(ROOT, 'docs', path)))).toEqual([]);
  expect(links.length).toBeGreaterThan(20);
});

test('what is not there is noticed', () => {
  expect([
    isThere('Person.shoeSize'),
    isThere('measure:happiness'),
    isThere('role:WIZARD'),
    isThere('page:nowhere'),
  ]).toEqual([false, false, false, false]);
});
