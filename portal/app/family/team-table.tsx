import { Skeleton } from '../look/parts';
import { Phone, Records } from '../look/records';
import { agencyName, day, joined, listed } from '../look/words';
import { gapsOf, sayGaps } from '../summary/gaps';
import { type TeamRow, teamOf } from './team';
import type { Family } from './use-family';

/** Everybody who works with the family, once each: with whom, for which agency, and how to ring them. */
export function TeamTable({ family }: { readonly family: Family }) {
  const rows = teamOf(family);
  const gaps = gapsOf(family);
  const asking = gaps.filter(({ why }) => why === 'asking');
  const missing = gaps.filter(({ why }) => why !== 'asking');
  const names = new Map(
    family.members.map(({ id, displayName }) => [id, displayName?.split(' ')[0] ?? 'Name not told']),
  );
  return (
    <>
      {rows.length === 0 ? null : (
        <Records
          caption="Who works with the family"
          rows={rows}
          columns={[
            ['Worker', (row) => <Worker row={row} />],
            ['For', (row) => joined(row.people.map((id) => names.get(id))) ?? '–'],
            ['Service', (row) => <Services row={row} names={names} />],
            ['Phone', (row) => <Phones row={row} />],
            ['Since', (row) => <span className="when">{day(row.since) ?? '–'}</span>],
            ['Last contact', (row) => <span className="when">{day(row.lastContact) ?? 'not told'}</span>],
          ]}
        />
      )}
      {asking.length === 0 ? null : (
        <Skeleton what={listed(asking.map(({ agency }) => agencyName(agency))) ?? 'the agencies'} />
      )}
      {rows.length === 0 && asking.length === 0 && missing.length === 0 && family.parts.length > 0 ? (
        <p className="govuk-body-s">No agency works with them now.</p>
      ) : null}
      {missing.length === 0 ? null : (
        <p className="part part--unavailable govuk-body-s">
          {rows.length === 0 ? 'Nobody is told of here. ' : ''}
          {sayGaps(missing)} They may work with the family, too.
        </p>
      )}
    </>
  );
}

function Worker({ row: { name, role, isCurrent } }: { readonly row: TeamRow }) {
  return (
    <>
      <strong>{name ?? role ?? 'Name not told'}</strong>
      {name !== null && role !== null ? <span className="agency">{role}</span> : null}
      {isCurrent ? null : <span className="ended">no longer works with them</span>}
    </>
  );
}

/** What they do, for which agency; and of what has ended, for whom and when. */
function Services({
  row: { services },
  names,
}: {
  readonly row: TeamRow;
  readonly names: ReadonlyMap<string, string>;
}) {
  return services.map(({ service, agency, isCurrent, people, until }) => (
    <span className="service" key={`${service}${agency}${isCurrent}`}>
      {service ?? 'Service not told'} <span className={`agency--${agency}`}>{agencyName(agency)}</span>
      {isCurrent ? null : (
        <span className="ended">
          ended {day(until) ?? 'on a date not recorded'}, for {joined(people.map((id) => names.get(id)))}
        </span>
      )}
    </span>
  ));
}

function Phones({ row: { phone, dutyLine } }: { readonly row: TeamRow }) {
  if (phone === null && dutyLine === null) return <>not told</>;
  return (
    <>
      <Phone number={phone ?? dutyLine} />
      {phone !== null && dutyLine !== null && phone !== dutyLine ? (
        <span className="agency">
          or duty <Phone number={dutyLine} />
        </span>
      ) : null}
    </>
  );
}
