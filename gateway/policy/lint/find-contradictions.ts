import type { Purpose } from '../../identity/types';
import { conditionsOf, includes } from '../decide/clause-lines';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import type { Stream } from '../types';

/** An ALLOW that can never open for some, because a DENY covers all of what it says of them. Clauses by place. */
export interface Contradiction {
  readonly allow: number;
  readonly deny: number;
  readonly streams: readonly Stream[];
  readonly roles: readonly string[];
  readonly purposes: readonly Purpose[];
}

/**
 * Where an ALLOW and a DENY meet. A DENY that refuses only some organisations of those allowed is no contradiction: the
 * ALLOW still opens for the others.
 */
export function findContradictions(document: ProtocolDocument): readonly Contradiction[] {
  const { clauses } = document;
  return clauses.flatMap((allow, allowAt) =>
    allow.effect === 'DENY'
      ? []
      : clauses.flatMap((deny, denyAt): readonly Contradiction[] => {
          if (deny.effect !== 'DENY' || deny.by !== allow.by || !coversRecipient(deny, allow)) return [];
          if (Object.keys(conditionsOf(deny)).length > 0) return [];
          const streams = allow.shares
            .filter((share) => deny.shares.includes(share))
            .map((one) => `${allow.by}:${one}`);
          const roles = document.roles.filter(
            ({ code }) => includes(allow.to.roles, code) && includes(deny.to.roles, code),
          );
          const purposes = new Set(roles.flatMap((role) => role.purposes));
          const met = [...purposes].filter((one) => includes(allow.purposes, one) && includes(deny.purposes, one));
          if (streams.length === 0 || met.length === 0) return [];
          const stating = roles.filter((role) => role.purposes.some((purpose) => met.includes(purpose)));
          return [{ allow: allowAt, deny: denyAt, streams, roles: stating.map(({ code }) => code), purposes: met }];
        }),
  );
}

/** Every organisation, on every day, that the ALLOW names, the DENY names too. */
function coversRecipient(deny: Clause, allow: Clause): boolean {
  const covers = (by: readonly string[] | undefined, all: readonly string[] | undefined): boolean =>
    by === undefined || (all?.every((one) => by.includes(one)) ?? false);
  return (
    covers(deny.to.organisationTypes, allow.to.organisationTypes) &&
    covers(deny.to.organisations, allow.to.organisations) &&
    (deny.when?.from === undefined || deny.when.from <= (allow.when?.from ?? '')) &&
    (deny.when?.until === undefined || deny.when.until >= (allow.when?.until ?? '9999'))
  );
}
