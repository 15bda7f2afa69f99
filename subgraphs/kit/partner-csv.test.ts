import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenExport } from './errors';
import { type CsvRow, readCsvTable } from './partner-csv';

const COURSES = { file: 'courses.csv', columns: ['Ref', 'Course', 'Start'], keys: ['Ref'] } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-csv-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(text: string): Promise<readonly CsvRow<'Ref' | 'Course' | 'Start'>[]> {
  writeFileSync(join(folder, COURSES.file), text);
  return readCsvTable(folder, COURSES, (row) => row);
}

test('columns may stand in any order, among others, and text in quotes over several lines', async () => {
  expect(await read('\uFEFFStart,Room,Course,Ref\r\n2026-09-07,4,"English,\r\nfor families",r1\r\n')).toEqual([
    { Ref: 'r1', Course: 'English,\r\nfor families', Start: '2026-09-07', whole: true },
  ]);
});

test('a row with a stray comma is trusted for its keys and for nothing else', async () => {
  expect(await read('Ref,Course,Start\nr1,Maths,2026-09-07\nr2,English, again,2026-09-08\n')).toEqual([
    { Ref: 'r1', Course: 'Maths', Start: '2026-09-07', whole: true },
    { Ref: 'r2', Course: '', Start: '', whole: false },
  ]);
});

test.each([
  ['', 'courses.csv: is empty, without even a heading'],
  ['Ref,Course,Start\nr1,Maths', 'courses.csv: ends in the middle of a row'],
  ['Ref,Start\nr1,2026-09-07\n', 'courses.csv: has no column Course'],
  ['Ref,Course,Start,Course\nr1,Maths,2026-09-07,Art\n', 'courses.csv: has two columns Course'],
  ['Ref,Course,Start,start\nr1,Maths,2026-09-07,\n', 'courses.csv: has two columns Start'],
  ['Ref,Course,Start\nr1,"Maths,2026-09-07\n', 'courses.csv: is not whole (CSV_QUOTE_NOT_CLOSED)'],
  ['Ref,Course,Start\nr1,a,b,c\n', 'courses.csv: has rows of another length than its heading'],
])('a file that is not whole is refused: %j', async (text, told) => {
  await expect(read(text)).rejects.toThrow(told);
  await expect(read(text)).rejects.toBeInstanceOf(BrokenExport);
});

test.each([
  ['UTF-16 as Excel writes it', Buffer.from('\uFEFFRef,Course,Start\r\nr1,Cözy,2026-09-07\r\n', 'utf16le')],
  [
    'UTF-16 with tabs, which is what Excel calls Unicode text',
    Buffer.from('\uFEFFRef\tCourse\tStart\r\nr1\tCözy\t2026-09-07\r\n', 'utf16le'),
  ],
  ['Windows-1252, which is what Excel calls CSV', Buffer.from('Ref,Course,Start\r\nr1,Cözy,2026-09-07\r\n', 'latin1')],
  ['a file with semicolons, where the decimal sign is a comma', Buffer.from('Ref;Course;Start\nr1;Cözy;2026-09-07\n')],
  ['a file with bars', Buffer.from('Ref|Course|Start\nr1|Cözy|2026-09-07\n')],
  ['a heading in other capitals, with spaces', Buffer.from(' ref ,COURSE,"s_tart"\nr1,Cözy,2026-09-07\n')],
  ['UTF-16 the other way round', Buffer.from('\uFEFFRef,Course,Start\nr1,Cözy,2026-09-07\n', 'utf16le').swap16()],
  ['UTF-16 without a byte order mark', Buffer.from('Ref,Course,Start\nr1,Cözy,2026-09-07\n', 'utf16le')],
])('%s is read as it is', async (_, bytes) => {
  writeFileSync(join(folder, COURSES.file), bytes);
  expect(await readCsvTable(folder, COURSES, (row) => row)).toEqual([
    { Ref: 'r1', Course: 'Cözy', Start: '2026-09-07', whole: true },
  ]);
});

test('UTF-16 that breaks off within a letter, or a row, is not whole', async () => {
  const whole = Buffer.from('\uFEFFRef,Course,Start\nr1,Maths,2026-09-07\n', 'utf16le');
  for (const cut of [1, 2, 8]) {
    writeFileSync(join(folder, COURSES.file), whole.subarray(0, whole.length - cut));
    await expect(readCsvTable(folder, COURSES, (row) => row)).rejects.toBeInstanceOf(BrokenExport);
  }
});

test('a semicolon within a cell parts nothing, and neither does a comma within the heading of another form', async () => {
  expect(await read('Ref,Course,Start\nr1,Maths; Art; Music; Drama,2026-09-07\n')).toMatchObject([
    { Course: 'Maths; Art; Music; Drama', whole: true },
  ]);
  expect(await read('Ref;Course;Start;"Notes, remarks, other, more"\nr1;Maths, Art;2026-09-07;\n')).toMatchObject([
    { Course: 'Maths, Art', whole: true },
  ]);
});
