/** An operation as an entry may have it. */

import type { DocumentNode, FieldNode, GraphQLField } from 'graphql';
import type { FieldDecision } from '../policy/decide/field-decisions';
import type { Stream } from '../policy/types';
import type { WithFields } from '../shared/graphql-ast';

export type Withheld = Extract<FieldDecision, { kind: 'withheld' }> & { readonly coordinate: string };

/** An operation as this entry may have it: what is withheld is not in it, nor any client's name for anything. */
export interface NarrowedOperation {
  /** Null where nothing is left to ask. */
  readonly document: DocumentNode | null;
  /** Names the narrowed text; the plan cache is keyed by it, never by the client's text. */
  readonly hash: string;
  /** The client's variables that the narrowed text still uses, each with our name for it. */
  readonly variables: readonly (readonly [client: string, canonical: string])[];
  /** Where a field's value stands in the engine's tree. */
  keyOf(node: FieldNode, field: GraphQLField<unknown, unknown>, type: WithFields): string;
  /** Response paths (`/Person.health`: client's keys by concrete type, no list positions) whose object was not asked for, because nothing in it is left. */
  readonly emptied: ReadonlyMap<string, readonly Withheld[]>;
  readonly withheld: readonly Withheld[];
  /** Places, named like those above, where objects of a closed type may stand of which something was asked: they are left out. */
  readonly leftOut: ReadonlyMap<string, readonly Withheld[]>;
  /** Coordinates that are asked for, with the streams that open them. */
  readonly asked: ReadonlyMap<string, readonly Stream[]>;
}
