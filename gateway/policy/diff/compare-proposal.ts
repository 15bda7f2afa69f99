import { FamilyViewError } from '../../errors';
import { readNamed } from '../read/load-protocols';
import type { ProtocolDocument } from '../read/protocol-document';
import type { Change } from './diff-access';
import { diffProtocols, otherSections } from './diff-protocols';

/** A protocol's text that somebody proposes, beside those in use. */
export interface Proposal {
  readonly inUse: readonly ProtocolDocument[];
  readonly proposed: string;
  readonly at: Date;
}

export type ComparedProposal =
  | {
      readonly kind: 'compared';
      readonly changes: readonly Change[];
      /** Sections that say something else, whether or not a change follows from it. */
      readonly sections: readonly string[];
    }
  /** It cannot be read, or is of no protocol in use. */
  | { readonly kind: 'refused'; readonly message: string };

const MOST_TEXT = 200_000;

/** What a proposed text would change for whom. Reading it takes as long as its writer likes: on a thread of its own. */
export function compareProposal({ inUse, proposed, at }: Proposal): ComparedProposal {
  if (proposed.length > MOST_TEXT) return refused(`A protocol of more than ${MOST_TEXT} characters is not read.`);
  let next: ProtocolDocument;
  try {
    next = readNamed({ name: 'The proposed text', text: proposed });
  } catch (fault) {
    return refused(fault instanceof FamilyViewError ? fault.message : 'The proposed text cannot be read as YAML.');
  }
  const before = inUse.find((one) => one.protocol.id === next.protocol.id);
  if (!before) {
    const known = inUse.map((one) => one.protocol.id).join(', ');
    return refused(`No protocol "${next.protocol.id}" is in use; expected ${known}.`);
  }
  return { kind: 'compared', changes: diffProtocols(before, next, at), sections: otherSections(before, next) };
}

const refused = (message: string): ComparedProposal => ({ kind: 'refused', message });
