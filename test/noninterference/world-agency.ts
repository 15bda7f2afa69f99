/** Five agencies, served by the kit, over a world that can be put in another's place between two requests. */
import { join } from 'node:path';
import {
  type Agency,
  type AgencyContext,
  type Connector,
  type HeldFact,
  type HeldPerson,
  type MatchBlock,
  type Resolvers,
  type RunningAgency,
  serveAgency,
} from '@family-view/kit';
import { type AgencyName, agencySdl, familyKey, personKey } from '@family-view/schema';
import { actsOfAny } from '../acts-of-any';
import { fieldsAdded, growField, schemaOf } from './grow-record';
import type { AgencyHoldings, Holding, World } from './world';

/** A world to answer from, and what the agencies' own systems were asked for it. */
export interface Stage {
  world: World;
  readonly work: { readonly agency: AgencyName; readonly doing: string }[];
}

interface WorldConnector extends Connector {
  holdings(): AgencyHoldings;
  record(ref: string): Promise<Holding | null>;
}

export function serveWorldAgency(
  name: AgencyName,
  stage: Stage,
  options: { readonly jwksUrl: string; readonly dataDirectory: string; readonly now: () => Date },
  spoil: (connector: WorldConnector) => WorldConnector = (connector) => connector,
): Promise<RunningAgency> {
  const hasFamilies = schemaOf(name).getType('Family') !== undefined;
  const agency: Agency<WorldConnector> = {
    name,
    sdl: agencySdl(name),
    acts: actsOfAny(agencySdl(name)),
    personKey: personKey(name),
    ...(hasFamilies ? { familyKey: familyKey(name) } : {}),
    connector: spoil(connectorOver(name, stage)),
    resolvers: resolversOf(name),
  };
  return serveAgency(agency, {
    port: 0,
    ...options,
    dataDirectory: join(options.dataDirectory, name),
    timeLimitMs: 60_000,
    log: () => {},
  });
}

export type { WorldConnector };

function connectorOver(agency: AgencyName, stage: Stage): WorldConnector {
  const holdings = (): AgencyHoldings => stage.world.get(agency)!;
  const note = (doing: string): AgencyHoldings => {
    stage.work.push({ agency, doing });
    return holdings();
  };
  const get = (ref: string): Holding | null => holdings().people.get(ref) ?? null;
  return {
    holdings,
    today: () => '2026-11-22',
    coverage: async () => {
      note('coverage');
      return { from: '2015-01-01', to: null, area: null, currentAsOf: '2026-11-21T06:00:00Z', notCovered: [] };
    },
    find: async (block) => {
      const { people } = note(`find by ${block.by} ${block.value}`);
      return [...people.values()].map(({ held }) => held).filter((held) => isFoundBy(held, block));
    },
    people: async (refs) => {
      note('people');
      return refs.map((ref) => get(ref)?.held ?? null);
    },
    involvements: async (refs) => {
      note('involvements');
      return refs.map((ref) => get(ref)?.involvements ?? []);
    },
    groups: async (refs) => {
      const { groups } = note('groups');
      return refs.map((ref) => groups.filter(({ members }) => members.some((member) => member.ref === ref)));
    },
    facts: async (refs, kinds, requester) => {
      note(`facts ${kinds.join(' ')}`);
      return refs.map((ref) => factsOf(get(ref), requester.id).filter(({ kind }) => kinds.some((one) => one === kind)));
    },
    roster: async ({ area, mine, first, after }, requester) => {
      const { people } = note('roster');
      const left = [...people]
        .filter(([, one]) => (area === null || one.area === area) && (!mine || one.worker === requester.id))
        .map(([ref]) => ref)
        .filter((ref) => after === null || ref > after)
        .sort();
      const page = left.slice(0, first);
      return { refs: page, next: left.length > first ? (page.at(-1) ?? null) : null };
    },
    count: async () => [],
    record: async (ref) => {
      note('record');
      return get(ref);
    },
    close: async () => {},
  };
}

function isFoundBy(held: HeldPerson, block: MatchBlock): boolean {
  if (block.by === 'name') return held.familyName === block.value && held.givenName === block.givenName;
  const { by, value } = block;
  return held[by] === value || (by === 'nhsNumber' && held.supersededNhsNumbers.includes(value));
}

const factsOf = (holding: Holding | null, requester: string): readonly HeldFact[] =>
  holding === null
    ? []
    : [
        { kind: 'AREA', value: holding.area, from: null, until: null },
        { kind: 'NEED_LEVEL', value: 'COMPLEX', from: null, until: null },
        { kind: 'CONSENT', value: 'GIVEN', from: null, until: null },
        ...(holding.worker === requester
          ? [{ kind: 'RELATIONSHIP', value: 'LEAD_PROFESSIONAL', from: null, until: null } as const]
          : []),
      ];

/** Reads by the key alone and leaves closing to the kit; a household leaves out whom the agency closes, as it must. */
function resolversOf(agency: AgencyName): Resolvers<WorldConnector> {
  type Context = AgencyContext<WorldConnector>;
  type Parent = Readonly<Record<string, string>>;
  const entity = (type: string, key: string, load: (ref: string, field: string, context: Context) => unknown) => {
    const fields = fieldsAdded(agency, type, key);
    if (fields.length === 0) return {};
    const resolve = (field: string) => (parent: Parent, _: unknown, context: Context) =>
      load(parent[key] ?? '', field, context);
    return {
      [type]: {
        __resolveReference: (reference: unknown) => reference,
        ...Object.fromEntries(fields.map((field) => [field, resolve(field)])),
      },
    };
  };
  const person = async (ref: string, field: string, { connector }: Context) =>
    (await connector.record(ref)) && growField(agency, 'Person', field, ref);
  const family = async (ref: string, field: string, { connector, isClosed }: Context) => {
    const group = connector.holdings().groups.find((one) => one.ref === ref);
    const grown = growField(agency, 'Family', field, ref);
    if (!group || field !== 'household') return group ? grown : null;
    const closed = await Promise.all(group.members.map((member) => isClosed(member.ref)));
    const open = group.members.filter((_, at) => !closed[at]);
    const members = open.map((member) => ({ fullName: member.ref, personTenureType: null, isResponsible: null }));
    return { ...(grown as object), members, numberOfChildrenInProperty: members.length };
  };
  return {
    ...entity('Person', personKey(agency), person),
    ...entity('Family', familyKey(agency), family),
  } as Resolvers<WorldConnector>;
}
