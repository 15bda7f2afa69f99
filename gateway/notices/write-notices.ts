import type { Withheld } from '../authorize/types';
import type { Entry } from '../identity/types';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { WithheldReason } from '../policy/types';
import type { NoticeKind } from '../schema-registry/gateway-sdl/answer-sdl';
import type { AgencyOutcome, MaskedField } from './types';

/** How a withheld or unavailable part is told to the requester: what, why, and whom to ring. Never about anybody. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly agency: string | null;
  readonly stream: string | null;
  readonly reason: WithheldReason | 'AGENCY_UNAVAILABLE' | 'ASK_THE_AGENCY' | 'RULE_FAULT' | null;
  readonly fields: readonly string[];
  readonly message: string;
  readonly ring: string | null;
}

export function writeNotices(
  parts: {
    readonly withheld: readonly Withheld[];
    readonly masked: readonly MaskedField[];
    readonly outcomes: readonly AgencyOutcome[];
    readonly unanswered: ReadonlySet<string>;
    readonly possible: ReadonlySet<string>;
    /** Under a break-glass session: somebody of the family is not. */
    readonly leftOut?: boolean;
  },
  protocol: CompiledProtocol,
  entry: Entry,
): readonly Notice[] {
  const down = new Set([
    ...parts.outcomes.filter(({ fault }) => fault !== null).map(({ agency }) => agency),
    ...parts.unanswered,
  ]);
  return [
    ...withheldNotices(parts.withheld, protocol, entry),
    ...maskedNotices(parts.masked, protocol),
    ...(parts.leftOut ? [NOT_UNDER_THE_GLASS] : []),
    ...[...down].sort().map((agency): Notice => {
      const message = `${nameOf(protocol, agency)} could not be reached in time. This does not mean that nothing is held there.`;
      return {
        kind: 'UNAVAILABLE',
        agency,
        stream: null,
        reason: 'AGENCY_UNAVAILABLE',
        fields: [],
        message,
        ring: ringOf(protocol, agency),
      };
    }),
    ...[...parts.possible].sort().map((agency): Notice => {
      const message = `${nameOf(protocol, agency)} holds a record that may be of this person, and may not. Nothing of it is shown: ask them.`;
      return {
        kind: 'POSSIBLE_MATCH',
        agency,
        stream: null,
        reason: 'ASK_THE_AGENCY',
        fields: [],
        message,
        ring: ringOf(protocol, agency),
      };
    }),
  ];
}

function withheldNotices(withheld: readonly Withheld[], protocol: CompiledProtocol, entry: Entry): readonly Notice[] {
  const grouped = new Map<string, { first: Withheld; fields: string[] }>();
  for (const one of withheld) {
    const key = `${one.stream}|${one.reason}`;
    const group = grouped.get(key) ?? { first: one, fields: [] };
    group.fields.push(one.coordinate);
    grouped.set(key, group);
  }
  return [...grouped.values()].map(({ first: { stream, reason }, fields }): Notice => {
    const agency = stream?.split(':')[0] ?? null;
    return {
      kind: reason === 'RULE_FAULT' ? 'OUR_FAULT' : 'WITHHELD',
      agency,
      stream,
      reason,
      fields: fields.sort(),
      message: sentence(stream, reason, protocol, entry),
      ring: agency && ringOf(protocol, agency),
    };
  });
}

const NOT_UNDER_THE_GLASS: Notice = {
  kind: 'NOT_UNDER_THE_GLASS',
  agency: null,
  stream: null,
  reason: null,
  fields: [],
  message:
    'Somebody of this family is not shown under emergency access, and stays as they were: ask for the family without the header x-break-glass.',
  ring: null,
};

const SHOWN_AS: Readonly<Record<MaskedField['mask'], string>> = {
  YEAR_OF_BIRTH: 'of a date of birth only the year is shared',
  OUTWARD_POSTCODE: 'of a postcode only the first half is shared',
  RECORDED: 'only whether it is recorded is shared',
};

function maskedNotices(masked: readonly MaskedField[], protocol: CompiledProtocol): readonly Notice[] {
  const grouped = new Map<string, { first: MaskedField; fields: string[] }>();
  for (const one of masked) {
    const group = grouped.get(`${one.agency}|${one.mask}`) ?? { first: one, fields: [] };
    group.fields.push(one.coordinate);
    grouped.set(`${one.agency}|${one.mask}`, group);
  }
  return [...grouped.values()].map(
    ({ first: { agency, mask }, fields }): Notice => ({
      kind: 'MASKED',
      agency,
      stream: null,
      reason: null,
      fields: fields.sort(),
      message: `${nameOf(protocol, agency)}: ${SHOWN_AS[mask]}.`,
      ring: ringOf(protocol, agency),
    }),
  );
}

/** Also the message of the field's own error: one sentence, the same whoever the record is about. */
export function sentence(
  stream: string | null,
  reason: WithheldReason,
  protocol: CompiledProtocol,
  entry: Entry,
): string {
  const terms = stream === null ? undefined : protocol.stream(stream);
  const what = stream === null ? 'This' : capitalised(terms?.label ?? stream);
  const [shared, to] = terms?.detail === 'ACT' ? ['open', 'open to'] : ['shared', 'shared with'];
  const role = titleIn(protocol, 'roles', entry.requester.role);
  const purpose = titleIn(protocol, 'purposes', entry.purpose).toLowerCase();
  switch (reason) {
    case 'ROLE_NOT_NAMED':
      return `${what}: not ${to} the role ${role}.`;
    case 'PURPOSE_NOT_NAMED':
      return `${what}: not ${to} the role ${role} for ${purpose}.`;
    case 'NO_CLAUSE':
      return `${what}: no clause of the protocol ${shared === 'open' ? 'opens' : 'shares'} this.`;
    case 'DENIED_BY_CLAUSE':
      return `${what}: a clause of the protocol refuses this to the role ${role}.`;
    case 'AGGREGATE_ONLY':
      return `${what}: nothing but counts is shared for ${purpose}.`;
    case 'NEEDS_FACTS':
      return `${what}: ${shared} only under a condition about the family that could not be settled.`;
    case 'CONDITION_NOT_MET':
      return `${what}: ${shared} only under a condition that is not met here.`;
    case 'FACTS_UNKNOWN':
      return `${what}: ${shared} only under a condition that is not known to be met here.`;
    case 'PARTY_NOT_SIGNED':
      return `${what}: the agency has not signed the protocol.`;
    case 'PROTOCOL_NOT_IN_FORCE':
    case 'PROTOCOL_LAPSED':
      return `${what}: the protocol is not in force today.`;
    case 'RULE_FAULT':
      return `${what}: the gateway could not judge its own rule. This is our fault, not a refusal.`;
  }
}

const titleIn = ({ documents }: CompiledProtocol, kind: 'roles' | 'purposes', code: string): string => {
  const titled: readonly { readonly code: string; readonly title: string }[] = documents.flatMap((one) => [
    ...one[kind],
  ]);
  return titled.find((one) => one.code === code)?.title ?? code;
};
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const nameOf = (protocol: CompiledProtocol, agency: string): string => protocol.party(agency)?.name ?? agency;
const ringOf = (protocol: CompiledProtocol, agency: string): string | null => protocol.party(agency)?.duty ?? null;
