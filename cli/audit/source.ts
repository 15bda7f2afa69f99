import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditQuery, FoundRecord } from '@family-view/gateway/audit/index/audit-query';
import { openSqliteIndex } from '@family-view/gateway/audit/index/sqlite-index';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { pseudonymsBy } from '@family-view/gateway/audit/pseudonyms';
import { refuseNone } from '@family-view/gateway/audit/read-audit';
import { detailOf } from '@family-view/gateway/audit/search-digests';
import { readKeys } from '@family-view/gateway/linkage/open-keys';
import { EXIT, Stopped } from '../frame/command';

/** How a person is named on the command line: by an agency's own references, or by what a search was given. */
export interface AboutPerson {
  /** `health:9990000018`, and so on. */
  readonly pointers: readonly string[];
}

export const auditIn = (directory: string): string => join(directory, 'audit');

/** The audit's own key: read, and never made. */
export function readAuditKey(directory: string): Uint8Array | null {
  return readKeys(directory, process.env.LINKAGE_KEY)?.auditPseudonyms ?? null;
}

/** @throws {Stopped} without the key nobody can tell whose pseudonyms these are. */
export function pseudonymsOf(directory: string): (value: string) => string {
  const key = readAuditKey(directory);
  if (!key)
    throw new Stopped(
      `The key is not here: set LINKAGE_KEY, or name the data directory that holds linkage.key. Looked in ${directory}.`,
      EXIT.usage,
    );
  return pseudonymsBy(key);
}

/** `health:123` as the audit names it. An agency's name holds no colon; a reference may. */
export function peopleOf(directory: string, pointers: readonly string[]): readonly string[] {
  const pseudonym = pseudonymsOf(directory);
  return pointers.map((pointer) => {
    const [, agency, ref] = /^([a-z][a-z0-9-]*):(.+)$/.exec(pointer) ?? [];
    if (!agency || !ref)
      throw new Stopped(`"${pointer}" is no reference of an agency: write it as health:9990000018.`, EXIT.usage);
    return pseudonym(`${agency}|${ref}`);
  });
}

/** `familyName=Okafor` as a search's digest. */
export function detailsOf(directory: string, details: readonly string[]): readonly string[] {
  const pseudonym = pseudonymsOf(directory);
  return details.map((detail) => {
    const [, name, value] = /^([A-Za-z]+)=(.+)$/.exec(detail) ?? [];
    if (!name || !value)
      throw new Stopped(`"${detail}" is no detail of a search: write it as familyName=Okafor.`, EXIT.usage);
    return pseudonym(detailOf(name, value));
  });
}

/** Looks in the index, which is brought up to the record first. */
export function searchAudit(directory: string, queries: readonly AuditQuery[]): readonly FoundRecord[] {
  const audit = auditIn(directory);
  refuseNone(audit);
  if (!existsSync(audit)) throw new Stopped(`There is no audit in ${directory}.`, EXIT.usage);
  const index = openSqliteIndex(audit, auditPaths(audit).index);
  try {
    while (index.fill(5_000) > 0);
    return queries.flatMap((query) => index.query(query));
  } finally {
    index.close();
  }
}

/** A day, or an instant, as milliseconds. */
export function instantOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new Stopped(`${option} takes a day or an instant, as 2026-11-01: came "${text}".`, EXIT.usage);
  return at;
}
