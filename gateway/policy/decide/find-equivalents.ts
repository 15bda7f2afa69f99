import type { Purpose } from '../../identity/types';
import { distinct } from '../explain/protocol-words';
import type { EquivalentFacts } from '../read/equivalent-facts';
import { ORGANISATION_TYPES, type ProtocolDocument } from '../read/protocol-document';
import type { Stream } from '../types';
import { compileProtocols } from './compile-protocol';
import type { FieldRequirement } from './field-decisions';

/** A fact that stands in two streams which somebody may not have both of. */
export interface UnequalPair {
  /** The coordinate of a field, or what else tells the fact. */
  readonly told: string;
  readonly what: string;
  /** The streams that open it, and the one that says who may know. */
  readonly streams: readonly Stream[];
  readonly guard: Stream;
  /** Who has the first and not the second. */
  readonly who: readonly { readonly role: string; readonly purposes: readonly Purpose[] }[];
  /** What they read in its place; null where nothing keeps the fact from them. */
  readonly instead: string | null;
}

type Alternatives = FieldRequirement['alternatives'];

/**
 * Of each fact that `schema/equivalent-facts.yaml` lists, every way to it that some role has without the stream whose owner
 * says who may know it. `requirements`: what opens each field of the published supergraph. `today`: ISO day.
 */
export function findUnequalPairs(
  documents: readonly ProtocolDocument[],
  { facts, services }: EquivalentFacts,
  requirements: ReadonlyMap<string, Pick<FieldRequirement, 'alternatives'>>,
  today: string,
): readonly UnequalPair[] {
  const readers = readersOf(documents, today);
  const fields = facts.flatMap(({ what, stream, fields }) =>
    fields.flatMap((field): readonly UnequalPair[] => {
      const alternatives = requirements.get(field)?.alternatives ?? [];
      const guarded = alternatives.every((all) => all.includes(stream));
      const without = alternatives.map((all) => all.filter((one) => one !== stream)).filter((all) => all.length > 0);
      const instead = guarded ? 'nothing: the field is closed' : null;
      return [
        { told: field, what, streams: distinct(without.flat()), guard: stream, who: readers(without, stream), instead },
      ];
    }),
  );
  const names = Object.entries(services).flatMap(([agency, { shownAs, sensitive }]) =>
    sensitive.map(({ stream }): UnequalPair => {
      const streams = [`${agency}:existence`];
      const what = `which service of ${agency} works with somebody`;
      return {
        told: 'The name of a service',
        what,
        streams,
        guard: stream,
        who: readers([streams], stream),
        instead: `"${shownAs}"`,
      };
    }),
  );
  return [...fields, ...names].filter(({ who }) => who.length > 0);
}

/** Fields that the list names and nobody publishes. */
export const unknownFields = (
  { facts }: EquivalentFacts,
  requirements: ReadonlyMap<string, unknown>,
): readonly string[] => facts.flatMap(({ fields }) => fields.filter((field) => !requirements.has(field)));

/** Who, in an organisation of any one type and with a case, has all of one alternative, and not the guard. */
function readersOf(documents: readonly ProtocolDocument[], today: string) {
  const protocol = compileProtocols(documents, () => new Date(`${today}T12:00:00Z`));
  const columns = [...protocol.roles].flatMap(([role, purposes]) =>
    purposes.map((purpose) => ({
      role,
      purpose,
      rights: ORGANISATION_TYPES.map((organisationType) =>
        protocol.rights({
          requester: { id: '-', name: null, area: null, role, organisationType, organisation: '-' },
          purpose,
          caseReference: 'ANY',
        }),
      ),
    })),
  );
  return (alternatives: Alternatives, guard: Stream): UnequalPair['who'] => {
    const found = columns.filter(({ rights }) =>
      rights.some(({ decide }) => {
        const isOpen = (stream: Stream): boolean => decide(stream).kind !== 'withheld';
        return !isOpen(guard) && alternatives.some((all) => all.every(isOpen));
      }),
    );
    return distinct(found.map(({ role }) => role)).map((role) => ({
      role,
      purposes: found.filter((one) => one.role === role).map(({ purpose }) => purpose),
    }));
  };
}
