import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, asyncProperty, nat } from 'fast-check';
import { auditPaths } from '../lock-directory';
import { openAudit } from '../open-audit';
import { groupHash, segmentHead, segmentName } from '../segments/segment-format';
import { verifyAudit } from '../verify-audit';
import { publicHalf, readPublicKey } from './signing-key';
import { createTreeKeeper } from './tree-keeper';

/** At so many random places each. */
const PLACES = process.env.PROOF ? 1_000 : 4;
const pseudonymKey = new Uint8Array(32).fill(7);
let root: string;
/** Of the whole audit, of an earlier state of it, and of what others keep. */
let whole: string;
let earlier: string;
let witness: string;
let directory: string;
let keyFile: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'tampering-'));
  [whole, earlier, witness, directory] = ['whole', 'earlier', 'witness', 'tampered'].map((name) =>
    join(root, name),
  ) as [string, string, string, string];
  keyFile = join(root, 'keys', 'audit.pem');
  for (let segment = 0; segment < 3; segment += 1) {
    await write(whole, `s${segment}`);
    sign(whole);
    if (segment === 1) cpSync(whole, earlier, { recursive: true });
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A segment of six groups of one to three records. */
async function write(into: string, name: string): Promise<void> {
  const audit = await openAudit({ directory: into, pseudonymKey });
  for (let group = 0; group < 6; group += 1)
    await Promise.all(
      Array.from({ length: 1 + (group % 3) }, (_, at) =>
        audit.disclosure({ operation: `${name}-${group}-${at}`, outcome: 'nothing', agencies: [] }),
      ),
    );
  await audit.close();
}

function sign(of: string): void {
  createTreeKeeper({ directory: of, keyFile, exportDirectory: witness, now: Date.now }).keep(true);
}

const fileOf = (segment: number): string => join(auditPaths(directory).segments, segmentName(segment));
type Groups = readonly string[];

/** Changes the groups of one segment. `rechained`: so that each follows from the one before, as whoever tampers may see to. */
function change(segment: number, how: (groups: Groups) => Groups, rechained = false): void {
  const file = fileOf(segment);
  let previous = segmentHead(file)!.previous;
  const before = readFileSync(file, 'utf8');
  const groups = how(before.split(/(?<=\nE\d+ [0-9a-f]{64}\n)/));
  const text = groups.map((group) => {
    const at = group.lastIndexOf('\nE') + 1;
    const [, sequence] = /^E(\d+)/.exec(group.slice(at)) ?? [];
    if (!rechained || !sequence) return group;
    previous = groupHash(Buffer.from(previous + group.slice(0, at)));
    return `${group.slice(0, at)}E${sequence} ${previous}\n`;
  });
  if (text.join('') === before) throw new Error('nothing was changed');
  writeFileSync(file, text.join(''));
}

const replaceAt = (groups: Groups, at: number, by: (group: string) => string): Groups =>
  groups.map((group, one) => (one === at ? by(group) : group));
const editOperation = (group: string): string =>
  group.replace(/"correlationId":"s(\d)-/, (_, digit: string) => `"correlationId":"s${(Number(digit) + 1) % 3}-`);
const withoutRecord = (group: string): string => group.replace(/^R.*\n/m, '');
const twiceRecord = (group: string): string => group.replace(/^R.*\n/m, (record) => record + record);
const swapRecords = (group: string): string => group.replace(/^(R.*\n)(R.*\n)/m, '$2$1');
/** Only groups of several records have two that can change places. */
const SEVERAL = [1, 2, 4, 5];

const KINDS: Readonly<Record<string, (place: number) => void | Promise<void>>> = {
  'a byte changed': (place) => {
    const bytes = readFileSync(fileOf(1 + (place % 3)));
    const at = place % bytes.length;
    bytes[at] = bytes[at]! ^ (1 + (place % 127));
    writeFileSync(fileOf(1 + (place % 3)), bytes);
  },
  'a record edited': (place) => change(1 + (place % 3), (groups) => replaceAt(groups, place % 6, editOperation)),
  'a record removed': (place) => change(1 + (place % 3), (groups) => replaceAt(groups, place % 6, withoutRecord)),
  'a record added': (place) => change(1 + (place % 3), (groups) => replaceAt(groups, place % 6, twiceRecord)),
  'records exchanged': (place) =>
    change(1 + (place % 3), (groups) => replaceAt(groups, SEVERAL[place % 4]!, swapRecords)),
  'a group removed': (place) => change(1 + (place % 3), (groups) => groups.filter((_, at) => at !== place % 6)),
  'groups exchanged': (place) =>
    change(1 + (place % 3), (groups) => {
      const at = place % 5;
      return [...groups.slice(0, at), groups[at + 1]!, groups[at]!, ...groups.slice(at + 2)];
    }),
  'the end cut off': (place) => change(3, (groups) => groups.slice(0, place % 6)),
  'an edit, chained again to the end': (place) => {
    const first = 1 + (place % 3);
    change(first, (groups) => replaceAt(groups, place % 6, editOperation), true);
  },
  'a file missing': (place) => {
    const files = [1, 2, 3].map(fileOf).concat(auditPaths(directory).head);
    rmSync(files[place % files.length]!);
  },
  'an older copy': () => {
    rmSync(directory, { recursive: true });
    cpSync(earlier, directory, { recursive: true });
  },
  'a fork of an older copy': async (place) => {
    rmSync(directory, { recursive: true });
    cpSync(earlier, directory, { recursive: true });
    await write(directory, `fork${place}`);
  },
  'a whole new log': async (place) => {
    rmSync(directory, { recursive: true });
    for (let segment = 0; segment < 3; segment += 1) await write(directory, `new${place}-${segment}`);
  },
};
/** These open an audit, and take their time. */
const SLOW = new Set(['a fork of an older copy', 'a whole new log']);

test('an audit that nobody touched has no fault, with all keys and with none', async () => {
  rmSync(directory, { recursive: true, force: true });
  cpSync(whole, directory, { recursive: true });
  for (const keys of [pseudonymKey, null])
    expect(await verifyAudit({ directory, pseudonymKey: keys, witnesses: [witness] })).toMatchObject({
      faults: [],
      records: 36,
      checkpoints: 3,
    });
});

test.each(Object.keys(KINDS))(
  `%s at random is found, with the audit's key and without it, in ${PLACES} places`,
  async (kind) => {
    const signingKey = readPublicKey(publicHalf(keyFile));
    await assert(
      asyncProperty(nat(), async (place) => {
        rmSync(directory, { recursive: true, force: true });
        cpSync(whole, directory, { recursive: true });
        await KINDS[kind]!(place);
        for (const key of [pseudonymKey, null]) {
          const check = await verifyAudit({ directory, pseudonymKey: key, signingKey, witnesses: [witness] });
          if (check.faults.length === 0) throw new Error(`${kind} is not found ${key ? 'with' : 'without'} the key`);
        }
      }),
      { numRuns: SLOW.has(kind) && !process.env.PROOF ? 1 : PLACES, endOnFailure: true },
    );
  },
);
