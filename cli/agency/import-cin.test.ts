import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Kept } from '../fixtures/kept';
import { IMPORT_EXIT, importCommand } from './import-cin';

const folder = mkdtempSync(join(tmpdir(), 'family-view-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CENSUS = `<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year><ReferenceDate>2025-03-31</ReferenceDate></CollectionDetails><Source><LEA>201</LEA></Source></Header>
<Children><Child>
<ChildIdentifiers><LAchildID>A1</LAchildID><UPN>A801200001001</UPN><PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities></ChildCharacteristics>
<CINdetails><CINreferralDate>2024-06-03</CINreferralDate><ReferralSource>2A</ReferralSource><PrimaryNeedCode>N5</PrimaryNeedCode><ReferralNFA>0</ReferralNFA></CINdetails>
</Child></Children></Message>`;

const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function run(options: {
  readonly file?: string;
  readonly json?: boolean;
  readonly database?: string;
  readonly terminal?: boolean;
}) {
  const [stdout, stderr] = [new Kept(), new Kept(options.terminal)];
  const { file, json, database = join(folder, 'case.sqlite') } = options;
  const exit = await importCommand({ file, json, database }, { stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}

test('a return with faults is imported, its faults listed by line, child and rule', async () => {
  const { exit, out, err } = await run({ file: fileOf('census.xml', CENSUS) });
  expect(exit).toBe(IMPORT_EXIT.imported);
  expect(out).toContain(
    'line 3  A1  ChildIdentifiers/UPN  CIN rule 1510: expected the right check letter at place 1, came A801200001001',
  );
  expect(out).toMatch(/Children +1 +1 +0 +0\n/);
  expect(out).toMatch(/Faults: 1\n$/);
  expect(err).toBe('');
});

test('a second run says that nothing was new', async () => {
  const { out } = await run({ file: fileOf('census.xml', CENSUS) });
  expect(out).toMatch(/Children +1 +0 +0 +1\n/);
});

test('in a pipe it can be one JSON document, the faults and the counts', async () => {
  const { exit, out } = await run({ file: fileOf('census.xml', CENSUS), json: true });
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'IMPORTED',
    faults: [{ rule: '1510', line: 3, child: 'A1', came: 'A801200001001' }],
    counts: { children: { read: 1, unchanged: 1 }, faults: 1 },
  });
});

test('progress is told on a terminal and not in a pipe', async () => {
  expect((await run({ file: fileOf('census.xml', CENSUS), terminal: true })).err).toContain(
    '1 children, 100 % of the file',
  );
});

test.each([[true], [false]])('a broken file ends with 1 and says where (JSON: %s)', async (json) => {
  const database = join(folder, 'untouched.sqlite');
  const { exit, out, err } = await run({ file: fileOf('broken.xml', CENSUS.slice(0, -30)), json, database });
  expect(exit).toBe(IMPORT_EXIT.broken);
  expect(err).toMatch(/^line 5, column \d+: expected well-formed XML, came .*\. Nothing was stored\.\n$/);
  if (json) expect(JSON.parse(out)).toMatchObject({ outcome: 'BROKEN', broken: { line: 5 } });
  const after = await run({ file: fileOf('census.xml', CENSUS), json: true, database });
  expect(JSON.parse(after.out).counts.children.new).toBe(json ? 1 : 0);
});

test.each([[undefined], [join(folder, 'missing.xml')], [folder]])(
  'no file to read (%s) is a wrong use, and ends with 2',
  async (file) => {
    const database = join(folder, 'never-made.sqlite');
    const { exit, out, err } = await run({ file, database });
    expect([exit, out]).toEqual([IMPORT_EXIT.usage, '']);
    expect(err).not.toBe('');
    expect(existsSync(database)).toBe(false);
  },
);

test('a database that does not answer ends with 3, and its address is not told', async () => {
  const { exit, err } = await run({
    file: fileOf('census.xml', CENSUS),
    database: 'postgres://who:secret@127.0.0.1:1/none',
  });
  expect(exit).toBe(IMPORT_EXIT.databaseUnavailable);
  expect(err).toContain('Nothing was stored');
  expect(err).not.toContain('secret');
});

test('a reader that goes away does not undo the import', async () => {
  const closed = new Writable({ write: (_, __, done) => done(new Error('EPIPE')) });
  const database = join(folder, 'gone.sqlite');
  expect(
    await importCommand({ file: fileOf('census.xml', CENSUS), database }, { stdout: closed, stderr: new Kept() }),
  ).toBe(0);
  expect((await run({ file: fileOf('census.xml', CENSUS), database })).out).toMatch(/Children +1 +0 +0 +1\n/);
});
