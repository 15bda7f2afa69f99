import { labelOf } from '../look/withheld-line';
import { agencyName, joined } from '../look/words';
import { gapsOf, sayGaps } from '../summary/gaps';
import { withheldBy } from './agency-parts';
import type { Family } from './use-family';

/** On paper: what is withheld, and who is missing, in one paragraph. */
export function PrintWithheld({ family }: { readonly family: Family }) {
  const by = family.parts.flatMap((part) => {
    const labels = [...new Set(withheldBy(part).map(labelOf))];
    return labels.length === 0 ? [] : [`${agencyName(part.agency)}: ${joined(labels)}`];
  });
  return (
    <p className="govuk-body-s print-only">
      <strong>Not on this paper.</strong> {sayGaps(gapsOf(family))}{' '}
      {by.length === 0 ? '' : `Withheld from the role that printed it: ${by.join('; ')}.`} What agencies have recorded
      beyond the summary, and what happened in full, are on the screen.
    </p>
  );
}
