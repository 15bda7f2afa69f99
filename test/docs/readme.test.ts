import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SharedStack, sharedStack } from '../stack';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((found) => found[1]!);

describe('what the README shows', () => {
  let stack: SharedStack;
  beforeAll(async () => {
    stack = await sharedStack();
  });

  test('the curl gives the family, a withheld field and its notice, as printed', async () => {
    const { query } = JSON.parse(readFileSync(join(root, 'docs/okafor-family.json'), 'utf8')) as { query: string };
    const { status, body } = await stack.ask('head-of-centre', query, { purpose: 'EARLY_HELP' });
    expect(status).toBe(200);
    const [person, notice] = blocks('json').map((text) => JSON.parse(text) as Record<string, unknown>);
    const members = body.data.findPeople.certain[0].family.members.map(({ person: one }: { person: unknown }) => one);
    expect(members).toContainEqual(expect.objectContaining(matching(person!)));
    expect(body.extensions.notices).toContainEqual(expect.objectContaining(notice!));
    expect(members.length).toBeGreaterThanOrEqual(3);
  });
});

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'subgraphs/kit/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

test.each(PAGES)('every file that %s links to is there', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((found) => found[1]!);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const page of ['README.md', 'CONTRIBUTING.md']) {
    const named = [...readFileSync(join(root, page), 'utf8').matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(
      (found) => found[1]!,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  }
});

/** Nested objects match where they hold at least what is printed. */
function matching(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'object' && inner !== null
        ? expect.objectContaining(matching(inner as Record<string, unknown>))
        : inner,
    ]),
  );
}
