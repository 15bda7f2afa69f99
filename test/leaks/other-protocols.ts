import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Random } from './random';

const form = z.looseObject({
  flows: z.array(z.looseObject({ shares: z.array(z.string()) })),
  streams: z.record(z.string(), z.unknown()),
  clauses: z.array(
    z.looseObject({
      shares: z.array(z.string()),
      effect: z.string().optional(),
      to: z.looseObject({ roles: z.union([z.literal('ANY'), z.array(z.string())]).optional() }),
    }),
  ),
});

/** For these purposes agencies may join their records. */
const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING'];
const ROLES = [
  'HEAD_OF_CENTRE',
  'FAMILY_SUPPORT_LEAD',
  'HEALTH_LEAD',
  'LEAD_PROFESSIONAL',
  'EARLY_HELP_ACCESS',
  'SOCIAL_WORKER',
  'SCHOOL_LEAD',
  'HOUSING_OFFICER',
  'ANALYST',
  'IG_OFFICER',
];
const KINDS = ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE'];
/** The landlord passes on no number, so whom it alone asserts could be joined with nobody. */
const LEFT_OUT = ['housing:family'];

/** Another protocol that might have been agreed: clauses lost, roles lost, others added, some refused. */
export function drawProtocol(agreed: string, random: Random): string {
  const protocol = form.parse(parse(agreed));
  const streams = Object.keys(protocol.streams).filter((stream) => !LEFT_OUT.includes(stream));
  const kept = protocol.clauses.flatMap((clause) => {
    const shares = random.some(clause.shares, 0.8);
    const { roles } = clause.to;
    const named = Array.isArray(roles) ? random.some(roles, 0.85) : roles;
    return shares.length === 0 || named?.length === 0
      ? []
      : [{ ...clause, shares, to: { ...clause.to, ...(named ? { roles: named } : {}) } }];
  });
  const some = <T>(from: readonly T[], probability: number): readonly T[] => {
    const picked = random.some(from, probability);
    return picked.length > 0 ? picked : [random.pick(from)];
  };
  const draw = (id: string, to: object, more: object = {}): object => {
    const by = random.pick(streams).split(':')[0]!;
    const shares = some(
      streams.filter((stream) => stream.startsWith(`${by}:`)),
      0.25,
    ).map((stream) => stream.split(':')[1]!);
    return { id, by, shares, to, purposes: some(PURPOSES, 0.5), ...more };
  };
  const added = [
    ...Array.from({ length: 10 }, (_, at) => draw(`DRAWN-${at}`, { roles: some(ROLES, 0.3) })),
    ...Array.from({ length: 2 }, (_, at) => draw(`DRAWN-ORG-${at}`, { organisationTypes: some(KINDS, 0.3) })),
    ...Array.from({ length: 3 }, (_, at) =>
      draw(
        `DRAWN-IF-${at}`,
        { roles: some(ROLES, 0.3), organisationTypes: some(KINDS, 0.4) },
        { conditions: { relationship: ['LEAD_PROFESSIONAL'] } },
      ),
    ),
    ...Array.from({ length: 3 }, (_, at) =>
      draw(`DRAWN-DENY-${at}`, { organisationTypes: some(KINDS, 0.3) }, { effect: 'DENY' }),
    ),
  ];
  const flows = protocol.flows.map((flow) => ({
    ...flow,
    shares: flow.shares.filter((share) => share !== 'address' || random.chance(0.5)),
  }));
  return stringify({ ...protocol, flows, clauses: [...kept, ...added] });
}
