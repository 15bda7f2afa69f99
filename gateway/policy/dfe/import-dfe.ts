import { Document, isMap } from 'yaml';
import { FamilyViewError } from '../../errors';
import type { Clause, Party, StreamTerms } from '../read/protocol-document';
import { type DfePolicy, type DfeRule, dfeDirectory } from './dfe-directory';
import { type MappedRule, mapRule } from './map-dfe-rule';
import { partyNames } from './name-dfe-parties';

/** A file that is not the DfE's directory of organisations and their data-sharing policy. */
export class NotADfePolicy extends FamilyViewError {
  constructor(faults: readonly string[]) {
    super(
      `This is not a DfE directory of organisations with a dsaPolicy:\n${faults.map((one) => `  ${one}`).join('\n')}`,
      {
        code: 'NOT_A_DFE_POLICY',
      },
    );
  }
}

export interface ImportedProtocol {
  /** A DRAFT in our shape. It shares nothing until somebody signs it and puts it in force. */
  readonly yaml: string;
  /** Each part of the policy that could not be carried over, and what it was taken for if for anything. */
  readonly notMapped: readonly string[];
}

const TYPES = ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE'];
/** What an import cannot know, and its signatories settle. */
const TO_SETTLE = 'to be settled';
const REVIEW_WITHIN_YEARS = 1;

/**
 * Reads the DfE's data-sharing policy (DFE-Digital/single-unique-identifier, `org-directory.json`) into a protocol.
 * What cannot be said in our words is left out and listed: an import narrows, it never widens. Connections and their
 * secrets are not read.
 */
export function importDfe(text: string, today: string): ImportedProtocol {
  const { organisations } = read(text);
  const notMapped: string[] = [];
  const known = organisations.filter(({ orgId, orgType }) => {
    if (TYPES.includes(orgType)) return true;
    notMapped.push(`${orgId}: organisations of the type ${orgType} are no party here; nothing of it is imported.`);
    return false;
  });
  const names = partyNames(known.map(({ orgId }) => orgId));
  const streams: Record<string, StreamTerms> = {};
  const lines: { readonly clause: Clause; readonly note: string }[] = [];
  for (const { orgId, orgName, dsaPolicy } of known) {
    const by = names.get(orgId)!;
    if (by !== orgId.toLowerCase())
      notMapped.push(`${orgId}: a party's name has no figures in it; it is "${by}" here.`);
    notMapped.push(...precedenceDoubts(orgId, dsaPolicy));
    const mapped = mapPolicy({ orgId, orgName, by, dsaPolicy }, (id) => names.has(id));
    notMapped.push(...mapped.flatMap((one) => one.notMapped));
    if (mapped.some(({ blocks }) => blocks)) {
      notMapped.push(`${orgId}: a rule that may refuse cannot be carried over, so nothing of its policy is imported.`);
      continue;
    }
    for (const { clause, streams: shared, note } of mapped) {
      if (!clause) continue;
      Object.assign(streams, shared);
      lines.push({ clause, note });
    }
  }
  const parties: Party[] = known.map(({ orgId, orgName, orgType }) => ({
    id: names.get(orgId)!,
    name: orgName,
    type: orgType,
    controller: 'SOLE',
  }));
  const clauses = lines.map(({ clause }) => clause);
  notMapped.push(
    ...(parties.length > 0
      ? WHAT_NO_POLICY_SAYS
      : ['No organisation of it could be a party: there is nothing to write.']),
  );
  return {
    yaml:
      parties.length > 0
        ? write(
            parties,
            streams,
            clauses,
            lines.map(({ note }) => note),
            today,
          )
        : '',
    notMapped,
  };
}

const WHAT_NO_POLICY_SAYS = [
  'A dsaPolicy names no roles: PRACTITIONER stands for everybody; put the real ones in its place.',
  'A dsaPolicy holds no signatures, lawful bases, reviews or duty lines: each is to be settled before the protocol is in force.',
  'A dsaPolicy says nothing of flows: without them no record can be joined to another.',
];

function mapPolicy(
  { orgId, orgName, by, dsaPolicy }: Pick<DfePolicy, 'orgId' | 'orgName' | 'dsaPolicy'> & { readonly by: string },
  isParty: (orgId: string) => boolean,
): readonly (MappedRule & { readonly note: string })[] {
  const placed = [
    ...dsaPolicy.defaults.map((rule, at) => ({ rule, place: `${orgId} default ${at + 1}` })),
    ...dsaPolicy.exceptions.map((rule, at) => ({ rule, place: `${orgId} exception ${at + 1}` })),
  ];
  return placed.map(({ rule, place }, at) => {
    const id = `${by.toUpperCase()}-${String(at + 1).padStart(2, '0')}`;
    const reason = rule.reason ? `: ${oneLine(rule.reason)}` : '';
    return {
      ...mapRule(rule, { id, by, orgName, place, isParty }),
      note: ` ${place}, policy of ${oneLine(dsaPolicy.version)}${reason}`,
    };
  });
}

function read(text: string): { readonly organisations: readonly DfePolicy[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotADfePolicy(['it is not JSON']);
  }
  const found = dfeDirectory.safeParse(value);
  if (!found.success)
    throw new NotADfePolicy(
      found.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  return found.data;
}

/** There, an exception overrides a default; here a DENY beats every ALLOW, whichever was meant to win. */
function precedenceDoubts(orgId: string, { defaults, exceptions }: DfePolicy['dsaPolicy']): readonly string[] {
  const denies = (rules: readonly DfeRule[]) => rules.some(({ effect }) => effect === 'deny');
  if (!denies(defaults) || !exceptions.some(({ effect }) => effect === 'allow')) return [];
  return [
    `${orgId}: an exception that allows cannot override a default that denies; where they meet, it stays denied.`,
  ];
}

function write(
  parties: readonly Party[],
  streams: Readonly<Record<string, StreamTerms>>,
  clauses: readonly Clause[],
  notes: readonly string[],
  today: string,
): string {
  const from =
    clauses
      .map(({ when }) => when?.from)
      .filter((day) => day !== undefined)
      .sort()[0] ?? today;
  const until = addYears(from > today ? from : today, REVIEW_WITHIN_YEARS);
  const document = new Document({
    protocol: {
      id: 'imported',
      version: 1,
      title: 'Imported from a DfE data-sharing policy',
      status: 'DRAFT',
      agreedBy: { body: TO_SETTLE, on: today },
      validFrom: from,
      validUntil: until,
      review: { next: until, onOverdue: 'DENY' },
    },
    parties,
    purposes: [
      { code: 'SAFEGUARDING', title: 'Protecting a child from harm', lawful: { art6: 'e' }, caseReference: true },
    ],
    roles: [{ code: 'PRACTITIONER', title: 'Practitioner', purposes: ['SAFEGUARDING'] }],
    streams,
    clauses,
  });
  document.commentBefore = ' Imported from a DfE data-sharing policy. A draft: nobody has agreed it.';
  const items = document.getIn(['clauses']);
  if (items && typeof items === 'object' && 'items' in items && Array.isArray(items.items))
    for (const [at, item] of items.items.entries()) if (isMap(item)) item.commentBefore = notes[at] ?? null;
  return document.toString({ lineWidth: 120 });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300);
const addYears = (day: string, years: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString().slice(0, 10);
};
