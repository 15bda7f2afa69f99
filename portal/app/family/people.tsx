import { bornLine, SAID } from '../look/answer-words';
import { ownWord } from '../look/own-word';
import { Skeleton } from '../look/parts';
import { Phone, Records } from '../look/records';
import { agencyName, day, listed } from '../look/words';
import { AskWhetherSame } from './ask-whether-same';
import { involvementsOf, standsTo } from './involved';
import { MayBeSame, Relationships } from './ties';
import type { Family, Member, Part } from './use-family';

/** What may be said of somebody; null where the requester may not. */
export interface Saying {
  readonly claim: ((member: Member) => void) | null;
  readonly match: ((member: Member, agency: string) => void) | null;
}

/** Who is in the family and who says so; and of each, first of all, which services are working with them. */
export function People({ family, saying }: { readonly family: Family; readonly saying: Saying }) {
  const names = new Map(family.members.map(({ id, displayName }) => [id, displayName ?? 'somebody']));
  return (
    <>
      {family.members.map((member) => (
        <article className="person" key={member.id} aria-labelledby={`who-${member.id}`}>
          <h3 className="govuk-heading-m person__name" id={`who-${member.id}`}>
            {member.displayName ?? 'Name not shared'}
          </h3>
          <p className="govuk-body-s person__born">{bornLine(member)}</p>
          <Relationships member={member} names={names} />
          <MayBeSame member={member} names={names} />
          <Involvements member={member} parts={family.parts} saying={saying} />
        </article>
      ))}
    </>
  );
}

function Involvements({
  member,
  parts,
  saying,
}: {
  readonly member: Member;
  readonly parts: readonly Part[];
  readonly saying: Saying;
}) {
  const rows = involvementsOf(parts, member.id);
  const asking = parts.filter((part) => part.asked.state === 'asking').map(({ agency }) => agencyName(agency));
  return (
    <>
      {rows.length === 0 ? null : (
        <Records
          caption={`Services working with ${member.displayName ?? 'this person'}`}
          rows={rows}
          columns={[
            [
              'Service',
              (row) => (
                <>
                  <strong>{row.service}</strong>
                  <span className={`agency agency--${row.agency}`}>{agencyName(row.agency)}</span>
                  {row.status === 'HISTORIC' ? <span className="ended">ended {day(row.to)}</span> : null}
                </>
              ),
            ],
            ['Lead contact', (row) => <Contact row={row} />],
            ['Since', (row) => <When day={row.from} />],
            ['Last contact', (row) => <When day={row.lastInteraction} />],
            ['As recorded on', (row) => <When day={row.asOf} />],
          ]}
        />
      )}
      {asking.length === 0 ? null : <Skeleton what={listed(asking) ?? 'the agencies'} />}
      <Answers member={member} parts={parts} none={rows.length === 0 && asking.length === 0} match={saying.match} />
      {saying.claim === null ? null : (
        <button type="button" className="link-button no-print" onClick={() => saying.claim?.(member)}>
          I work with {member.displayName ?? 'this person'}
        </button>
      )}
    </>
  );
}

const When = ({ day: date }: { readonly day: string | null }) => <span className="when">{day(date) ?? '–'}</span>;

type Row = ReturnType<typeof involvementsOf>[number];

function Contact({ row: { contact, team, role } }: { readonly row: Row }) {
  const number = contact?.phone ?? contact?.dutyLine;
  return (
    <>
      {listed([contact?.name, contact?.role ?? role, team]) ?? 'not told'}
      {number ? (
        <>
          <br />
          <Phone number={number} />
          {contact?.phone && contact.dutyLine ? (
            <>
              {' '}
              or duty <Phone number={contact.dutyLine} />
            </>
          ) : null}
        </>
      ) : null}
    </>
  );
}

interface Other {
  readonly agency: string;
  readonly status: string;
  readonly about: { readonly asOf: string | null; readonly coverage: string | null } | null;
}

/** The agencies that say nothing here, and why: none of these may be taken for another. */
function Answers({
  member,
  parts,
  none,
  match,
}: {
  readonly member: Member;
  readonly parts: readonly Part[];
  readonly none: boolean;
  readonly match: Saying['match'];
}) {
  const others = parts.flatMap((part): readonly Other[] => {
    const stands = standsTo(part, member.id);
    if (stands.state === 'told')
      return stands.status === 'ANSWERED' ? [] : [{ agency: part.agency, status: stands.status, about: stands }];
    return stands.state === 'failed' ? [{ agency: part.agency, status: 'UNAVAILABLE', about: null }] : [];
  });
  return (
    <>
      {none ? <p className="govuk-body-s">No agency that answered works with them now.</p> : null}
      {others.length === 0 ? null : (
        <ul className="govuk-list answers">
          {others.map(({ agency, status, about }) => (
            <li key={agency} className={`answer answer--${status.toLowerCase().replaceAll('_', '-')}`}>
              <span className="answer__agency">{agencyName(agency)}</span>{' '}
              <span>{ownWord(SAID, status) ?? status}</span>
              {status === 'POSSIBLE' && match !== null ? (
                <AskWhetherSame agency={agency} person={member} ask={() => match(member, agency)} />
              ) : null}
              {status === 'NOTHING_HELD' && about?.asOf ? <span> as of {day(about.asOf)}</span> : null}
              {status === 'NOTHING_HELD' && about?.coverage ? (
                <span className="answer__coverage">Covers: {about.coverage}</span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
