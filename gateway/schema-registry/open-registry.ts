import { FamilyViewError } from '../errors';
import type { NamedText } from '../policy/read/load-protocols';
import type { ProposedChange } from './proposed-change';
import type { AgencySubgraph } from './published-set';
import type { Ownership } from './read-ownership';
import type { ReadSupergraph } from './read-supergraph';
import type { RegistryStore } from './registry-store';
import type { SchemaCheckResult } from './schema-check';
import { type Signed, StatementRefused, verifyStatement } from './signed-statement';
import { RegistryDamaged, sha256, type VersionRecord, writeRecord } from './version-record';

/** A version with all its texts. */
export interface PublishedVersion {
  readonly record: VersionRecord;
  readonly agencies: readonly AgencySubgraph[];
  readonly supergraphSdl: string;
  readonly protocols: readonly NamedText[];
}

/** A version before it has a number. `read`: where its supergraph has been read already. */
export interface VersionToPrepare extends Omit<PublishedVersion, 'record'> {
  readonly read: ReadSupergraph | null;
}

/** What is ready to be served, and is not yet. */
export interface Prepared {
  /** From here on every new request is answered by it. */
  goLive(): void;
  drop(): Promise<void>;
}

export interface RegistryParts {
  readonly store: RegistryStore;
  readonly schemaCheck: (
    change: Pick<ProposedChange, 'agencies' | 'changed' | 'before' | 'protocols' | 'breaking'>,
  ) => Promise<SchemaCheckResult>;
  readonly ownership: () => Ownership;
  /** Version name of protocols that hold together. @throws where they do not */
  readonly protocolVersion: (texts: readonly NamedText[]) => string;
  /** Builds everything that serves a version, and checks it: what throws here is never served, and never kept. */
  readonly prepare: (version: VersionToPrepare) => Promise<Prepared>;
  readonly now: () => Date;
}

export type ChangeOutcome =
  | { readonly kind: 'added'; readonly record: VersionRecord; readonly checkResult: SchemaCheckResult }
  | { readonly kind: 'unchanged'; readonly record: VersionRecord }
  | { readonly kind: 'refused'; readonly checkResult: SchemaCheckResult };

/** What makes the next version of the newest one. */
export interface RegistryChange {
  readonly kind: VersionRecord['kind'];
  readonly by: string;
  readonly changed: readonly string[];
  readonly agencies: (current: PublishedVersion | null) => readonly AgencySubgraph[];
  readonly protocols: (current: PublishedVersion | null) => readonly NamedText[];
  /** A last look at the protocols, when they have been read and before anything is built of them. @throws what is refused */
  readonly confirm?: (protocols: readonly NamedText[]) => void;
  readonly files?: Readonly<Record<string, string>>;
  readonly rolledBackTo?: number;
  readonly signed?: Signed;
  /** Why what breaks others is published all the same, as it was signed. */
  readonly allowBreaking?: string;
  /** Also where nothing that is published differs: the gateway's own part does. */
  readonly even?: boolean;
}

export interface Registry {
  readonly id: string;
  newest(): Promise<PublishedVersion | null>;
  version(number: number): Promise<PublishedVersion>;
  /** The log, oldest first. @throws {RegistryDamaged} where an entry does not follow from the one before */
  log(): Promise<readonly VersionRecord[]>;
  /** Judged, built and checked, kept, and only then served. One after another, between processes too. */
  change(change: RegistryChange): Promise<ChangeOutcome>;
  /** Serves the newest version where another process has added it. True where there was one. */
  catchUp(): Promise<boolean>;
  publish(signed: Signed, sdl: string): Promise<ChangeOutcome>;
  rollback(signed: Signed): Promise<ChangeOutcome>;
  /** Who signed it, once. @throws {StatementRefused} */
  admit(signed: Signed, action: Signed['statement']['action']): Promise<string>;
}

/** Of very many, the log has the first. */
const MOST_BREAKS = 100;

class NoSuchVersion extends FamilyViewError {
  constructor(version: number, newest: number) {
    super(`There is no version ${version}; the registry has 1 to ${newest}.`, {
      code: 'NO_SUCH_VERSION',
      httpStatus: 404,
    });
  }
}

class MalformedRequest extends FamilyViewError {
  constructor(what: string) {
    super(what, { code: 'BAD_REGISTRY_REQUEST', httpStatus: 400 });
  }
}

export function openRegistry(parts: RegistryParts): Registry {
  const { store } = parts;
  let kept: PublishedVersion | null = null;
  let live = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };

  async function load(number: number): Promise<PublishedVersion> {
    if (kept?.record.version === number) return kept;
    const record = await store.read(number);
    const agencies = await Promise.all(
      record.agencies.map(async ({ name, sdl, url }) => ({ name, sdl: await store.text(sdl), url })),
    );
    const protocols = await Promise.all(
      record.protocols.map(async ({ name, text }) => ({ name, text: await store.text(text) })),
    );
    return { record, agencies, protocols, supergraphSdl: await store.text(record.supergraph) };
  }

  async function newest(): Promise<PublishedVersion | null> {
    const number = await store.newest();
    if (number === 0) return null;
    kept = await load(number);
    return kept;
  }

  async function changeNow(change: RegistryChange): Promise<ChangeOutcome> {
    for (;;) {
      const current = await newest();
      const agencies = change.agencies(current);
      const protocols = change.protocols(current);
      if (current && !change.even && isSame(current, agencies, protocols, change))
        return { kind: 'unchanged', record: current.record };
      const checkResult = await parts.schemaCheck({
        agencies,
        protocols,
        changed: change.changed,
        before: current?.supergraphSdl ?? null,
        breaking: change.kind === 'PUBLISHED' && change.allowBreaking === undefined ? 'REFUSED' : 'TOLD',
      });
      const { supergraphSdl } = checkResult;
      if (supergraphSdl === null) return { kind: 'refused', checkResult };
      change.confirm?.(protocols);
      const version = { agencies, protocols, supergraphSdl };
      const prepared = await parts.prepare({ ...version, read: checkResult.read });
      const record = recordOf(change, version, current, checkResult.breaks);
      const texts = [supergraphSdl, ...agencies.map(({ sdl }) => sdl), ...protocols.map(({ text }) => text)];
      try {
        if ((await store.add(record, texts)) === 'overtaken') {
          await prepared.drop();
          continue;
        }
      } catch (fault) {
        await prepared.drop();
        throw fault;
      }
      kept = { record, ...version };
      prepared.goLive();
      live = record.version;
      return { kind: 'added', record, checkResult };
    }
  }

  function recordOf(
    change: RegistryChange,
    { agencies, protocols, supergraphSdl }: Omit<PublishedVersion, 'record'>,
    current: PublishedVersion | null,
    breaks: SchemaCheckResult['breaks'],
  ): VersionRecord {
    const { allowBreaking: reason } = change;
    const broke = breaks.slice(0, MOST_BREAKS).map(({ message }) => message);
    return {
      version: (current?.record.version ?? 0) + 1,
      kind: change.kind,
      at: parts.now().toISOString(),
      by: change.by,
      changed: [...change.changed],
      agencies: agencies.map(({ name, sdl, url }) => ({ name, sdl: sha256(sdl), url })),
      supergraph: sha256(supergraphSdl),
      protocol: parts.protocolVersion(protocols),
      protocols: protocols.map(({ name, text }) => ({ name, text: sha256(text) })),
      files: { ...(change.files ?? current?.record.files ?? {}) },
      rolledBackTo: change.rolledBackTo ?? null,
      signed: change.signed ?? null,
      ...(reason !== undefined && broke.length > 0 ? { breaking: { reason, changes: broke } } : {}),
      previous: current ? sha256(writeRecord(current.record)) : null,
    };
  }

  async function version(number: number): Promise<PublishedVersion> {
    const newestNumber = await store.newest();
    if (number > newestNumber) throw new NoSuchVersion(number, newestNumber);
    return load(number);
  }

  async function admit(signed: Signed, action: Signed['statement']['action']): Promise<string> {
    if (signed.statement.action !== action)
      throw new MalformedRequest(
        `What was signed asks to ${signed.statement.action}; this is where one asks to ${action}.`,
      );
    const who = verifyStatement(signed, parts.ownership(), store.id, parts.now());
    if (!(await store.useNonce(signed.statement.nonce)))
      throw new StatementRefused(
        'STATEMENT_REPLAYED',
        'This has been sent before. What is signed counts once: sign again.',
      );
    return who;
  }

  return {
    id: store.id,
    newest,
    version,
    admit,
    change: (change) => inTurn(() => changeNow(change)),
    async log() {
      const records: VersionRecord[] = [];
      const newestNumber = await store.newest();
      for (let number = 1; number <= newestNumber; number++) {
        const record = await store.read(number);
        const before = records.at(-1);
        if (record.version !== number || record.previous !== (before ? sha256(writeRecord(before)) : null))
          throw new RegistryDamaged(`version ${number} does not follow from the one before`);
        records.push(record);
      }
      return records;
    },
    catchUp: () =>
      inTurn(async () => {
        const found = await newest();
        if (!found || found.record.version <= live) return false;
        (await parts.prepare({ ...found, read: null })).goLive();
        live = found.record.version;
        return true;
      }),
    async publish(signed, sdl) {
      const by = await admit(signed, 'publish');
      const { agency, url, sdl: hash, allowBreaking } = signed.statement;
      if (agency === null || hash !== sha256(sdl))
        throw new MalformedRequest('The SDL that came is not the one that was signed. Send both together.');
      return inTurn(() =>
        changeNow({
          kind: 'PUBLISHED',
          by,
          signed,
          allowBreaking,
          changed: [agency],
          agencies: (current) => {
            const others = current?.agencies.filter(({ name }) => name !== agency) ?? [];
            const before = current?.agencies.find(({ name }) => name === agency);
            return [...others, { name: agency, sdl, url: url ?? before?.url ?? null }];
          },
          protocols: (current) => current?.protocols ?? [],
        }),
      );
    },
    async rollback(signed) {
      const by = await admit(signed, 'rollback');
      const { version: number } = signed.statement;
      if (number === null) throw new MalformedRequest('Expected the version to go back to; none came.');
      const target = await version(number);
      return inTurn(() =>
        changeNow({
          kind: 'ROLLED_BACK',
          by,
          signed,
          rolledBackTo: number,
          changed: [],
          agencies: () => target.agencies,
          // A protocol is what the partners have signed: no publishing goes back on it.
          protocols: (current) => current?.protocols ?? target.protocols,
        }),
      );
    },
  };
}

function isSame(
  current: PublishedVersion,
  agencies: readonly AgencySubgraph[],
  protocols: readonly NamedText[],
  { files }: RegistryChange,
): boolean {
  const told = (version: Pick<PublishedVersion, 'agencies' | 'protocols'>): string =>
    JSON.stringify([
      version.agencies.map(({ name, sdl, url }) => [name, sdl, url]).sort(),
      version.protocols.map(({ name, text }) => [name, text]).sort(),
    ]);
  const sameFiles = !files || JSON.stringify(files) === JSON.stringify(current.record.files);
  return sameFiles && told(current) === told({ agencies, protocols });
}
