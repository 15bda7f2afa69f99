import { publishedProtocols, supersededProtocols } from './load-protocols';
import { writeVersions } from './protocol-versions';

const [bestStart] = publishedProtocols();
const number = Number(/^ {2}version: (\d+)$/m.exec(bestStart!.text)?.[1]);
const versions = () => JSON.parse(writeVersions()) as Readonly<Record<string, string>>;

test('every version that is published, or was, is kept with its hash', () => {
  expect(Object.keys(versions())).toEqual(expect.arrayContaining(['best-start:1', 'best-start:2', 'mash:1']));
});

test('a version that says something else under its old number is refused, with what to do', () => {
  const changed = { ...bestStart!, text: bestStart!.text.replace('minutes: 60', 'minutes: 90') };
  expect(changed.text).not.toBe(bestStart!.text);
  expect(() => writeVersions([changed])).toThrow(
    new RegExp(`best-start\\.yaml: best-start:${number} was agreed as [0-9a-f]{12} .*raise protocol\\.version`),
  );
});

test('the same words in other lines, and a draft, are no change; a new number is a new version', () => {
  const reworded = { ...bestStart!, text: `# A remark\n${bestStart!.text}` };
  expect(JSON.parse(writeVersions([reworded]))).toEqual(versions());
  const raised = {
    ...bestStart!,
    text: bestStart!.text
      .replace(`  version: ${number}`, `  version: ${number + 1}`)
      .replace('minutes: 60', 'minutes: 90'),
  };
  expect(Object.keys(JSON.parse(writeVersions([raised])))).toContain(`best-start:${number + 1}`);
  const draft = { ...bestStart!, text: bestStart!.text.replace('IN_FORCE', 'DRAFT') };
  expect(() => writeVersions([draft])).not.toThrow();
});

test('superseded versions are read for what they were, and never decided by', () => {
  const names = publishedProtocols().map(({ name }) => name);
  expect(supersededProtocols().every(({ name }) => !names.includes(name))).toBe(true);
});
