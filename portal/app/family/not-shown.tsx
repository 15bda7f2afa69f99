import { WithheldLine } from '../look/withheld-line';
import { agencyName, joined } from '../look/words';
import { type Gap, gapsOf, sayGaps } from '../summary/gaps';
import { withheldBy } from './agency-parts';
import { placeOfAgency } from './place';
import type { Family } from './use-family';

/** All that is withheld from this requester: a line for each agency, with how much and one telephone. */
export function NotShown({
  family,
  onBreakGlass,
}: {
  readonly family: Family;
  readonly onBreakGlass: ((place?: string) => void) | undefined;
}) {
  const told = family.parts.flatMap(({ asked }) => asked.told?.notices ?? []);
  const general = [
    ...new Set(
      told.filter(({ kind }) => kind === 'NOT_UNDER_THE_GLASS' || kind === 'OUR_FAULT').map(({ message }) => message),
    ),
  ];
  const ofNobody = [
    ...new Map(
      told
        .filter(({ kind, agency }) => kind === 'WITHHELD' && agency === null)
        .map(({ message, stream, fields, ring }) => [
          message,
          { kind: 'withheld' as const, message, also: [], stream, fields, ring },
        ]),
    ).values(),
  ];
  const by = family.parts.map((part) => ({ agency: part.agency, withheld: withheldBy(part) }));
  const closed = by.filter(({ withheld }) => withheld.length > 0);
  const missing = gapsOf(family).filter(({ why }) => why !== 'unclear');
  return (
    <>
      {general.map((message) => (
        <p className="part part--unavailable govuk-body-s" key={message}>
          {message}
        </p>
      ))}
      {closed.map(({ agency, withheld }) => (
        <div key={agency} className="not-shown">
          <h3 className="govuk-heading-s">{agencyName(agency)}</h3>
          <WithheldLine
            parts={withheld}
            person={null}
            onBreakGlass={onBreakGlass === undefined ? undefined : () => onBreakGlass(placeOfAgency(agency))}
          />
        </div>
      ))}
      <WithheldLine parts={ofNobody} person={null} onBreakGlass={undefined} />
      <p className="govuk-body-s">{restOf(by, missing)}</p>
    </>
  );
}

/** That nothing is withheld is said of agencies that answered, by name, and never of a whole. */
function restOf(
  by: readonly { readonly agency: string; readonly withheld: readonly unknown[] }[],
  missing: readonly Gap[],
): string {
  const silent = missing.length === 0 ? '' : `${sayGaps(missing)} What is withheld there is not known.`;
  const open = by.filter(
    ({ agency, withheld }) => withheld.length === 0 && !missing.some((gap) => gap.agency === agency),
  );
  if (open.length === 0 || by.length === 0) return silent || (by.length === 0 ? 'Nobody has been asked yet.' : '');
  return `${joined(open.map(({ agency }) => agencyName(agency)))} withheld nothing of what this page asks. ${silent}`;
}
