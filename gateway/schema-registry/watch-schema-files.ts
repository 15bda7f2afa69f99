import { FamilyViewError } from '../errors';
import { checkVersion } from '../policy/read/protocol-versions';
import type { SchemaFinding } from './findings';
import type { ChangeOutcome, Registry } from './open-registry';
import { isComposedFrom, subgraphsOf } from './published-set';
import type { SchemaFolder } from './schema-folder';

/** What stands in `schema/` cannot be served: each fault with its file and line. */
export class FilesRefused extends FamilyViewError {
  constructor(readonly findings: readonly SchemaFinding[]) {
    super(findings.map(sentenceOf).join('\n'), { code: 'FILES_REFUSED' });
  }
}

const sentenceOf = ({ message, line, coordinate }: SchemaFinding): string =>
  [line === null ? null : `line ${line}`, line === null ? coordinate : null, message].filter(Boolean).join(': ');

/**
 * Takes what has changed in `schema/` since it was last taken: the protocols always, the agencies' SDL where files are
 * followed. Agencies that published by themselves stay as they are until their file changes.
 * @throws {FilesRefused | MalformedProtocol | ProtocolVersionChanged}
 */
export async function reloadFiles(registry: Registry, files: SchemaFolder, followed: boolean): Promise<ChangeOutcome> {
  const current = await registry.newest();
  const take = current === null || followed;
  const hashes = take ? files.hashes() : current.record.files;
  const before = current?.record.files ?? {};
  const names = [...new Set([...Object.keys(hashes), ...Object.keys(before)])];
  const changed = names.filter((name) => hashes[name] !== before[name]);
  const inFiles = take ? files.agencies() : [];
  // Another gateway may have a part of its own that is another.
  const recompose =
    current !== null && !isComposedFrom(current.supergraphSdl, subgraphsOf(current.agencies, files.sharedSdl()));
  const edited = changed.length > 0 ? 'EDITED' : recompose ? 'RECOMPOSED' : 'PROTOCOL';
  const outcome = await registry.change({
    kind: current === null ? 'FOUNDED' : edited,
    even: recompose,
    by: 'files',
    changed: current === null ? [] : changed,
    files: hashes,
    protocols: () => files.protocols(),
    confirm(protocols) {
      const agreed = files.protocolVersions();
      for (const text of protocols) checkVersion(text, agreed);
    },
    agencies(now) {
      const kept = (now?.agencies ?? []).filter(({ name }) => !changed.includes(name));
      const url = (name: string): string | null => now?.agencies.find((one) => one.name === name)?.url ?? null;
      const edited = inFiles
        .filter(({ name }) => changed.includes(name))
        .map((one) => ({ ...one, url: url(one.name) }));
      return [...kept, ...edited];
    },
  });
  if (outcome.kind === 'refused') {
    const faults = outcome.checkResult.findings.filter(({ severity }) => severity === 'REFUSED');
    throw new FilesRefused(faults.map((one) => inFile(one, changed)));
  }
  return outcome;
}

/** Findings carry lines of the one file that changed; of several, the coordinate says which. */
const inFile = (finding: SchemaFinding, changed: readonly string[]): SchemaFinding =>
  changed.length === 1 && finding.line !== null
    ? {
        ...finding,
        message: `schema/agencies/${changed[0]}.graphql:${finding.line}: ${finding.message}`,
        line: null,
        coordinate: null,
      }
    : finding;

const LOOK_EVERY_MS = 100;

/**
 * Looks whether files, or another process's versions, have changed. A file is taken when it has been left alone for one
 * look: editors write in several steps.
 */
export function followChanges(options: {
  /** Null where files are not followed. */
  readonly files: SchemaFolder | null;
  readonly reloadFiles: () => Promise<void>;
  readonly catchUp: () => Promise<void>;
}): { close(): Promise<void> } {
  const { files } = options;
  let taken = files?.signature() ?? '';
  let seen = taken;
  let looks = 0;
  let closed = false;
  let working: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    looks += 1;
    if (looks % 5 === 0) await options.catchUp();
    if (!files) return;
    const now = files.signature();
    if (now !== seen) {
      seen = now;
      return;
    }
    if (now === taken) return;
    taken = now;
    await options.reloadFiles();
  };
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(() => {
      working = look()
        // A file may be gone between two steps of an editor: the next look tells.
        .catch(() => {})
        .finally(() => closed || again());
    }, LOOK_EVERY_MS);
    timer.unref();
  };
  again();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
