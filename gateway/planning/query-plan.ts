/** A query plan as the planner writes it, in as far as it is run here: only `engine.ts` names the planner itself. */
export type PlanNode =
  | { readonly kind: 'Sequence'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'Parallel'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'Flatten'; readonly path: readonly (string | number)[]; readonly node: PlanNode }
  | {
      readonly kind: 'Condition';
      readonly condition: string;
      readonly ifClause?: PlanNode;
      readonly elseClause?: PlanNode;
    }
  | FetchNode
  /** Deferred parts and subscriptions: clients cannot ask for either. */
  | { readonly kind: 'Defer' }
  | { readonly kind: 'Subscription' };

export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly variableUsages?: readonly string[];
  /** What the subgraph must be told of an entity; absent where it is asked for no entity. */
  readonly requires?: readonly NeededSelection[];
  readonly operation: string;
  readonly operationKind: string;
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
  /** Arguments that are filled from fields further up (`@fromContext`). */
  readonly contextRewrites?: readonly Rewrite[];
}

export type NeededSelection =
  | {
      readonly kind: 'Field';
      readonly alias?: string;
      readonly name: string;
      readonly selections?: readonly NeededSelection[];
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition?: string;
      readonly selections: readonly NeededSelection[];
    };

/** A path's steps are response keys and `... on Type`; lists are gone through without a step. */
export type Rewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: 'KeyRenamer'; readonly path: readonly string[]; readonly renameKeyTo: string };
