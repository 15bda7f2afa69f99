import { FamilyViewError } from '../errors';
import type { Requester } from '../identity/types';
import { FactsReader } from '../linkage/facts-reader';
import type { Explaining } from '../linkage/linkage-context';
import type { Linker } from '../linkage/linker';
import type { OperationContext } from '../operation-context';
import { type AccessExplanation, type ExplainParts, explainAccess, factsToExplain } from '../policy/explain/explain';

/** A question about access that cannot be answered as it was put. */
export class ExplanationRefused extends FamilyViewError {
  constructor(code: 'EXPLAIN_AS_REFUSED' | 'BAD_USER_INPUT', message: string) {
    super(message, { code, httpStatus: code === 'BAD_USER_INPUT' ? 400 : 403 });
  }
}

/** The requester to take in place of a role's, in development; null for a role that nobody has. */
export type ActAs = (role: string) => Requester | null;

export const MOST_FIELDS = 200;
const GOVERNANCE = 'IG_OFFICER';

/** Answers `explainAccess` in one operation. */
export function explainTo(
  parts: ExplainParts,
  { run, linker }: { readonly run: OperationContext; readonly linker: Linker },
  { actAs, now }: { readonly actAs: ActAs | null; readonly now: () => Date },
): (asking: Explaining) => Promise<readonly AccessExplanation[]> {
  return async ({ fields, person, as }) => {
    if (fields.length > MOST_FIELDS)
      throw new ExplanationRefused('BAD_USER_INPUT', `At most ${MOST_FIELDS} fields are explained at once.`);
    const { entry } = run;
    const at = now();
    if (as !== null) return explainAs(as, fields, person !== null, at);
    const question = { fields, entry, everything: false, at };
    const kinds = person === null ? [] : factsToExplain(parts, question);
    if (person === null) return explainAccess(parts, question);
    const known =
      kinds.length > 0 ? await new FactsReader(linker, run, kinds).known(person) : { facts: [], complete: true };
    return explainAccess(parts, { ...question, known });
  };

  /** For each purpose that the role may state: nobody who governs may state them. */
  function explainAs(role: string, fields: readonly string[], ofPerson: boolean, at: Date) {
    if (run.entry.requester.role !== GOVERNANCE || actAs === null)
      throw new ExplanationRefused(
        'EXPLAIN_AS_REFUSED',
        'Only an information-governance officer may ask what another role sees, and only in development. Leave out "as" to have your own access explained.',
      );
    if (ofPerson)
      throw new ExplanationRefused(
        'BAD_USER_INPUT',
        'Conditions hang on who asks and cannot be settled for another role. Ask with "as" or with "person", not with both.',
      );
    const purposes = parts.protocol.roles.get(role);
    if (!purposes)
      throw new ExplanationRefused(
        'BAD_USER_INPUT',
        `The protocol names no such role. It names ${[...parts.protocol.roles.keys()].join(', ')}.`,
      );
    const requester = actAs(role) ?? { ...run.entry.requester, role, organisation: '-', organisationType: '-' };
    return purposes.flatMap((purpose) =>
      explainAccess(parts, { fields, entry: { requester, purpose, caseReference: null }, everything: true, at }),
    );
  }
}
