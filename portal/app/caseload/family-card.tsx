import { bornLine } from '../look/answer-words';
import { Phone } from '../look/records';
import { agencyName, day, joined, listed, word } from '../look/words';
import { type FamilyRow, isInNoCentre, nameOf } from './families';
import type { Row } from './use-caseload';

/** One family of the list: how much they need, what is due, who leads and who saw them last. */
export function FamilyCard({
  family,
  silent,
  onOpen,
}: {
  readonly family: FamilyRow;
  /** Agencies that did not answer, by name. */
  readonly silent: readonly string[];
  readonly onOpen: (row: Row) => void;
}) {
  const { people, need, lead, lastContact, overdue } = family;
  const attention = [...new Map(people.flatMap((one) => one.attention.map((it) => [it.what, it]))).values()];
  return (
    <article className="caseload-card">
      <div className="caseload-card__who">
        <h2 className="govuk-visually-hidden">{people.map(nameOf).join(', ')}</h2>
        <ul className="govuk-list">
          {people.map((row) => (
            <li key={row.id} className="caseload-person">
              <button type="button" className="link-button" onClick={() => onOpen(row)}>
                {nameOf(row)}
              </button>
              <span className="agency">
                {bornLine(row)}
                {isInNoCentre(row) ? ' · in the area, registered at no centre' : ''}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className="caseload-card__facts">
        <p>
          {need === null ? (
            <span className="said">Level of need not told</span>
          ) : (
            <strong className={`flag need-flag need-flag--${need.rank ?? 0}`}>{word(need.code)}</strong>
          )}
        </p>
        <p>
          {lead === null ? (
            <span className="said">No lead professional told</span>
          ) : (
            <>
              Lead: {listed([lead.name, lead.role])} <Phone number={lead.phone} />
            </>
          )}
        </p>
        <p>
          {lastContact === null
            ? 'Last contact not told'
            : `Last contact ${day(lastContact.date)}, ${listed([lastContact.who, agencyName(lastContact.agency)])}`}
        </p>
      </div>
      <div className="caseload-card__due">
        {attention.length === 0 ? (
          <p className="said">
            Nothing seen in what you may see{silent.length === 0 ? '' : `; ${joined(silent)} did not answer`}
          </p>
        ) : (
          <ul className="govuk-list">
            {[...attention]
              .sort((a, b) => Number(b.overdue) - Number(a.overdue))
              .map(({ what, overdue: late }) => (
                <li key={what}>
                  {late ? <strong className="flag flag--overdue">Overdue</strong> : null} {what}
                </li>
              ))}
          </ul>
        )}
        {overdue > 1 ? <span className="govuk-visually-hidden">{overdue} overdue in all</span> : null}
      </div>
    </article>
  );
}
