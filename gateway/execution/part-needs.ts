import { type ObjectShape, type ReadShape, shapesIn, type TypeShape } from '../planning/compile-shape';
import type { PartUsage } from '../planning/defer-usages';
import { HIDDEN_TYPENAME } from '../shared/hidden-keys';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import type { Group } from './shape-parts';
import type { PlanUnits, Unit, Writers } from './step-progress';

/** What has to be over before a group may leave. */
export interface PartNeeds {
  readonly needs: ReadonlyMap<Group, ReadonlySet<Unit>>;
  /** A stream leaves after the list that it is of: after one of these has. */
  readonly after: ReadonlyMap<PartUsage, ReadonlySet<Group>>;
}

/** What first leaves waits for linkage: who is meant, who asks about their own family, of whom too much is told. */
const FIRST = 'linkage';

/** Agencies on whose word it turns how a null that begins their part is told. */
const whyNull = ({ isEntry, owners, madeFrom }: ReadShape): readonly string[] =>
  isEntry ? [...(owners.length === 1 ? owners : []), ...madeFrom].filter((one) => !isOwnSubgraph(one)) : [];

/** Of what type an object is may come from another agency than the object, though nothing else of it is asked. */
const isOfSeveralTypes = (type: TypeShape): boolean =>
  type.kind === 'list' ? isOfSeveralTypes(type.item) : type.kind === 'abstract';

/**
 * Of each group of an answer, the steps of whose answers it is made: all steps at an agency of which any writes in it, so
 * that nothing the agency says later could close what has left.
 */
export function partNeeds(shape: ObjectShape, { leaves, unitOf, writers }: PlanUnits): PartNeeds {
  const needs = new Map<Group, Set<Unit>>([
    [null, new Set(leaves.filter(({ subgraph }) => subgraph === FIRST).map(unitOf))],
  ]);
  const after = new Map<PartUsage, Set<Group>>();
  const needsOf = (group: Group): Set<Unit> => {
    const known = needs.get(group) ?? new Set();
    needs.set(group, known);
    return known;
  };
  const walk = ({ fields }: ObjectShape, at: Writers | undefined, inherited: readonly Group[]): void => {
    for (const field of fields) {
      const groups: readonly Group[] = field.usages ?? inherited;
      for (const group of groups) needsOf(group);
      for (const { parent } of field.usages ?? []) for (let up = parent; up; up = up.parent) needsOf(up);
      if (field.kind === 'constant' || field.refused) continue;
      const below = at?.children.get(field.from);
      for (const group of groups)
        for (const unit of [...(below?.units ?? []), ...whyNull(field)]) needsOf(group).add(unit);
      const { stream } = field;
      if (stream) {
        needsOf(stream);
        after.set(stream, new Set([...(after.get(stream) ?? []), ...groups]));
      }
      const holding = !stream ? groups : stream.initialCount === 0 ? [stream] : [...groups, stream];
      if (isOfSeveralTypes(field.type))
        for (const group of holding)
          for (const unit of below?.children.get(HIDDEN_TYPENAME)?.units ?? []) needsOf(group).add(unit);
      for (const one of shapesIn(field.type)) walk(one, below, holding);
    }
  };
  walk(shape, writers, [null]);
  return { needs, after };
}
