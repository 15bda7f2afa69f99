import { Records } from '../look/records';
import { agencyName } from '../look/words';
import { conflictsOf } from './conflicts';
import type { Family, Member } from './use-family';

/** Where agencies write different things of one person: at the top of what is told of them. None is taken for the truth. */
export function PersonConflicts({ family, member }: { readonly family: Family; readonly member: Member }) {
  return conflictsOf(family, member).map(({ what, said }) => (
    <div key={what} className="part part--conflict conflict">
      <h4 className="govuk-heading-s">Agencies differ: {what.toLowerCase()}</h4>
      <Records
        caption={`${what} of ${member.displayName ?? 'this person'} by agency`}
        rows={said}
        columns={[
          ['Agency', (row) => agencyName(row.agency)],
          ['Value recorded', (row) => <strong>{row.value}</strong>],
        ]}
      />
    </div>
  ));
}
