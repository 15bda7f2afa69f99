/**
 * Who may see what, read by itself from the protocol's text and the agencies' SDL. Shares no code with the gateway: what
 * it says is compared with what the gateway does.
 */
import { AGENCIES, agencySdl } from '@family-view/schema';
import { type DirectiveNode, Kind, parse, valueFromASTUntyped, visit } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

export interface Asker {
  readonly role: string;
  readonly organisationType: string;
  readonly organisation: string;
  readonly purpose: string;
}

/** Any one inner list is enough; in it every stream is needed. No inner list: never. */
export type Guard = readonly (readonly string[])[];
export const NEVER: Guard = [];
export const needs = (stream: string): Guard => [[stream]];

export type Share = 'identity' | 'address' | 'identifiers';

/** What one asker may have. `if`: only under a condition about the family or the asker. */
export interface Standing {
  readonly asker: Asker;
  says(stream: string): 'yes' | 'if' | 'no';
  /** Some stream depends on a fact: agencies may then be asked for facts. */
  readonly dependsOnFacts: boolean;
  allows(guards: readonly Guard[]): boolean;
  flows(from: string, share: Share, to: string): boolean;
}

const anyOr = z.union([z.literal('ANY'), z.array(z.string())]);
const day = z.union([z.string(), z.date().transform((date) => date.toISOString().slice(0, 10))]);
const protocolForm = z.object({
  protocol: z.object({
    status: z.string(),
    validFrom: day,
    validUntil: day,
    review: z.object({ next: day, onOverdue: z.string() }),
  }),
  parties: z.array(z.object({ id: z.string(), signed: z.object({ on: day }).optional() })),
  flows: z
    .array(z.object({ by: z.string(), shares: z.array(z.string()), to: z.array(z.string()), purposes: anyOr }))
    .default([]),
  clauses: z.array(
    z.object({
      by: z.string(),
      shares: z.array(z.string()),
      effect: z.enum(['ALLOW', 'DENY']).default('ALLOW'),
      to: z.object({
        roles: anyOr.optional(),
        organisationTypes: z.array(z.string()).optional(),
        organisations: z.array(z.string()).optional(),
      }),
      purposes: anyOr,
      when: z.object({ from: day.optional(), until: day.optional() }).default({}),
      conditions: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
type Clause = z.infer<typeof protocolForm>['clauses'][number];

export interface Oracle {
  standing(asker: Asker): Standing;
}

export function readOracle(protocolText: string, today: string): Oracle {
  const { protocol, parties, flows, clauses } = protocolForm.parse(parseYaml(protocolText));
  const inForce =
    protocol.status === 'IN_FORCE' &&
    protocol.validFrom <= today &&
    today <= protocol.validUntil &&
    (protocol.review.onOverdue !== 'DENY' || today <= protocol.review.next);
  const signed = new Set(parties.filter(({ signed: by }) => by && by.on <= today).map(({ id }) => id));
  const holds = (list: 'ANY' | readonly string[] | undefined, value: string): boolean =>
    list === undefined || list === 'ANY' || list.includes(value);
  const names = ({ to, purposes, when }: Clause, asker: Asker): boolean =>
    holds(to.roles, asker.role) &&
    holds(to.organisationTypes, asker.organisationType) &&
    holds(to.organisations, asker.organisation) &&
    holds(purposes, asker.purpose) &&
    (when.from ?? today) <= today &&
    today <= (when.until ?? today);
  // An organisation is more specific than its kind, and its kind than a role.
  const precision = ({ to }: Clause): number =>
    (to.organisations ? 100 : 0) + (to.organisationTypes ? 10 : 0) + (to.roles && to.roles !== 'ANY' ? 1 : 0);

  const judge = (asker: Asker, stream: string): 'yes' | 'if' | 'no' => {
    const [agency = '', share = ''] = stream.split(':');
    if (!inForce || !signed.has(agency)) return 'no';
    const about = clauses.filter(
      (clause) => clause.by === agency && clause.shares.includes(share) && names(clause, asker),
    );
    if (about.length === 0 || about.some(({ effect }) => effect === 'DENY')) return 'no';
    const most = Math.max(...about.map(precision));
    const decisive = about.filter((clause) => precision(clause) === most);
    return decisive.some(({ conditions }) => Object.keys(conditions).length === 0) ? 'yes' : 'if';
  };

  return {
    standing: (asker) => {
      const said = new Map<string, 'yes' | 'if' | 'no'>();
      const says = (stream: string): 'yes' | 'if' | 'no' => {
        const known = said.get(stream) ?? judge(asker, stream);
        said.set(stream, known);
        return known;
      };
      const shared = clauses.flatMap(({ by, shares }) => shares.map((share) => `${by}:${share}`));
      return {
        asker,
        says,
        dependsOnFacts: shared.some((stream) => says(stream) === 'if'),
        allows: (guards) => guards.every((guard) => guard.some((all) => all.every((stream) => says(stream) === 'yes'))),
        flows: (from, share, to) =>
          inForce &&
          from !== to &&
          signed.has(from) &&
          signed.has(to) &&
          flows.some(
            (flow) =>
              flow.by === from &&
              flow.to.includes(to) &&
              flow.shares.includes(share) &&
              holds(flow.purposes, asker.purpose),
          ),
      };
    },
  };
}

/** What each agency's SDL states for a type (`Maternity`) or a field (`HealthRecord.maternity`). */
export type StatedGuards = ReadonlyMap<string, readonly Guard[]>;

export function readGuards(agency: string): StatedGuards {
  const stated = new Map<string, readonly Guard[]>();
  const note = (name: string, directives: readonly DirectiveNode[] | undefined): void => {
    const guards = (directives ?? [])
      .filter((one) => one.name.value === 'policy')
      .map((one): Guard => {
        const policies = one.arguments?.[0];
        if (policies?.name.value !== 'policies') throw new TypeError(`@policy of ${name} names no policies`);
        return z.array(z.array(z.string())).parse(valueFromASTUntyped(policies.value));
      });
    if (guards.length > 0) stated.set(name, [...(stated.get(name) ?? []), ...guards]);
  };
  let type = '';
  visit(parse(agencySdl(agency)), {
    enter(node) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION) {
        type = node.name.value;
        note(type, node.directives);
      }
      if (node.kind === Kind.FIELD_DEFINITION) note(`${type}.${node.name.value}`, node.directives);
    },
  });
  return stated;
}

export const guardsOfAgencies: ReadonlyMap<string, StatedGuards> = new Map(
  AGENCIES.map((agency) => [agency, readGuards(agency)]),
);

/** The guards a field adds to those of the way down to it: its own, and those of the type it returns. */
export const guardsAt = (stated: StatedGuards, coordinate: string, returns: string): readonly Guard[] => [
  ...(stated.get(coordinate) ?? []),
  ...(stated.get(returns) ?? []),
];

/**
 * Which stream of an agency's contract opens each cell that the gateway's own part of the schema shows, written down from
 * DESIGN.md section 5 and the comments of contract.graphql.
 */
export const CONTRACT_STREAM = {
  Identity: (field: string): Share =>
    /^(nhsNumber|nhsNumberVerified|upn|laChildId)$/.test(field)
      ? 'identifiers'
      : /^(postcode|uprn)$/.test(field)
        ? 'address'
        : 'identity',
  Involvement: (field: string): 'contact' | 'existence' =>
    /^(contact|team|role)$/.test(field) ? 'contact' : 'existence',
  GroupMember: 'family',
} as const;
