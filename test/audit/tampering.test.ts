/** Whoever can write to the data directory, at random places, and whether `verify` finds and names it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersignedBeside, keyFromRaw, readNoted } from '@family-view/gateway/audit/evidence/countersignatures';
import { publicHalf, readPublicKey } from '@family-view/gateway/audit/evidence/signing-key';
import { createTreeKeeper, lastBeside, stateBeside } from '@family-view/gateway/audit/evidence/tree-keeper';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { groupHash, segmentHead, segmentName } from '@family-view/gateway/audit/segments/segment-format';
import { type AuditCheck, verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { openCheckpointStore } from '@family-view/kit/countersign/checkpoint-store';
import { assert, asyncProperty, nat } from 'fast-check';

/** At so many random places each. */
const PLACES = process.env.PROOF ? 1_000 : 4;
const AGENCIES = ['health', 'housing', 'social-care'];
const FIELDS = ['HousingRecord.tenure', 'HousingRecord.arrearsBand', 'HousingRecord.repairs'];
const pseudonymKey = new Uint8Array(32).fill(7);
let root: string;
/** Of the whole audit, of an earlier state of it, and of what was there before anybody tampered. */
let whole: string;
let earlier: string;
let directory: string;
let keys: string;
let keysBefore: string;
let clock = 0;

const keyFile = (): string => join(keys, 'audit.pem');
const keptBy = (agency: string): string => join(root, 'agencies', agency);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'tampering-'));
  [whole, earlier, directory, keys, keysBefore] = ['whole', 'earlier', 'tampered', 'keys', 'keys-before'].map((name) =>
    join(root, name),
  ) as [string, string, string, string, string];
  for (let segment = 0; segment < 3; segment += 1) {
    await write(whole, `s${segment}`);
    await sign(whole);
    if (segment === 1) cpSync(whole, earlier, { recursive: true });
  }
  cpSync(keys, keysBefore, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A segment of six groups of one to three records. */
async function write(into: string, name: string): Promise<void> {
  const audit = await openAudit({ directory: into, pseudonymKey });
  for (let group = 0; group < 6; group += 1)
    await Promise.all(
      Array.from({ length: 1 + (group % 3) }, (_, at) =>
        audit.disclosure({
          operation: `${name}-${group}-${at}`,
          outcome: 'disclosed',
          agencies: [
            { agency: 'housing', answer: 'answered', fields: FIELDS.slice(0, 1 + ((group + at) % 3)), people: [] },
          ],
        }),
      ),
    );
  await audit.close();
}

/** Signs what is there; and has the agencies countersign it, where `agencies` are asked. */
async function sign(of: string, agencies: readonly string[] = AGENCIES): Promise<void> {
  clock += 60_000;
  const keeper = createTreeKeeper({ directory: of, keyFile: keyFile(), exportDirectory: null, now: () => clock });
  clock += 60_000;
  keeper.keep();
  for (const agency of agencies) {
    const store = await openCheckpointStore(keptBy(agency), agency);
    const sent = keeper.offer(agency)!;
    const { signature, key } = await store.countersign(sent);
    await store.close();
    if (!keeper.countersigned(agency, { note: sent.note, line: signature!, key })) throw new Error('not countersigned');
  }
  keeper.keep(true);
}

/** By whoever has stolen the signing key, and all that stands beside it. */
async function signStolen(of: string): Promise<void> {
  for (const beside of [lastBeside, stateBeside, countersignedBeside]) rmSync(beside(keyFile()), { force: true });
  for (const name of ['leaves', 'checkpoints'] as const) rmSync(auditPaths(of)[name], { force: true });
  await sign(of, []);
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
const withoutRecord = (group: string): string => group.replace(/^R.*\n(P.*\n)*/m, '');
const twiceRecord = (group: string): string => group.replace(/^R.*\n(P.*\n)*/m, (record) => record + record);
const swapRecords = (group: string): string =>
  group.replace(/^(R.*\n(?:P.*\n)*)((?:D.*\n)*)(R.*\n(?:P.*\n)*)/m, '$2$3$1');
/** What many records name stands once in a segment, mostly in its first group. */
const DEFINITION = /^D(\S+) (.*)\n/gm;
const alterDefinition = (place: number) => (groups: Groups) => {
  const lines = [...groups.join('').matchAll(DEFINITION)];
  const [line, name] = lines[place % lines.length]!;
  return groups.map((group) => group.replace(line, `D${name} ["altered"]\n`));
};
const swapDefinitions = (place: number) => (groups: Groups) => {
  const lines = [...groups.join('').matchAll(DEFINITION)];
  const [one, other] = [place, place + 1].map((at) => lines[at % lines.length]!);
  return groups.map((group) => group.replace(one![0], `D${one![1]} ${other![2]}\n`));
};
/** Only groups of several records have two that can change places. */
const SEVERAL = [1, 2, 4, 5];

const KINDS: Readonly<Record<string, (place: number) => void | Promise<void>>> = {
  nothing: () => {},
  'a byte changed': (place) => {
    const bytes = readFileSync(fileOf(1 + (place % 3)));
    const at = place % bytes.length;
    bytes[at] = bytes[at]! ^ (1 + (place % 127));
    writeFileSync(fileOf(1 + (place % 3)), bytes);
  },
  'the number at the end of a group': (place) =>
    change(1 + (place % 3), (groups) =>
      replaceAt(groups, place % 6, (group) =>
        group.replace(/\nE(\d+) /, (_, last: string) => `\nE${Number(last) + 1} `),
      ),
    ),
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
  'a list altered, chained again to the end': (place) => change(1 + (place % 3), alterDefinition(place), true),
  'a list under the name of another, chained again to the end': (place) =>
    change(1 + (place % 3), swapDefinitions(place), true),
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
  'countersignatures removed': () => {
    const { checkpoints } = auditPaths(directory);
    const lines = readFileSync(checkpoints, 'utf8').split('\n');
    writeFileSync(checkpoints, lines.filter((line) => !line.includes('"countersigned"')).join('\n'));
  },
  'a whole new log, signed with the stolen key': async (place) => {
    rmSync(directory, { recursive: true });
    for (let segment = 0; segment < 4; segment += 1) await write(directory, `new${place}-${segment}`);
    await signStolen(directory);
  },
  'a fork of an older copy, signed with the stolen key': async (place) => {
    rmSync(directory, { recursive: true });
    cpSync(earlier, directory, { recursive: true });
    await write(directory, `fork${place}`);
    await signStolen(directory);
  },
  'an older copy, with all that stood beside the key then': async () => {
    rmSync(directory, { recursive: true });
    cpSync(earlier, directory, { recursive: true });
    await signStolen(directory);
  },
};
/** These open an audit, and take their time. */
const SLOW = new Set(Object.keys(KINDS).filter((kind) => /new log|fork|older copy,/.test(kind)));
const STOLEN = Object.keys(KINDS).filter((kind) => /stolen key|beside the key/.test(kind));

async function tamper(kind: string, place: number): Promise<void> {
  for (const [of, as] of [
    [directory, whole],
    [keys, keysBefore],
  ] as const) {
    rmSync(of, { recursive: true, force: true });
    cpSync(as, of, { recursive: true });
  }
  await KINDS[kind]!(place);
}

/** As `familyview audit verify` does, by what these agencies keep. */
function verify(key: Uint8Array | null, agencies: readonly string[]): Promise<AuditCheck> {
  const noted = Object.entries(readNoted(countersignedBeside(keyFile())));
  return verifyAudit({
    directory,
    pseudonymKey: key,
    signingKey: readPublicKey(publicHalf(keyFile())),
    agencyKeys: new Map(
      noted.map(([agency, one]) => [agency, one.keys.map((raw) => keyFromRaw(Buffer.from(raw, 'base64')))]),
    ),
    noted: new Map(noted.map(([agency, { size }]) => [agency, size])),
    witnesses: [...agencies.map((agency) => join(keptBy(agency), 'checkpoints')), lastBeside(keyFile())],
  });
}

test('an audit that nobody touched has no fault, with all keys and with none', async () => {
  await tamper('nothing', 0);
  for (const key of [pseudonymKey, null])
    expect(await verify(key, AGENCIES)).toMatchObject({
      faults: [],
      records: 36,
      checkpoints: 3,
      countersigned: AGENCIES.map((agency) => ({ agency, size: 36 })),
    });
});

test.each(Object.keys(KINDS).filter((kind) => kind !== 'nothing'))(
  `%s at random is found, with the audit's key and without it, and with one agency's countersignatures lost, in ${PLACES} places`,
  async (kind) => {
    await assert(
      asyncProperty(nat(), nat(2), async (place, lost) => {
        await tamper(kind, place);
        const left = AGENCIES.filter((_, at) => at !== lost);
        for (const key of [pseudonymKey, null])
          for (const agencies of [AGENCIES, left])
            if ((await verify(key, agencies)).faults.length === 0)
              throw new Error(`${kind} is not found ${key ? 'with' : 'without'} the key, by ${agencies.join(', ')}`);
      }),
      { numRuns: SLOW.has(kind) && !process.env.PROOF ? 1 : PLACES, endOnFailure: true },
    );
  },
);

test.each([
  ['a whole new log, signed with the stolen key', 'OTHER_LOG'],
  ['a fork of an older copy, signed with the stolen key', 'FORKED'],
  ['an older copy, with all that stood beside the key then', 'CHECKPOINT_AHEAD'],
] as const)('%s is called %s by what one agency keeps, and is not found by nobody', async (kind, named) => {
  await tamper(kind, 1);
  expect((await verify(null, ['housing'])).faults.map((fault) => fault.kind)).toContain(named);
  // Whoever has the key, and all that stands beside it: only what others keep speaks against it.
  expect((await verify(pseudonymKey, [])).faults).toEqual([]);
  expect(STOLEN).toContain(kind);
});
