export type Steps = readonly (string | number)[];

/** Why a null is not its agency's honest null. */
export type NullReason =
  | { readonly kind: 'agency'; readonly agency: string; readonly fault: FieldFault }
  /** Thrown by a resolver of the gateway's own subgraphs. */
  | { readonly kind: 'own'; readonly fault: unknown };

export interface NullCause {
  /** From the null down to the field that failed: response keys and places in lists. Empty: the null's own field. */
  readonly path: Steps;
  readonly why: NullReason;
}

/**
 * Stands in an answer's tree where a null would, whose agency did not say that nothing is held. It is at the place of the
 * null, so it goes wherever the null goes: into the tree, through lists, up to whatever may not hold a null.
 */
export class FaultyNull {
  constructor(readonly causes: readonly NullCause[]) {}

  static for(why: NullReason): FaultyNull {
    return new FaultyNull([{ path: [], why }]);
  }

  static failed(agency: string): FaultyNull {
    return FaultyNull.for({ kind: 'agency', agency, fault: 'failed' });
  }

  /** Of what holds this at `key`, and is null for it. */
  under(key: string | number): FaultyNull {
    return new FaultyNull(this.causes.map(({ path, why }) => ({ path: [key, ...path], why })));
  }

  /** Of what stands at `key` in what is null: for what failed there, or else for whatever failed beside it. */
  at(key: string | number): FaultyNull {
    const there = this.causes.filter(({ path }) => path[0] === key);
    if (there.length > 0) return new FaultyNull(there.map(({ path, why }) => ({ path: path.slice(1), why })));
    return this.itself();
  }

  /** Of something else that is null for what failed here. */
  itself(): FaultyNull {
    return new FaultyNull(this.causes.map(({ why }) => ({ path: [], why })));
  }
}

/** Why an agency's part of an answer is null at one field, where that does not mean that nothing is held. */
export type FieldFault = 'refused' | 'failed' | 'malformed';
