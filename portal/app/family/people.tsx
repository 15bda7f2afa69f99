import { bornLine, SAID } from '../look/answer-words';
import { ownWord } from '../look/own-word';
import { Skeleton } from '../look/parts';
import { agencyName, day, listed } from '../look/words';
import { AskWhetherSame } from './ask-whether-same';
import { FamilyHints } from './conflicts';
import { Essentials } from './essentials';
import { HealthPathway } from './health-pathway';
import { standsTo } from './involved';
import { PersonConflicts } from './person-conflicts';
import { MayBeSame, Relationships } from './ties';
import type { Family, Member, Part } from './use-family';

/** What may be said of somebody; null where the requester may not. */
export interface Saying {
  readonly claim: ((member: Member) => void) | null;
  readonly match: ((member: Member, agency: string) => void) | null;
  readonly refer: ((member: Member) => void) | null;
  readonly team: ((member: Member) => void) | null;
}

/** Who is in the family and who says so; and of each, first of all, where agencies differ. */
export function People({ family, saying }: { readonly family: Family; readonly saying: Saying }) {
  const names = new Map(family.members.map(({ id, displayName }) => [id, displayName ?? 'somebody']));
  return (
    <>
      <FamilyHints family={family} />
      {family.members.map((member, at) => (
        <article className="person" key={member.id} aria-labelledby={`person-${at}`}>
          <h3 className="govuk-heading-m person__name" id={`person-${at}`}>
            {member.displayName ?? 'Name not told'}
          </h3>
          <p className="govuk-body-s person__born">{bornLine(member)}</p>
          <Essentials family={family} member={member} />
          <HealthPathway family={family} member={member} />
          <PersonConflicts family={family} member={member} />
          <Relationships member={member} names={names} />
          <MayBeSame member={member} names={names} />
          <HowAgenciesAnswered member={member} parts={family.parts} saying={saying} />
        </article>
      ))}
    </>
  );
}

function HowAgenciesAnswered({ member, parts, saying }: AnswersProps) {
  const asking = parts.filter((part) => part.asked.state === 'asking').map(({ agency }) => agencyName(agency));
  return (
    <>
      {asking.length === 0 ? null : <Skeleton what={listed(asking) ?? 'the agencies'} />}
      <Answers member={member} parts={parts} match={saying.match} />
      {saying.claim === null ? null : (
        <button type="button" className="link-button no-print" onClick={() => saying.claim?.(member)}>
          I work with {member.displayName ?? 'this person'}
        </button>
      )}
      {saying.refer === null ? null : (
        <p className="govuk-body-s no-print">
          <button type="button" className="link-button" onClick={() => saying.refer?.(member)}>
            Refer {member.displayName ?? 'this person'}
          </button>
        </p>
      )}
      {saying.team === null ? null : (
        <p className="govuk-body-s no-print">
          <button type="button" className="link-button" onClick={() => saying.team?.(member)}>
            Team around the family of {member.displayName ?? 'this person'}
          </button>
        </p>
      )}
    </>
  );
}

interface AnswersProps {
  readonly member: Member;
  readonly parts: readonly Part[];
  readonly saying: Saying;
}

interface Other {
  readonly agency: string;
  readonly status: string;
  readonly ring: string | null;
  readonly about: { readonly asOf: string | null; readonly coverage: string | null } | null;
}

/** The agencies that say nothing here, and why: none of these may be taken for another. */
function Answers({
  member,
  parts,
  match,
}: {
  readonly member: Member;
  readonly parts: readonly Part[];
  readonly match: Saying['match'];
}) {
  const others = parts.flatMap((part): readonly Other[] => {
    const stands = standsTo(part, member.id);
    const { ring } = part.spec.partner;
    if (stands.state === 'told')
      return stands.status === 'ANSWERED' ? [] : [{ agency: part.agency, status: stands.status, about: stands, ring }];
    return stands.state === 'failed' ? [{ agency: part.agency, status: 'UNAVAILABLE', about: null, ring }] : [];
  });
  const noted = parts.flatMap((part): readonly { readonly agency: string; readonly said: string }[] => {
    const stands = standsTo(part, member.id);
    return stands.state === 'told' ? stands.noted.map((said) => ({ agency: part.agency, said })) : [];
  });
  return (
    <>
      {noted.length === 0 ? null : (
        <ul className="govuk-list answers">
          {noted.map(({ agency, said }) => (
            <li key={agency + said} className="answer answer--noted">
              <span className="answer__agency">{agencyName(agency)}</span> <span>{said}</span>
            </li>
          ))}
        </ul>
      )}
      {others.length === 0 ? null : (
        <ul className="govuk-list answers">
          {others.map(({ agency, status, about, ring }) => (
            <li key={agency} className={`answer answer--${status.toLowerCase().replaceAll('_', '-')}`}>
              <span className="answer__agency">{agencyName(agency)}</span>{' '}
              <span>{ownWord(SAID, status) ?? 'gave an answer that this page does not know'}</span>
              {(status === 'POSSIBLE' || status === 'UNAVAILABLE') && ring !== null ? <span>; ring {ring}</span> : null}
              {status === 'POSSIBLE' && match !== null ? (
                <>
                  {'. '}
                  <AskWhetherSame agency={agency} person={member} ask={() => match(member, agency)} />
                </>
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
