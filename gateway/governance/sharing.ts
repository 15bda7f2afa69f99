import { FamilyViewError } from '../errors';
import type { Governance } from '../linkage/linkage-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import { type ClauseText, clauseTexts } from '../policy/explain/clause-texts';
import { lawfulWords } from '../policy/explain/lawful-words';
import { columnsOf, whoMay } from '../policy/explain/who-may';
import { textOf } from '../policy/read/load-protocols';
import type { ProtocolDocument } from '../policy/read/protocol-document';
import type { SchemaCheck } from '../schema-registry/schema-check-client';

/** A proposed text that cannot be read, or is of no protocol in use. */
class ProposalRefused extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

/** The whole matrix, and what a proposed text would change. Open under `gateway:sharing` alone. */
export function resolveSharing(
  {
    protocol,
    requirements,
  }: { readonly protocol: CompiledProtocol; readonly requirements: ReadonlyMap<string, FieldRequirement> },
  { now, compareProposal }: { readonly now: () => Date; readonly compareProposal: SchemaCheck['compareProposal'] },
): Governance {
  return {
    sharing() {
      return { agreements: protocol.documents.map(agreement), streams: streams() };
    },
    async protocolChanges(proposed) {
      const found = await compareProposal({ inUse: protocol.documents, proposed, at: now() });
      if (found.kind === 'refused') throw new ProposalRefused(found.message);
      return found;
    },
  };

  function streams(): readonly object[] {
    const fields = new Map<string, string[]>();
    for (const { coordinate, alternatives } of requirements.values())
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

function agreement(document: ProtocolDocument): object {
  const { protocol, parties, purposes, clauses } = document;
  return {
    id: protocol.id,
    version: protocol.version,
    title: protocol.title,
    status: protocol.status,
    validUntil: protocol.validUntil,
    reviewNext: protocol.review.next,
    onOverdue: protocol.review.onOverdue,
    parties: parties.map(({ id, name, signed, withdrew }) => ({
      id,
      name,
      signedOn: signed?.on ?? null,
      withdrewOn: withdrew?.on ?? null,
    })),
    ending: clauses.flatMap(({ id, when }) => (when?.until ? [{ clause: id, until: when.until }] : [])),
    purposes: purposes.map(({ code, title, lawful }) => ({ code, title, lawful: lawful ? lawfulWords(lawful) : [] })),
    text: () => textOf(document),
    clauses: () => clausesOf(document),
  };
}

/** Reading a text takes a fifth of a second, and what it says never changes. */
const readClauses = new WeakMap<ProtocolDocument, readonly ClauseText[]>();

function clausesOf(document: ProtocolDocument): readonly ClauseText[] {
  const clauses = readClauses.get(document) ?? clauseTexts(textOf(document) ?? '');
  readClauses.set(document, clauses);
  return clauses;
}
