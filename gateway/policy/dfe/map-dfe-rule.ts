import type { Purpose } from '../../identity/types';
import { isContractStream } from '../lint/contract-names';
import type { Clause, StreamTerms } from '../read/protocol-document';
import type { DfeRule } from './dfe-directory';
import { streamWord } from './name-dfe-parties';

export interface MappedRule {
  /** Null where nothing of the rule can be said in our words. */
  readonly clause: Clause | null;
  readonly streams: Readonly<Record<string, StreamTerms>>;
  /** It may refuse what other rules of its organisation allow, and cannot be carried over: nothing of them may be. */
  readonly blocks: boolean;
  readonly notMapped: readonly string[];
}

const PURPOSES: Readonly<Record<string, Purpose>> = { SAFEGUARDING: 'SAFEGUARDING' };
const TYPES: readonly string[] = ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE'];
const MODES: readonly string[] = ['EXISTENCE', 'CONTENT'];

/**
 * One rule of a policy as a clause. What has no word here is dropped and listed. Dropping narrows: our protocol can
 * name neither the recipient, nor the purpose, nor the part that was dropped.
 */
export function mapRule(
  rule: DfeRule,
  {
    id,
    by,
    orgName,
    place,
    isParty,
  }: {
    readonly id: string;
    readonly by: string;
    readonly orgName: string;
    readonly place: string;
    readonly isParty: (orgId: string) => boolean;
  },
): MappedRule {
  const notMapped: string[] = [];
  const keep = (values: readonly string[], known: (value: string) => boolean, what: string): readonly string[] => {
    for (const value of values) if (!known(value)) notMapped.push(`${place}: ${what} ${value}.`);
    return values.filter(known);
  };
  const leftOut = (why: string, blocks = false): MappedRule => ({
    clause: null,
    streams: {},
    blocks,
    notMapped: [...notMapped, `${place}: not imported; ${why}.`],
  });

  const effect = effectOf(rule);
  if (effect === undefined) return leftOut(`its effect "${rule.effect}" is neither allow nor deny`, true);
  const vague = vagueness(rule);
  if (vague !== null) return leftOut(vague, effect === 'DENY');
  const modes = keep(rule.modes, (mode) => MODES.includes(mode), 'no level of detail is called');
  const types = keep(rule.destOrgTypes, (type) => TYPES.includes(type), 'no party here is of the type');
  const organisations = keep(rule.destOrgIds, (orgId) => isParty(orgId), 'no party here is');
  const purposes = keep(rule.purposes, (purpose) => Object.hasOwn(PURPOSES, purpose), 'no purpose here is called');
  const streams = streamsOf(modes, rule.recordTypes, by, orgName);
  if (Object.keys(streams).length === 0) return leftOut('no part of what it shares is left');
  if (types.length + organisations.length === 0) return leftOut('nobody whom it names is a party here');
  if (purposes.length === 0) return leftOut('none of its purposes is one here');
  const when = daysOf(rule, effect);
  if (when.from !== undefined && when.until !== undefined && when.until < when.from)
    return leftOut('no whole day is left of its dates');
  if (rule.recordTypes.length > 1 && modes.includes('EXISTENCE'))
    notMapped.push(`${place}: existence is one stream here, not one for each of ${rule.recordTypes.join(', ')}.`);
  const clause: Clause = {
    id,
    by,
    shares: Object.keys(streams).map((stream) => stream.split(':')[1]!),
    ...(effect === 'DENY' ? { effect } : {}),
    to: types.length > 0 ? { organisationTypes: types } : { organisations },
    purposes: [...new Set(purposes.map((purpose) => PURPOSES[purpose]!))],
    ...(Object.keys(when).length > 0 ? { when } : {}),
  };
  return { clause, streams, blocks: false, notMapped };
}

function effectOf({ effect }: DfeRule): Clause['effect'] {
  const lower = effect.toLowerCase();
  if (lower === 'allow') return 'ALLOW';
  return lower === 'deny' ? 'DENY' : undefined;
}

/** A list that is empty may mean everything or nothing: nobody guesses which. */
function vagueness({ modes, recordTypes, destOrgTypes, destOrgIds, purposes }: DfeRule): string | null {
  for (const [name, list] of Object.entries({ modes, recordTypes, purposes }))
    if (list.length === 0) return `it names no ${name}`;
  if (destOrgTypes.length + destOrgIds.length === 0) return 'it names no recipient';
  return destOrgTypes.length > 0 && destOrgIds.length > 0 ? 'it names types and organisations at once' : null;
}

function streamsOf(
  modes: readonly string[],
  recordTypes: readonly string[],
  by: string,
  orgName: string,
): Readonly<Record<string, StreamTerms>> {
  const streams: Record<string, StreamTerms> = {};
  if (modes.includes('EXISTENCE') && recordTypes.length > 0)
    streams[`${by}:existence`] = { detail: 'EXISTENCE', label: `that ${orgName} works with this person` };
  if (modes.includes('CONTENT'))
    // Whether a record type is special-category data the policy does not say: taken for it until somebody says not.
    for (const type of recordTypes)
      streams[`${by}:${recordStream(type)}`] = {
        detail: 'CONTENT',
        label: `${type} of ${orgName}`,
        special: true,
      };
  return streams;
}

/** A record type may be called like a stream of the contract, and is not that. */
function recordStream(type: string): string {
  const word = streamWord(type) || 'record';
  return isContractStream(word) ? `${word}-record` : word;
}

const DAY_MS = 86_400_000;

/**
 * Whole days from moments, the end not counted in. An ALLOW keeps only days that lie wholly within; a DENY keeps every
 * day that it touches.
 */
function daysOf(
  { validFrom, validUntil }: DfeRule,
  effect: Clause['effect'],
): { readonly from?: string; readonly until?: string } {
  const day = (moment: number): string => new Date(moment * DAY_MS).toISOString().slice(0, 10);
  const wholly = effect !== 'DENY';
  const from = validFrom ? Date.parse(validFrom) / DAY_MS : null;
  const until = validUntil ? Date.parse(validUntil) / DAY_MS : null;
  return {
    ...(from === null ? {} : { from: day(wholly ? Math.ceil(from) : Math.floor(from)) }),
    ...(until === null ? {} : { until: day((wholly ? Math.floor(until) : Math.ceil(until)) - 1) }),
  };
}
