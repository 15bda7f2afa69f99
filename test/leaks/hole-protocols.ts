/** The agreed protocols with a little more, so that every part of the language decides something for somebody. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const form = z.looseObject({
  parties: z.array(z.looseObject({ id: z.string() })),
  flows: z.array(z.looseObject({ id: z.string() })).optional(),
  clauses: z.array(z.looseObject({ id: z.string() })),
  exceptions: z.array(z.unknown()).default([]),
});
type Protocol = z.infer<typeof form>;
type Change = (protocol: Protocol) => Protocol;

const changeAll =
  (change: Change) =>
  (texts: readonly string[]): readonly string[] =>
    texts.map((text) => stringify(change(form.parse(parse(text)))));

const HEAD = { roles: ['HEAD_OF_CENTRE'] };
const MORE = [
  { id: 'MORE-01', by: 'health', shares: ['maternity'], to: HEAD, purposes: ['EARLY_HELP'] },
  {
    id: 'MORE-02',
    by: 'health',
    shares: ['development'],
    to: HEAD,
    purposes: ['EARLY_HELP'],
    when: { until: '2026-04-02' },
  },
  {
    id: 'MORE-03',
    by: 'health',
    shares: ['appointments'],
    to: HEAD,
    purposes: ['EARLY_HELP'],
    when: { trigger: 'ON_CASE' },
  },
  {
    id: 'MORE-04',
    by: 'childrens-centre',
    shares: ['identity'],
    to: { roles: ['FAMILY_SUPPORT_LEAD'], organisationTypes: ['CHILDRENS_CENTRE'] },
    purposes: ['EARLY_HELP'],
    transform: { dateOfBirth: 'YEAR_OF_BIRTH', others: 'SHOWN' },
  },
];

/** Closed while it is not known who is so marked: those of Best Start that name no address are open then. */
const CLOSED_WHILE_UNKNOWN = {
  id: 'MORE-EXCEPT-01',
  streams: ['housing:arrears', 'housing:notices'],
  subjects: { marker: ['ADOPTED'] },
  reason: 'Nobody may tell the others who is meant',
};

/** Of whom the landlord has on its roster nothing could be told to others. */
const withoutRoster = (clause: Protocol['clauses'][number]) =>
  clause.id === 'OWN-04' ? { ...clause, shares: ['address'] } : clause;

/** The landlord passes nothing on to others; health has left the second protocol. */
export const withMore = changeAll((protocol) =>
  protocol.flows
    ? {
        ...protocol,
        clauses: [...protocol.clauses.map(withoutRoster), ...MORE],
        exceptions: [...protocol.exceptions, CLOSED_WHILE_UNKNOWN],
        flows: protocol.flows.filter(({ id }) => id !== 'LINK-04'),
      }
    : {
        ...protocol,
        parties: protocol.parties.map((party) =>
          party.id === 'health' ? { ...party, withdrew: { on: '2026-06-01' } } : party,
        ),
      },
);

const without =
  (id: string, part: string): Change =>
  (protocol) => ({
    ...protocol,
    clauses: protocol.clauses.map((clause) => {
      const { [part]: _, ...rest } = clause;
      return clause.id === id ? { ...rest, id } : clause;
    }),
  });

/** A gateway that reads these protocols without one part of what they say. */
export const MISREADINGS = [
  {
    name: 'a refusal is not read',
    asked: 'head-of-centre',
    misread: changeAll((protocol) => ({
      ...protocol,
      clauses: protocol.clauses.filter(({ effect }) => effect !== 'DENY'),
    })),
  },
  {
    name: 'a clause goes on after its last day',
    asked: 'head-of-centre',
    misread: changeAll(without('MORE-02', 'when')),
  },
  { name: 'a clause needs no case', asked: 'head-of-centre', misread: changeAll(without('MORE-03', 'when')) },
  {
    name: 'who has left a protocol still shares under it',
    asked: 'early-help-access',
    misread: changeAll((protocol) => ({
      ...protocol,
      parties: protocol.parties.map(({ withdrew: _, ...party }) => ({ ...party, id: party.id })),
    })),
  },
  {
    name: 'what one agency holds passes to another without a flow',
    // The landlord's own officer holds no number to search by, and without a roster finds nobody.
    asked: 'head-of-centre',
    misread: changeAll((protocol) => ({
      ...protocol,
      ...(protocol.flows
        ? {
            flows: [
              ...protocol.flows,
              {
                id: 'LINK-04',
                by: 'housing',
                shares: ['identity', 'address'],
                to: ['health', 'education', 'social-care', 'childrens-centre'],
                purposes: ['EARLY_HELP'],
              },
            ],
          }
        : {}),
    })),
  },
] as const;
