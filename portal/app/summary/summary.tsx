import { useState } from 'react';
import { conflictsOf, strangersInHousehold } from '../family/conflicts';
import { placeOfAgency, placeOfPerson } from '../family/place';
import { PlaceLink } from '../family/place-link';
import type { Family } from '../family/use-family';
import { agencyName, joined } from '../look/words';
import { ChangedSince } from './changed-since';
import { DueLines } from './due-lines';
import { Emergency } from './emergency';
import { gapsOf, sayGaps, silentIn } from './gaps';
import { LeadLine, NeedLine } from './need-lines';
import { SummaryRow } from './summary-row';
import { unclearOf } from './unclear';

/**
 * What matters first, on one screen: from what the requester may see, each line with a way to the record it is from.
 * Nothing here is asked for its own sake: it reads what the agencies' parts have told.
 */
export function Summary({ family, glass }: { readonly family: Family; readonly glass: (() => void) | null }) {
  const [today] = useState(() => new Date());
  const gaps = gapsOf(family);
  return (
    <dl className="summary">
      {family.alone ? null : (
        <>
          <SummaryRow title="Level of need">
            <NeedLine family={family} />
          </SummaryRow>
          <SummaryRow title="Lead professional">
            <LeadLine family={family} />
          </SummaryRow>
        </>
      )}
      <SummaryRow title="Overdue or due this week" wide>
        <DueLines family={family} gaps={gaps} today={today} />
      </SummaryRow>
      <SummaryRow title="Changed since" wide>
        <ChangedSince family={family} gaps={gaps} today={today} />
      </SummaryRow>
      <SummaryRow title="Agencies" half={silentIn(gaps).length === 0}>
        <Silent family={family} />
      </SummaryRow>
      <SummaryRow title="Agencies disagree" half={silentIn(gaps).length === 0}>
        <Disagreements family={family} />
      </SummaryRow>
      <SummaryRow title="Emergency access">
        <Emergency open={glass} />
      </SummaryRow>
      <SummaryRow title="Not clear">
        <NotClear family={family} />
      </SummaryRow>
    </dl>
  );
}

function Silent({ family }: { readonly family: Family }) {
  const gaps = gapsOf(family);
  const silent = silentIn(gaps);
  const asking = gaps.filter(({ why }) => why === 'asking');
  const waiting = asking.length === 0 ? '' : `Still asking ${joined(asking.map(({ agency }) => agencyName(agency)))}.`;
  if (silent.length > 0)
    return (
      <ul className="govuk-list">
        {silent.map(({ agency, ring }) => (
          <li key={agency}>
            <strong className="flag flag--silent">No answer</strong>{' '}
            <PlaceLink to={placeOfAgency(agency)}>{agencyName(agency)}</PlaceLink>
            {ring === null ? null : `: ring ${ring}`}
          </li>
        ))}
        {waiting === '' ? null : <li>{waiting}</li>}
      </ul>
    );
  if (waiting !== '' || family.parts.length === 0) return waiting || 'Asking which agencies take part.';
  const closed = gaps.filter(({ why }) => why === 'closed');
  if (closed.length > 0) return <PlaceLink to="not-shown">{sayGaps(closed)}</PlaceLink>;
  return <PlaceLink to="records">All {family.parts.length} answered</PlaceLink>;
}

function Disagreements({ family }: { readonly family: Family }) {
  const found = family.members.flatMap((member) =>
    conflictsOf(family, member).map(({ what }) => ({ member, what: what.toLowerCase() })),
  );
  if (found.length === 0) return <PlaceLink to="people">{agreement(family)}</PlaceLink>;
  return (
    <ul className="govuk-list">
      {found.map(({ member, what }) => (
        <li key={`${member.id}${what}`}>
          <PlaceLink to={placeOfPerson(family.members, member.id)}>
            {member.displayName ?? 'Name not told'}: {what}
          </PlaceLink>
        </li>
      ))}
    </ul>
  );
}

/** No more is claimed than was compared: two agencies at least must have told how they write somebody. */
export function agreement(family: Family): string {
  const gaps = gapsOf(family);
  const compared = family.parts.filter(
    ({ agency, asked }) =>
      asked.told?.data != null &&
      !gaps.some((gap) => gap.agency === agency && gap.why !== 'unclear') &&
      !asked.told.notices.some(({ kind, stream }) => kind === 'WITHHELD' && stream === `${agency}:identity`),
  );
  const others = family.parts.filter((part) => !compared.includes(part)).map(({ agency }) => agencyName(agency));
  if (compared.length < 2) return 'Nothing could be compared yet';
  const names = joined(compared.map(({ agency }) => agencyName(agency)));
  if (others.length > 0) return `None seen between ${names}; ${joined(others)} could not be compared`;
  return 'None seen in what you may compare';
}

function NotClear({ family }: { readonly family: Family }) {
  const unclear = unclearOf(family);
  const unnamed = family.members.filter(({ displayName }) => displayName === null).length;
  const household = strangersInHousehold(family);
  const open = gapsOf(family).filter(({ why }) => why !== 'unclear');
  if (unclear.length + unnamed + household.length === 0) {
    if (open.length > 0 || family.parts.length === 0) return 'Not known until every agency has answered';
    return <PlaceLink to="people">Nobody, by what the agencies tell you</PlaceLink>;
  }
  return (
    <ul className="govuk-list">
      {unclear.map(({ person, why, ring }) => (
        <li key={person}>
          <PlaceLink to={placeOfPerson(family.members, person)}>
            {family.members.find(({ id }) => id === person)?.displayName ?? 'Name not told'}
          </PlaceLink>
          : {why}
          {ring === null ? '' : `. Ring ${ring}`}
        </li>
      ))}
      {household.length === 0 ? null : (
        <li>
          <PlaceLink to="people">{joined(household)}</PlaceLink>: at the address by the tenancy, and in no record of the
          family that was told
        </li>
      )}
      {unnamed === 0 ? null : (
        <li>
          <PlaceLink to="people">{unnamed === 1 ? 'One person' : `${unnamed} people`}</PlaceLink> whose name is not told
        </li>
      )}
    </ul>
  );
}
