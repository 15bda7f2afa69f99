import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { readProtocol } from '../read/read-protocol';
import { caseReferenceForms } from './case-references';

const folder = join(schemaDirectory, 'protocol');
const schema = JSON.parse(readFileSync(join(folder, 'protocol.schema.json'), 'utf8')) as object;
const mash = readFileSync(join(folder, 'mash.yaml'), 'utf8');
const withForm = (pattern: string, example: string) =>
  readProtocol('mash.yaml', `${mash}\ncaseReferences:\n  - { pattern: '${pattern}', example: ${example} }\n`, schema);

test('a case reference is of a form that one of the protocols names, as a whole; where none does, any will do', () => {
  const forms = caseReferenceForms([
    withForm('CIN/20\\d{2}/\\d{1,6}', 'CIN/2026/17'),
    {},
    withForm('EH-?[A-Z]{2}\\d{4}', 'EH-AB1234'),
  ]);
  expect(['CIN/2026/1', 'EH-AB1234', 'EHAB1234'].map(forms.accepts)).toEqual([true, true, true]);
  expect(['CIN/1999/1', 'xCIN/2026/1', 'CIN/2026/1x', 'EH-AB12345', 'Daniel'].map(forms.accepts)).not.toContain(true);
  expect(forms.examples).toEqual(['CIN/2026/17', 'EH-AB1234']);
  expect(caseReferenceForms([{}]).accepts('anything-at-all')).toBe(true);
});

test('a pattern that could take long, and an example that is not of its form, are refused with their line', () => {
  for (const pattern of ['(A+)+', 'A*', '.{3}', 'A{1,100}', 'A|B'])
    expect(() => withForm(pattern, 'AAA')).toThrow(/mash\.yaml:\d+/);
  expect(() => withForm('[A-Z]{3}', 'abc')).toThrow(/mash\.yaml:\d+.*"abc" is not of the form \[A-Z\]\{3\} beside it/s);
});
