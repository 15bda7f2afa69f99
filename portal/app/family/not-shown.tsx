import type { Notice } from '../asking/public-errors';
import { WithheldPart } from '../look/parts';
import { agencyName } from '../look/words';
import type { Family } from './use-family';

/** All that is withheld from this requester, once each: what stands in closed records must not be overlooked. */
export function NotShown({
  family,
  onBreakGlass,
}: {
  readonly family: Family;
  readonly onBreakGlass: (() => void) | undefined;
}) {
  const notices = new Map<string, Notice>();
  for (const { asked } of family.parts)
    for (const notice of asked.told?.notices ?? []) if (notice.kind === 'WITHHELD') notices.set(notice.message, notice);
  const general = [
    ...new Set(
      family.parts
        .flatMap(({ asked }) => asked.told?.notices ?? [])
        .filter(({ kind }) => kind === 'NOT_UNDER_THE_GLASS' || kind === 'OUR_FAULT')
        .map(({ message }) => message),
    ),
  ];
  const agencies = [...new Set([...notices.values()].map(({ agency }) => agency))];
  if (notices.size + general.length === 0)
    return <p className="govuk-body">Nothing that was asked is withheld from you.</p>;
  return (
    <>
      {general.map((message) => (
        <p className="part part--unavailable govuk-body-s" key={message}>
          {message}
        </p>
      ))}
      {agencies.map((agency) => (
        <div key={agency}>
          <h3 className="govuk-heading-s">{agency === null ? 'In general' : agencyName(agency)}</h3>
          {[...notices.values()]
            .filter((notice) => notice.agency === agency)
            .map(({ message, stream, fields, ring }) => (
              <WithheldPart
                key={message}
                part={{ kind: 'withheld', message, also: [], stream, fields, ring }}
                person={null}
                onBreakGlass={onBreakGlass}
              />
            ))}
        </div>
      ))}
    </>
  );
}
