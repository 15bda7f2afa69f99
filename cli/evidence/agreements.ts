/** What the agreements say, as rows of tables: for a DPIA, and for an audit of the partnership. */
import { lawfulWords, periodWords } from '@family-view/gateway/policy/explain/lawful-words';
import { listed, purposeTitle, roleTitle } from '@family-view/gateway/policy/explain/protocol-words';
import { columnsOf, whoMay } from '@family-view/gateway/policy/explain/who-may';
import type { openProtocols } from '../protocol/source';

type Protocol = ReturnType<typeof openProtocols>['protocol'];
export interface Sheet {
  /** File name without its end. */
  readonly name: string;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly none?: string;
}

const sentenceCase = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1).toLowerCase().replaceAll('_', ' ');
const SHARES: Readonly<Record<string, string>> = {
  identity: 'names and dates',
  address: 'address',
  identifiers: 'identifiers such as the NHS number',
  facts: 'facts by which conditions are settled',
  family: 'who belongs to a family',
  ties: 'that two people belong together',
};

export function agreementSheets(protocol: Protocol): readonly Sheet[] {
  const { documents } = protocol;
  const nameOf = (id: string): string => (id === 'gateway' ? 'Family View itself' : (protocol.party(id)?.name ?? id));
  return [
    {
      name: 'agreements',
      title: 'Agreements in force',
      heads: [
        'Agreement',
        'Version',
        'Status',
        'From',
        'Until',
        'Reviewed',
        'Next review',
        'If overdue',
        'DPIA',
        'Policy document',
      ],
      rows: documents.map(({ protocol: { title, version, status, validFrom, validUntil, review, dpia, ...more } }) => [
        title,
        String(version),
        sentenceCase(status),
        validFrom,
        validUntil,
        review.last ?? '',
        review.next,
        review.onOverdue === 'DENY' ? 'Nothing is shared' : 'A warning is given',
        dpia ? `${dpia.ref}${dpia.approved ? `, approved ${dpia.approved}` : ''}` : 'none named',
        more.appropriatePolicyDocument ?? 'none named',
      ]),
    },
    {
      name: 'parties',
      title: 'Who has signed',
      heads: ['Agreement', 'Party', 'Signed by', 'On', 'Withdrew'],
      rows: documents.flatMap((one) =>
        one.parties.map(({ name, signed, withdrew }) => [
          one.protocol.title,
          name,
          signed?.by ?? 'not signed: nothing of theirs is shared',
          signed?.on ?? '',
          withdrew?.on ?? '',
        ]),
      ),
    },
    {
      name: 'lawful-basis',
      title: 'Purposes and their lawful basis',
      heads: ['Agreement', 'Purpose', 'Lawful basis', 'Duty of confidence', 'Consent', 'Needs a case'],
      rows: documents.flatMap((one) =>
        one.purposes.map(({ title, lawful, consent, caseReference }) => [
          one.protocol.title,
          title,
          lawful ? lawfulWords(lawful).join('; ') : 'none named',
          lawful?.confidence ? sentenceCase(lawful.confidence) : '',
          consent ? `${consent.required ? 'required' : 'not required'}${consent.recorded ? ', recorded' : ''}` : '',
          caseReference ? 'yes' : 'no',
        ]),
      ),
    },
    {
      name: 'flows',
      title: 'Flows between agencies, for finding who is who',
      heads: ['Agreement', 'Flow', 'From', 'What', 'To', 'For'],
      rows: documents.flatMap((one) =>
        (one.flows ?? []).map(({ id, by, shares, to, purposes }) => [
          one.protocol.title,
          id,
          nameOf(by),
          listed(shares.map((share) => SHARES[share] ?? share)),
          listed(to.map(nameOf)),
          purposes === 'ANY' ? 'any purpose' : listed(purposes.map((purpose) => purposeTitle(documents, purpose))),
        ]),
      ),
    },
    matrixSheet(protocol),
    {
      name: 'retention',
      title: 'Retention',
      heads: ['Agreement', 'What was shown', 'Who looked, and why'],
      rows: documents.map(({ protocol: { title }, retention }) => [
        title,
        'not kept',
        retention?.audit ? `kept for ${periodWords(retention.audit)}, then removed by whole months` : 'no period named',
      ]),
    },
  ];
}

const DECISIONS = { GRANTED: 'all of it', MASKED: 'in part', CONDITIONAL: 'where conditions are met' } as const;

function matrixSheet(protocol: Protocol): Sheet {
  const { documents } = protocol;
  const columns = columnsOf(protocol);
  const terms = new Map(documents.toReversed().flatMap((one) => Object.entries(one.streams)));
  return {
    name: 'matrix',
    title: 'Who may see what, for what',
    heads: [
      'Agency',
      'What',
      'Special category',
      'Role',
      'Purpose',
      'How much',
      'On what it depends, or what is left',
      'Clause',
    ],
    rows: [...terms].flatMap(([stream, { label, special }]) =>
      whoMay(stream, columns).map(({ role, purpose, decision, clause, terms }) => [
        protocol.party(stream.split(':')[0]!)?.name ?? 'Family View itself',
        label,
        special ? 'yes' : 'no',
        roleTitle(documents, role),
        purposeTitle(documents, purpose),
        DECISIONS[decision],
        terms ?? '',
        clause ?? '',
      ]),
    ),
  };
}
