import { FamilyViewError } from './errors';
import type { Governance } from './linkage/linkage-context';
import { readNamed } from './load-protocols';
import type { CompiledProtocol } from './protocol/compile-protocol';
import { diffProtocols } from './protocol/diff-protocols';
import type { FieldGround } from './protocol/field-decisions';
import { columnsOf, whoMay } from './protocol/who-may';

/** A proposed text that cannot be read, or is of no protocol in use. */
class ProposalRefused extends FamilyViewError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: 'BAD_USER_INPUT', httpStatus: 400, cause });
  }
}

const MOST_TEXT = 200_000;

/** The whole matrix, and what a proposed text would change. Open under `gateway:sharing` alone. */
export function tellSharing(
  { protocol, grounds }: { readonly protocol: CompiledProtocol; readonly grounds: ReadonlyMap<string, FieldGround> },
  now: () => Date,
): Governance {
  return {
    sharing() {
      return { agreements: protocol.documents.map(agreement), streams: streams() };
    },
    protocolChanges(proposed) {
      if (proposed.length > MOST_TEXT)
        throw new ProposalRefused(`A protocol of more than ${MOST_TEXT} characters is not read.`);
      const next = readProposed(proposed);
      const before = protocol.documents.find((one) => one.protocol.id === next.protocol.id);
      if (!before) {
        const known = protocol.documents.map((one) => one.protocol.id).join(', ');
        throw new ProposalRefused(`No protocol "${next.protocol.id}" is in use; expected ${known}.`);
      }
      return diffProtocols(before, next, now()).map(({ sentence }) => sentence);
    },
  };

  function streams(): readonly object[] {
    const fields = new Map<string, string[]>();
    for (const { coordinate, alternatives } of grounds.values())
      for (const stream of new Set(alternatives.flat()))
        fields.set(stream, [...(fields.get(stream) ?? []), coordinate]);
    const columns = columnsOf(protocol);
    const terms = new Map(protocol.documents.toReversed().flatMap((one) => Object.entries(one.streams)));
    return [...terms].map(([stream, { detail, label }]) => ({
      stream,
      agency: stream.split(':')[0],
      label,
      detail,
      fields: fields.get(stream) ?? [],
      shared: whoMay(stream, columns),
    }));
  }
}

function agreement({ protocol, parties, clauses }: CompiledProtocol['documents'][number]): object {
  return {
    id: protocol.id,
    version: protocol.version,
    title: protocol.title,
    status: protocol.status,
    validUntil: protocol.validUntil,
    reviewNext: protocol.review.next,
    onOverdue: protocol.review.onOverdue,
    parties: parties.map(({ id, name, signed }) => ({ id, name, signedOn: signed?.on ?? null })),
    ending: clauses.flatMap(({ id, when }) => (when?.until ? [{ clause: id, until: when.until }] : [])),
  };
}

function readProposed(text: string): ReturnType<typeof readNamed> {
  try {
    return readNamed({ name: 'The proposed text', text });
  } catch (cause) {
    const message = cause instanceof FamilyViewError ? cause.message : 'The proposed text cannot be read as YAML.';
    throw new ProposalRefused(message, cause);
  }
}
