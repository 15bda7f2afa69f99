import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { FamilyViewError } from '../errors';

/** The file that says where a sign-in's tokens hold what Family View asks of them cannot be taken. */
export class BadClaimsFile extends FamilyViewError {
  constructor(file: string, fault: string, cause?: unknown) {
    super(`${file}: ${fault}`, { code: 'BAD_CLAIMS_FILE', cause });
  }
}

const text = z.string().min(1);
const source = z
  .strictObject({
    /** `roles`, or `realm_access.roles`: a name as it stands, or a way into objects. */
    claim: text.optional(),
    /** By what the claim holds. Of several that it holds, the first of this list counts. */
    values: z.record(text, text).optional(),
    /** The same for everybody. */
    value: text.optional(),
  })
  .refine(({ claim, value }) => (claim === undefined) !== (value === undefined), 'expected either claim or value')
  .refine(({ values, value }) => values === undefined || value === undefined, 'values belong to a claim');
export type ClaimSource = z.infer<typeof source>;

/** The claims that Family View reads: see `verify-token.ts`. */
const NAMES = [
  'sub',
  'name',
  'organisation',
  'organisation_type',
  'role',
  'area',
  'team',
  'training_until',
  'given_name',
  'family_name',
  'birthdate',
  'purposes',
  'purpose',
] as const;
const form = z.partialRecord(z.enum(NAMES), source);
/** Of a sign-in's tokens, by our name of each claim. */
export type ClaimsMap = z.infer<typeof form>;
const LISTS: ReadonlySet<string> = new Set(['purposes']);

/** @throws {BadClaimsFile} */
export function readClaimsMap(file: string): ClaimsMap {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new BadClaimsFile(file, 'cannot be read as YAML', cause);
  }
  const read = form.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BadClaimsFile(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

/** The claims of a token by our names: those that the map names from where it says, the others as they stand. */
export function mapClaims(payload: Readonly<Record<string, unknown>>, map: ClaimsMap): Record<string, unknown> {
  const mapped: Record<string, unknown> = { ...payload };
  for (const [name, from] of Object.entries(map)) {
    // What stands under our name by chance is not meant.
    delete mapped[name];
    const found = LISTS.has(name) ? listOf(payload, from) : oneOf(payload, from);
    if (found !== undefined) mapped[name] = found;
  }
  return mapped;
}

function oneOf(payload: Readonly<Record<string, unknown>>, { claim, values, value }: ClaimSource): unknown {
  if (claim === undefined) return value;
  const held = claimAt(payload, claim);
  const all = Array.isArray(held) ? held : [held];
  if (values === undefined) return all.length === 1 ? all[0] : undefined;
  const [, meant] = Object.entries(values).find(([theirs]) => all.includes(theirs)) ?? [];
  return meant;
}

function listOf(payload: Readonly<Record<string, unknown>>, { claim, values, value }: ClaimSource): unknown {
  if (claim === undefined) return value === undefined ? undefined : [value];
  const held = claimAt(payload, claim);
  if (held === undefined) return undefined;
  const all = Array.isArray(held) ? held : [held];
  return values === undefined
    ? all
    : Object.entries(values).flatMap(([theirs, meant]) => (all.includes(theirs) ? [meant] : []));
}

/** A claim's name may hold dots of its own: `https://council.example/role`. */
function claimAt(payload: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let at: unknown = payload;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return at;
}
