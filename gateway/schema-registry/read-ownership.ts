import { CONTRACT_SINCE, CONTRACT_VERSION } from '@family-view/schema';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { FamilyViewError } from '../errors';
import { RELATIONSHIPS } from '../policy/read/protocol-document';

/** Facts that open something by the word of whoever owns them. Of age and date of birth each agency that holds a person has a say. */
export const OWNED_FACTS = [...RELATIONSHIPS, 'NEED_LEVEL', 'CONSENT', 'AREA'] as const;
export type OwnedFact = (typeof OWNED_FACTS)[number];
const facts = z.array(z.enum(OWNED_FACTS)).default([]);

const agency = z.strictObject({
  keys: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{3,60}$/, 'expected small letters, figures and hyphens'),
      publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected an Ed25519 public key, 43 characters of base64url'),
      until: z.iso.date().optional(),
    }),
  ),
  joins: z.array(z.string().regex(/^(Person|Family|Query|Mutation)\.\w+$/, 'expected a field as Person.health')),
  acts: z.array(z.string().regex(/^[a-z]\w*$/, 'expected the name of a mutation')).default([]),
  hosts: z.array(z.string().regex(/^[a-z0-9.:[\]-]+$/, 'expected a host as records.example or records.example:8443')),
  facts,
  ownFacts: facts,
  contract: z.int().min(1).max(CONTRACT_VERSION).default(CONTRACT_VERSION),
});
const form = z.strictObject({
  agencies: z.record(z.string(), agency),
  operators: z.strictObject({ keys: agency.shape.keys }),
});

/** A public key that may sign what is published. `until`: the last ISO day on which it may. */
export interface OwnerKey {
  readonly id: string;
  readonly publicKey: string;
  readonly until?: string | undefined;
}
/** What an agency may publish: under whose keys, which fields of joined types, and where it may be reached. */
export interface AgencyOwnership {
  readonly keys: readonly OwnerKey[];
  readonly joins: readonly string[];
  /** Mutations that it may take: several agencies may take the same. */
  readonly acts: readonly string[];
  readonly hosts: readonly string[];
  /** Facts that count by its word wherever a clause asks for them, and those that count for its own streams alone. */
  readonly facts: readonly OwnedFact[];
  readonly ownFacts: readonly OwnedFact[];
  /** The version of the contract that it answers: the newest, unless an earlier one is named. */
  readonly contract: number;
}
/** `schema/ownership.yaml`: who may publish what. `operators`: who may roll back. */
export interface Ownership {
  readonly agencies: ReadonlyMap<string, AgencyOwnership>;
  readonly operators: readonly OwnerKey[];
}

export const NO_OWNERSHIP: Ownership = { agencies: new Map(), operators: [] };

export class BadOwnership extends FamilyViewError {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'), { code: 'BAD_OWNERSHIP' });
  }
}

/** @throws {BadOwnership} with file and line of each fault. */
export function readOwnership(file: string, text: string): Ownership {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    throw new BadOwnership(
      document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`),
    );
  const read = form.safeParse(document.toJS());
  if (!read.success)
    throw new BadOwnership(read.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`));
  const { agencies, operators } = read.data;
  const owner = new Map<string, string>();
  for (const [name, { joins }] of Object.entries(agencies))
    for (const coordinate of joins) {
      if (owner.has(coordinate))
        throw new BadOwnership([
          `${file}: ${coordinate} is given to ${owner.get(coordinate)} and to ${name}; it has one owner.`,
        ]);
      owner.set(coordinate, name);
    }
  return { agencies: new Map(Object.entries(agencies)), operators: operators.keys };
}

const below = ({ agencies }: Ownership, version: number): ReadonlySet<string> =>
  new Set([...agencies].flatMap(([name, { contract }]) => (contract < version ? [name] : [])));

/** Agencies whose contract is too early for their word to join other agencies' records. */
export const ofEarlierContract = (ownership: Ownership): ReadonlySet<string> =>
  below(ownership, CONTRACT_SINCE.recognises);

/** Agencies whose contract is too early to countersign the audit. */
export const withoutCountersigning = (ownership: Ownership): ReadonlySet<string> =>
  below(ownership, CONTRACT_SINCE.countersigns);

/** Agencies whose contract is too early to take part in a cohort. */
export const withoutCohorts = (ownership: Ownership): ReadonlySet<string> => below(ownership, CONTRACT_SINCE.cohorts);

/** Agencies whose contract is too early to tell what a person has asked about their record. */
export const withoutNotes = (ownership: Ownership): ReadonlySet<string> => below(ownership, CONTRACT_SINCE.notes);
