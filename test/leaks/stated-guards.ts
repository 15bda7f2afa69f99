/** What the agencies' SDL states, read by itself: which streams open a type or a field. */
import { AGENCIES } from '@family-view/schema';
import { type DirectiveNode, Kind, parse, valueFromASTUntyped, visit } from 'graphql';
import { z } from 'zod';
import { canarySdl } from './canary-sdl';
import type { Guard } from './oracle';

/** What one agency's SDL states for a type (`Maternity`) or a field (`HealthRecord.maternity`). */
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
  visit(parse(canarySdl(agency)), {
    enter(node) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION) {
        type = node.name.value;
        note(type, node.directives);
      }
      if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) type = node.name.value;
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
