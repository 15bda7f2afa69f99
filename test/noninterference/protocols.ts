/** The agreed protocols, changed where two worlds are meant to be told apart, or where they could not be otherwise. */
import { type NamedText, publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import type { Asking } from './askings';

interface Clause {
  readonly by: string;
  /** None where it says who may do something. */
  readonly shares?: readonly string[];
  readonly to: { readonly roles?: readonly string[] | 'ANY' };
  readonly purposes: readonly string[] | 'ANY';
}
interface Agreed {
  readonly exceptions?: unknown;
  readonly clauses: readonly Clause[];
}

/** Whom an agency's existence is closed to here: more roles than agreed, and of one organisation not all. */
const KNOW_NOTHING_OF: Readonly<Record<string, readonly string[]>> = {
  health: ['SCHOOL_LEAD', 'EARLY_HELP_ACCESS'],
  education: ['LEAD_PROFESSIONAL'],
  'social-care': ['HEAD_OF_CENTRE', 'SCHOOL_LEAD'],
  housing: ['HEALTH_LEAD', 'FAMILY_SUPPORT_LEAD'],
  'childrens-centre': ['SOCIAL_WORKER'],
};

/**
 * With `exceptions` a SHIELDED marker at one agency closes addresses at the others: the partners chose to tell that much.
 * The main run is without.
 */
export function protocolsOf({ exceptions }: { readonly exceptions: boolean }): readonly NamedText[] {
  return publishedProtocols().map(({ name, text }) => {
    const { exceptions: agreed, ...document } = parse(text) as Agreed;
    const clauses = document.clauses.map((clause) => {
      if (!clause.shares?.includes('existence') || !Array.isArray(clause.to.roles)) return clause;
      const roles = clause.to.roles.filter((role) => !KNOW_NOTHING_OF[clause.by]?.includes(role));
      return { ...clause, to: { ...clause.to, roles } };
    });
    return { name, text: stringify({ ...document, clauses, ...(exceptions && agreed ? { exceptions: agreed } : {}) }) };
  });
}

/** Agencies that share a stream of the contract with this asker, whoever it is about. */
export function agenciesSharing(
  stream: 'existence' | 'roster',
  { role, purpose }: Asking,
  protocols: readonly NamedText[],
): readonly AgencyName[] {
  const clauses = protocols.flatMap(({ text }) => (parse(text) as Agreed).clauses);
  const has = (list: readonly string[] | 'ANY' | undefined, one: string): boolean =>
    list === 'ANY' || list === undefined || list.includes(one);
  return AGENCIES.filter((agency) =>
    clauses.some(
      ({ by, shares, to, purposes }) =>
        by === agency && shares?.includes(stream) === true && has(to.roles, role) && has(purposes, purpose),
    ),
  );
}

/** Agencies of whose records this asker may not even know that there are any. */
export function unknowableTo(asking: Asking, protocols: readonly NamedText[]): readonly AgencyName[] {
  const known = agenciesSharing('existence', asking, protocols);
  return AGENCIES.filter((agency) => !known.includes(agency));
}
