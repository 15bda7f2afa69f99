import type { MemberNode } from './cluster-members';
import type { Candidate } from './contract-replies';
import { foldName, givesNameAndBirthday, isExactly } from './exact-names';
import { certainOf } from './link-records';
import type { Subject } from './subject';
import { numbersAlone } from './typed-subject';

/** What an agency answered to what was typed, as far as its records could be read. */
export interface AnsweredTyped {
  readonly agency: string;
  /** What of the typed was told to it. */
  readonly told: Subject;
  readonly candidates: readonly Candidate[] | null;
}

/** One record that the typed words select, and by how much: a name and a birthday alone are less than the agency's own certainty. */
export interface Selected {
  readonly node: MemberNode;
  readonly by: 'record' | 'name';
}

/** Of how many candidates the records are read, to see which one is exactly the one named. */
const MOST_READ = 5;

/** The candidates that could be the one that was typed: the certain one, or those of whom one may be exactly so named. */
export function toRead({ told, candidates }: AnsweredTyped): readonly string[] {
  const certain = certainOf(candidates);
  if (certain !== null) return [certain];
  const all = candidates ?? [];
  return givesNameAndBirthday(told) && all.length <= MOST_READ ? all.map(({ ref }) => ref) : [];
}

/**
 * The record of an agency that is meant: its own certainty, or one alone of exactly this forename, surname and birthday.
 * Numbers without a name must all have been compared: that one of them is of this record does not say it of the other.
 */
export function selectRecord(answered: AnsweredTyped, typed: Subject, read: readonly MemberNode[]): Selected | null {
  const { agency, told, candidates } = answered;
  const certain = certainOf(candidates);
  if (certain !== null) {
    const node = read.find((one) => one.agency === agency && one.ref === certain)!;
    const { comparedOn } = candidates!.find(({ ref }) => ref === certain)!;
    const all = numbersAlone(typed).every((field) => comparedOn.includes(field));
    return all && isNamed(told) ? { node, by: 'record' } : null;
  }
  const [only, ...others] = exactlyNamed(answered, read);
  return only && others.length === 0 && !differsAnywhere(told, only) ? { node: only, by: 'name' } : null;
}

/** The agency's records of exactly the forename, surname and birthday that were typed. */
export const exactlyNamed = ({ agency, told }: AnsweredTyped, read: readonly MemberNode[]): readonly MemberNode[] =>
  read.filter(
    (node) =>
      node.agency === agency && node.identity !== null && givesNameAndBirthday(told) && isExactly(told, node.identity),
  );

/** An address and a birthday find nobody under a made-up name. */
function isNamed(told: Subject): boolean {
  const byNumber = told.nhsNumber ?? told.upn ?? told.laChildId;
  if (byNumber !== undefined) return true;
  return foldName(told.givenName) !== '' || foldName(told.familyName) !== '';
}

/** An address, a number or a sex that was typed, may be compared here, and is another in the record. */
export function differsAnywhere(told: Subject, { identity }: MemberNode): boolean {
  const sexes = [told.sex, identity?.sex].filter((sex) => sex === 'M' || sex === 'F');
  if (new Set(sexes).size > 1) return true;
  return (['postcode', 'uprn', 'nhsNumber', 'upn'] as const).some((field) => {
    const held = identity?.[field] ?? null;
    return told[field] !== undefined && held !== null && plain(told[field]) !== plain(held);
  });
}

const plain = (text: string): string => text.replace(/\s/g, '').replace(/^0+/, '').toUpperCase();
