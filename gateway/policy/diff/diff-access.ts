import type { Entry, Purpose } from '../../identity/types';
import { compileProtocols } from '../decide/compile-protocol';
import { transformInWords, waysInWords } from '../explain/condition-words';
import { distinct, listed, purposeTitle, roleTitle } from '../explain/protocol-words';
import { ORGANISATION_TYPES, type ProtocolDocument } from '../read/protocol-document';
import type { Stream } from '../types';

export interface Change {
  readonly kind: 'OPENED' | 'CLOSED' | 'CONDITION' | 'FLOW' | 'OWN_RIGHT' | 'AGREEMENT';
  readonly role: string | null;
  readonly stream: Stream | null;
  readonly purposes: readonly string[];
  readonly sentence: string;
}

/** Somebody's place, where clauses distinguish by organisation. */
interface Place {
  readonly organisationType: string;
  readonly organisation: string;
  readonly words: string;
}

/** What changes for each role, by what each version decides of each stream. */
export function accessChanges(before: ProtocolDocument, after: ProtocolDocument, at: Date): readonly Change[] {
  const both = [before, after];
  const [old, next] = [inForce(before, at), inForce(after, at)];
  const roles = distinct(both.flatMap((one) => one.roles.map(({ code }) => code)));
  const streams = distinct(both.flatMap((one) => Object.keys(one.streams)));
  const places = placesOf(both);
  return roles.flatMap((role) =>
    streams.flatMap((stream) => {
      const bySentence = new Map<string, { kind: Change['kind']; say: Say; purposes: Purpose[]; places: Place[] }>();
      for (const purpose of distinct(both.flatMap((one) => one.purposes.map(({ code }) => code)))) {
        for (const place of places) {
          const entry: Entry = {
            requester: { id: '-', name: null, area: null, role, ...place },
            purpose,
            caseReference: null,
          };
          const change = compare(old(entry, stream), next(entry, stream));
          if (change === null) continue;
          const key = `${change.key}|${place.words}`;
          const found = bySentence.get(key) ?? { ...change, purposes: [], places: [place] };
          found.purposes.push(purpose);
          bySentence.set(key, found);
        }
      }
      return mergePlaces([...bySentence.values()], places.length).map(({ kind, say, purposes, where }): Change => {
        const title = roleTitle(both, role);
        const label = after.streams[stream]?.label ?? before.streams[stream]?.label ?? stream;
        const forWhat = listed(purposes.map((purpose) => purposeTitle(both, purpose)));
        const isAct = [after, before].some((one) => one.streams[stream]?.detail === 'ACT');
        // The label of an act says what is done: "submit a referral".
        const sentence = say(`${title}${where}`, isAct ? label : `see ${label}`, forWhat);
        return { kind, role, stream, purposes, sentence };
      });
    }),
  );
}

type Say = (who: string, what: string, forWhat: string) => string;
type Seen =
  | { readonly kind: 'open' }
  | { readonly kind: 'part'; readonly how: string }
  | { readonly kind: 'shut' }
  | { readonly kind: 'if'; readonly conditions: string };

function compare(
  old: Seen,
  next: Seen,
): { readonly key: string; readonly kind: Change['kind']; readonly say: Say } | null {
  if (JSON.stringify(old) === JSON.stringify(next)) return null;
  if (next.kind === 'shut')
    return {
      key: 'shut',
      kind: 'CLOSED',
      say: (who, what, forWhat) => `${who} can no longer ${what} for ${forWhat}.`,
    };
  if (next.kind === 'open') {
    const without = old.kind === 'if' ? ' without a condition' : old.kind === 'part' ? ', whole' : '';
    return {
      key: `open${without}`,
      kind: old.kind === 'if' ? 'CONDITION' : 'OPENED',
      say: (who, what, forWhat) => `${who} can now ${what} for ${forWhat}${without}.`,
    };
  }
  if (next.kind === 'part') {
    const now = { shut: 'can now', open: 'can now, only in part,', part: 'can', if: 'can now' }[old.kind];
    return {
      key: `part|${old.kind}|${next.how}`,
      kind: old.kind === 'shut' ? 'OPENED' : old.kind === 'open' ? 'CLOSED' : 'CONDITION',
      say: (who, what, forWhat) => `${who} ${now} ${what} for ${forWhat}: ${next.how}.`,
    };
  }
  const only = { shut: 'can now', open: 'can', part: 'can now', if: 'can' }[old.kind];
  const how = {
    shut: 'only under a condition',
    open: 'now only under a condition',
    part: 'under a condition',
    if: 'now under another condition',
  }[old.kind];
  return {
    key: `if|${old.kind}|${next.conditions}`,
    kind: old.kind === 'shut' ? 'OPENED' : 'CONDITION',
    say: (who, what, forWhat) => `${who} ${only} ${what} for ${forWhat}, ${how}: ${next.conditions}.`,
  };
}

/** Decides as on that day, whatever the protocol's own status and dates. A purpose that the role may not state opens nothing. */
function inForce(document: ProtocolDocument, at: Date): (entry: Entry, stream: Stream) => Seen {
  const always = {
    ...document,
    protocol: {
      ...document.protocol,
      status: 'IN_FORCE' as const,
      validFrom: '0001-01-01',
      validUntil: '9999-12-31',
      review: { next: '9999-12-31', onOverdue: 'WARN' as const },
    },
  };
  const compiled = compileProtocols([always], () => at);
  const seen = (entry: Entry, stream: Stream): Seen => {
    const rights = compiled.rights(entry);
    const decision = rights.decide(stream);
    if (decision.kind === 'withheld') return { kind: 'shut' };
    if (decision.kind === 'granted')
      return decision.transform ? { kind: 'part', how: transformInWords(decision.transform) } : { kind: 'open' };
    return { kind: 'if', conditions: waysInWords(rights.ways(stream)) };
  };
  return (entry, stream) =>
    compiled.roles.get(entry.requester.role)?.includes(entry.purpose) ? seen(entry, stream) : { kind: 'shut' };
}

function placesOf(both: readonly ProtocolDocument[]): readonly Place[] {
  const recipients = both.flatMap((one) => one.clauses.map(({ to }) => to));
  const types = distinct(recipients.flatMap((to) => to.organisationTypes ?? []));
  const organisations = distinct(recipients.flatMap((to) => to.organisations ?? []));
  // A type that nobody knows is refused by every DENY that names one: elsewhere is one that is known, and not named.
  const unnamed = ORGANISATION_TYPES.find((type) => !types.includes(type)) ?? '-';
  const elsewhere = { organisationType: unnamed, organisation: '-' };
  return [
    { ...elsewhere, words: types.length + organisations.length > 0 ? 'elsewhere' : '' },
    ...types.map((type) => ({
      organisationType: type,
      organisation: '-',
      words: `in an organisation of the type ${type}`,
    })),
    ...organisations.map((organisation) => ({ ...elsewhere, organisation, words: `in ${organisation}` })),
  ];
}

/** One sentence for what changes alike everywhere; otherwise one that says where. */
function mergePlaces<
  T extends { readonly say: Say; readonly purposes: readonly Purpose[]; readonly places: readonly Place[] },
>(changes: readonly T[], all: number): readonly (T & { readonly where: string })[] {
  const alike = new Map<string, T[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.say('', '', ''), change.purposes]);
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return [...alike.values()].map((same) => {
    const words = same.flatMap(({ places }) => places.map((place) => place.words));
    return { ...same[0]!, where: same.length === all ? '' : ` (${listed(words)})` };
  });
}
