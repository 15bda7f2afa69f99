import type { Rule } from '../read/read-rules';

/** OR of ANDs of requirements, each of which somebody either meets or does not. `[[]]` asks for nothing. */
export type Alternatives = readonly (readonly string[])[];

/** What the security directives of a supergraph mean to those who serve it. */
export interface RuleReading {
  /** Whether a rule asks for more than everybody who enters has. */
  guards(rule: Rule): boolean;
  alternatives(rule: Rule): Alternatives;
  /** What a field is that no rule covers. */
  readonly unmarked: 'closed' | 'open';
}

/**
 * Of this stack: `@policy` names streams, a scope is held by nobody, and everybody who enters is authenticated, so that
 * `@authenticated` by itself guards nothing. What no stream covers is closed.
 */
export const byStreams: RuleReading = {
  guards: ({ policies, scopes }) => policies !== null || scopes !== null,
  alternatives: ({ policies, scopes }) => (scopes ? [] : (policies ?? [[]])),
  unmarked: 'closed',
};

export const AUTHENTICATED = 'authenticated';
export const scopeRequirement = (scope: string): string => `scope:${scope}`;
export const policyRequirement = (policy: string): string => `policy:${policy}`;

/** Of Federation's own specification: all three directives count, and what none of them marks is open to anybody. */
export const byFederation: RuleReading = {
  guards: ({ policies, scopes, authenticated }) => policies !== null || scopes !== null || authenticated,
  alternatives: ({ policies, scopes, authenticated }) =>
    allOf([
      authenticated ? [[AUTHENTICATED]] : [[]],
      scopes?.map((all) => all.map(scopeRequirement)) ?? [[]],
      policies?.map((all) => all.map(policyRequirement)) ?? [[]],
    ]),
  unmarked: 'open',
};

/** AND of OR-of-ANDs, as one OR of ANDs. */
export function allOf(each: readonly Alternatives[]): Alternatives {
  return each.reduce<Alternatives>(
    (left, right) => left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])])),
    [[]],
  );
}

/** Whether whoever meets `left` meets `right` by that. */
export function implies(left: Alternatives, right: Alternatives): boolean {
  return left.every((held) => right.some((asked) => asked.every((one) => held.includes(one))));
}
