import { createHash } from 'node:crypto';
import type { Stop, StopEntry, StopsInForce } from './types';

/** The stops that hold at a moment, and when the next of them ends by itself. */
export function stopsInForce(
  entries: readonly StopEntry[],
  now: number,
): { readonly inForce: StopsInForce; readonly nextEnd: number } {
  const lifted = new Set(entries.flatMap((one) => (one.entry === 'LIFT' ? [one.lift.reference] : [])));
  const stops = entries.flatMap((one): readonly Stop[] =>
    one.entry === 'STOP' && !lifted.has(one.stop.reference) && endOf(one.stop) > now ? [one.stop] : [],
  );
  const targets = (kind: Stop['kind']): ReadonlySet<string> =>
    new Set(stops.flatMap((one) => (one.kind === kind && one.target !== null ? [one.target] : [])));
  const requesters = stops.filter(({ kind }) => kind === 'REQUESTER');
  const closing = { streams: targets('STREAM'), clauses: targets('CLAUSE'), agencies: targets('AGENCY') };
  return {
    inForce: {
      ...closing,
      signature: signatureOf(Object.values(closing).map((set) => [...set].sort())),
      stops,
      people: new Set(stops.flatMap(({ people }) => people)),
      isRequester: ({ id, organisation }) =>
        requesters.some((one) => one.target === id && (one.organisation ?? organisation) === organisation),
    },
    nextEnd: Math.min(...stops.map(endOf)),
  };
}

const endOf = ({ until }: Stop): number => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until));

const signatureOf = (closed: readonly (readonly string[])[]): string =>
  closed.every(({ length }) => length === 0)
    ? ''
    : createHash('sha256').update(JSON.stringify(closed)).digest('base64url').slice(0, 16);
