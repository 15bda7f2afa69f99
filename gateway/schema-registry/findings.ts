/** What a finding is about. Stable, for scripts; each is told with its fix in docs/registry.md. */
export const FINDING_CODES = [
  'SDL_TOO_LARGE',
  'SDL_UNREADABLE',
  'AGENCY_NAME',
  'NO_FEDERATION_LINK',
  'UNSUPPORTED_LINK',
  'RENAMED_IMPORT',
  'SHAREABLE_NOT_IMPORTED',
  'UNSUPPORTED_DIRECTIVE',
  'DIRECTIVE_DEFINED',
  'OVERRIDE',
  'SHAREABLE',
  'INACCESSIBLE',
  'SUBSCRIPTION',
  'ROOT_RENAMED',
  'KEY_NOT_OWN',
  'RETURNS_PEOPLE',
  'PEOPLE_AT_THE_ROOT',
  'NOT_NULLABLE',
  'UNGUARDED_FIELD',
  'UNKNOWN_STREAM',
  'STREAM_OF_ANOTHER',
  'POLICY_MALFORMED',
  'POLICY_ON_SHARED',
  'TYPE_OF_ANOTHER',
  'FIELD_OF_ANOTHER',
  'FIELD_NOT_AGREED',
  'REQUIRES_ARGUMENTS',
  'FLOW_NOT_AGREED',
  'ROUTING_URL',
  'NOT_OWNER',
  'DOES_NOT_COMPOSE',
  'OVER_LIMIT',
  'BREAKS_OPERATION',
  'BREAKING_CHANGE',
  'COUNT_MISSING',
  'COUNT_DIMENSION_MISSING',
  'COUNT_AREAS_VERSION',
  'NAMING',
  'RESERVED_NAME',
  'ACT_UNGUARDED',
  'ACT_WITHOUT_KEY',
  'ACT_WITHOUT_PERSON',
  'ACT_ARGUMENT',
  'ACT_ANSWER',
  'ACT_DIFFERS',
  'ACT_WORKLIST',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something found in what an agency would publish. `REFUSED`: it would be refused; `WARNING`: worth a look. */
export interface SchemaFinding {
  readonly code: FindingCode;
  readonly severity: 'REFUSED' | 'WARNING';
  /** What was expected, what came and what to do. */
  readonly message: string;
  /** In the agency's own file, from 1; null where it is about no line of it. */
  readonly line: number | null;
  /** `HealthRecord.visits`, where it is about one. */
  readonly coordinate: string | null;
}

export const refused = (
  code: FindingCode,
  message: string,
  at: { readonly line?: number | null; readonly coordinate?: string | null } = {},
): SchemaFinding => ({ code, severity: 'REFUSED', message, line: at.line ?? null, coordinate: at.coordinate ?? null });

export const warned = (
  code: FindingCode,
  message: string,
  at: { readonly line?: number | null; readonly coordinate?: string | null } = {},
): SchemaFinding => ({ ...refused(code, message, at), severity: 'WARNING' });

/** Nobody fixes more at a time, and a hostile SDL has one for each of its words. */
const MOST_TOLD = 100;

/** Refusals first, then by line; of very many the first. */
export function inOrder(findings: readonly SchemaFinding[]): readonly SchemaFinding[] {
  const weight = ({ severity, line }: SchemaFinding): number => (severity === 'REFUSED' ? 0 : 1e9) + (line ?? 0);
  const told = new Map(findings.map((one) => [`${one.code}|${one.line}|${one.message}`, one]));
  const all = [...told.values()].sort((one, other) => weight(one) - weight(other));
  if (all.length <= MOST_TOLD) return all;
  const last = all[MOST_TOLD]!;
  return [
    ...all.slice(0, MOST_TOLD),
    { ...last, message: `… and ${all.length - MOST_TOLD} more, of which the next is: ${last.message}` },
  ];
}
