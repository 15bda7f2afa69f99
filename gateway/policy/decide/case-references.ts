import type { ProtocolDocument } from '../read/protocol-document';

/** Which case references a requester may state, by the protocols; where none says, any of the characters allowed. */
export interface CaseReferenceForms {
  accepts(reference: string): boolean;
  /** One of each form, for whoever stated another. */
  readonly examples: readonly string[];
}

export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** Of several protocols each adds its forms: a case is known to one of the partners. */
export function caseReferenceForms(documents: readonly Pick<ProtocolDocument, 'caseReferences'>[]): CaseReferenceForms {
  const forms = documents.flatMap((one) => one.caseReferences ?? []);
  const patterns = forms.map(({ pattern }) => wholePattern(pattern));
  return {
    accepts: (reference) => patterns.length === 0 || patterns.some((one) => one.test(reference)),
    examples: forms.map(({ example }) => example),
  };
}
