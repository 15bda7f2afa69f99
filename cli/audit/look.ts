import type { AuditQuery } from '@family-view/gateway/audit/index/audit-query';
import { type Look, lookOf } from '@family-view/gateway/audit/ledger/looks';
import { EXIT, type Streams, told, writeJson } from '../frame/command';
import { detailsOf, instantOf, peopleOf, searchAudit } from './source';

export interface LookOptions {
  readonly directory: string;
  readonly requester?: string;
  readonly organisation?: string;
  readonly agency?: string;
  readonly purpose?: string;
  readonly clause?: string;
  readonly case?: string;
  readonly operation?: string;
  readonly detail?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly first?: string;
  readonly json?: boolean;
}

const FIRST = 100;

function queryOf(options: LookOptions): AuditQuery {
  return {
    ...(options.requester === undefined ? {} : { requester: options.requester }),
    ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
    ...(options.agency === undefined ? {} : { agency: options.agency }),
    ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
    ...(options.clause === undefined ? {} : { clause: options.clause }),
    ...(options.case === undefined ? {} : { caseReference: options.case }),
    ...(options.operation === undefined ? {} : { operation: options.operation }),
    ...(options.detail ? { details: detailsOf(options.directory, options.detail) } : {}),
    since: instantOf(options.since, '--since'),
    until: instantOf(options.until, '--until'),
    first: Number(options.first ?? FIRST),
  };
}

/** Looks at a person by the references that agencies hold them under; the newest first. */
export function looksAt(pointers: readonly string[], options: LookOptions): readonly Look[] {
  const people = peopleOf(options.directory, pointers);
  const found = searchAudit(options.directory, [{ ...queryOf(options), people }]);
  return found.map((one) => lookOf(one, new Set(people)));
}

/** `familyview audit who-looked PERSON…`: 0 told, 2 usage. */
export function whoLookedCommand(pointers: readonly string[], options: LookOptions, streams: Streams): Promise<number> {
  return told(streams, () => tellLooks(looksAt(pointers, options), options, streams));
}

/** `familyview audit search`: 0 told, 2 usage. */
export function searchCommand(
  options: LookOptions & { readonly person?: readonly string[] },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    if (options.person) return tellLooks(looksAt(options.person, options), options, streams);
    const found = searchAudit(options.directory, [queryOf(options)]);
    return tellLooks(
      found.map((one) => lookOf(one, new Set())),
      options,
      streams,
    );
  });
}

function tellLooks(looks: readonly Look[], { json }: LookOptions, streams: Streams): number {
  if (json) writeJson(streams, looks);
  else if (looks.length === 0) streams.stdout.write('Nothing of it is in the audit.\n');
  else for (const look of looks) streams.stdout.write(`${sentenceOf(look)}\n`);
  return EXIT.fine;
}

const TOLD: Readonly<Record<Look['told'], string>> = {
  RECORD: 'asked for records',
  EXISTENCE: 'was told that they are known',
  POSSIBLE: 'was told that they are possible',
  NAMED: 'named them',
  NOTHING: 'was told nothing of anybody',
};

/** One line: when, who, why, what, from whom. */
export function sentenceOf(look: Look): string {
  const who = [look.requester ?? 'nobody known', look.role, look.organisation]
    .filter((part) => part !== null)
    .join(', ');
  const why = [
    look.purpose ?? 'no purpose',
    look.caseReference && `case ${look.caseReference}`,
    look.breakGlass && `emergency access ${look.breakGlass}`,
  ]
    .filter(Boolean)
    .join(', ');
  const from = look.agencies.map(
    ({ agency, answer, fields }) => `${agency} (${answer})${fields.length > 0 ? `: ${fields.join(' ')}` : ''}`,
  );
  const what = look.outcome === 'asked' ? 'asked' : `${TOLD[look.told]}, ${look.outcome}`;
  const code = look.code === null ? '' : ` [${look.code}]`;
  const statement = look.statement === null ? '' : `; in their own words: ${JSON.stringify(look.statement)}`;
  return `${look.at}  ${who}  ${why}  ${what}${code}  ${from.join('; ')}${statement}`;
}
