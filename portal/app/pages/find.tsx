/// <reference lib="dom" />

import type { Answered } from '@family-view/client';
import { type FormEvent, useState } from 'react';
import { FindPeople, type FindPeopleQuery } from '../../operations/stored';
import { AskWhetherSame } from '../family/ask-whether-same';
import { openFamily } from '../family/open-family';
import { bornLine, comparedIn, POSSIBLE, proposedIn, ringFor, SAID } from '../look/answer-words';
import { ownWord } from '../look/own-word';
import { Page } from '../look/page';
import { agencyName, joined } from '../look/words';
import { useSession } from '../session';
import { checkSearch, faultOf, LABELS, type Subject } from './check-search';
import { ErrorSummary, type Fault } from './sign-in';

type Search = Readonly<Record<(typeof FIELDS)[number][0], string>>;

const FIELDS = [
  ['nhsNumber', LABELS.nhsNumber!, '10 figures', 'govuk-input--width-10'],
  ['upn', LABELS.upn!, 'A letter and 12 figures or letters', 'govuk-input--width-20'],
  ['givenName', LABELS.givenName!, null, ''],
  ['familyName', LABELS.familyName!, null, ''],
  ['dateOfBirth', LABELS.dateOfBirth!, 'For example, 30 April 2024 or 30/4/24', 'govuk-input--width-10'],
  ['postcode', LABELS.postcode!, 'For example, ZB2 4ZQ', 'govuk-input--width-10'],
  ['sex', LABELS.sex!, 'M, F, or U where it is not known', 'govuk-input--width-2'],
  ['formerNames', LABELS.formerNames!, 'If there were any; commas between', ''],
] as const;
const NOTHING = Object.fromEntries(FIELDS.map(([field]) => [field, ''])) as Search;

/** By a number, or by name, date of birth and postcode. Compared inside each agency. */
export function Find() {
  const { asker } = useSession();
  const [search, setSearch] = useState<Search>(NOTHING);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<{ readonly told: Answered<FindPeopleQuery>; readonly by: Subject } | null>(null);

  const find = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { by, faults: found } = checkSearch(search);
    setFound(null);
    setFaults(found);
    if (found.length > 0) return;
    setAsking(true);
    try {
      const told = await asker.ask(FindPeople, { by });
      if (told.data?.findPeople) setFound({ told, by });
      else setFaults([faultOf(told)]);
    } catch {
      setFaults([
        {
          field: 'familyName',
          message: 'The gateway did not answer, and nothing is known of who was asked: try again.',
        },
      ]);
    } finally {
      setAsking(false);
    }
  };

  return (
    <Page title="Find a person">
      <ErrorSummary faults={faults} />
      <form onSubmit={(event) => void find(event)} noValidate className="search">
        <fieldset className="govuk-fieldset search__group">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">By a number</legend>
          {FIELDS.slice(0, 2).map((field) => (
            <Field key={field[0]} field={field} search={search} onChange={setSearch} />
          ))}
        </fieldset>
        <fieldset className="govuk-fieldset search__group">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">
            Or by name, date of birth and postcode
          </legend>
          {FIELDS.slice(2).map((field) => (
            <Field key={field[0]} field={field} search={search} onChange={setSearch} />
          ))}
        </fieldset>
        <div className="search__go">
          <button className="govuk-button" type="submit" aria-disabled={asking}>
            {asking ? 'Asking the agencies…' : 'Find'}
          </button>
        </div>
      </form>
      <div aria-live="polite">{found === null ? null : <Results {...found} />}</div>
    </Page>
  );
}

function Field({
  field: [name, label, hint, width],
  search,
  onChange,
}: {
  readonly field: (typeof FIELDS)[number];
  readonly search: Search;
  readonly onChange: (search: Search) => void;
}) {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor={name}>
        {label}
      </label>
      {hint === null ? null : (
        <div className="govuk-hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      <input
        className={`govuk-input ${width}`}
        id={name}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={hint === null ? undefined : `${name}-hint`}
        value={search[name]}
        onChange={({ target }) => onChange({ ...search, [name]: target.value })}
      />
    </div>
  );
}

function Results({ told, by }: { readonly told: Answered<FindPeopleQuery>; readonly by: Subject }) {
  const { asker, open, may, choose } = useSession();
  const [opening, setOpening] = useState<string | null>(null);
  const [stopped, setStopped] = useState<string | null>(null);
  const { certain, possible, answers } = told.data?.findPeople ?? {};
  const silent = (answers ?? [])
    .filter(({ status }) => status === 'UNAVAILABLE')
    .map(({ agency }) => agencyName(agency));
  const people = certain ?? [];
  // Agencies that are closed to the requester may not even be listed.
  const hasLooked = (answers ?? []).some(({ status }) => status === 'NOTHING_HELD' || status === 'ANSWERED');
  const nobody = hasLooked ? 'Nobody found by those who looked' : 'No agency has looked';
  // Whom the possible match would be.
  const only = people.length === 1 ? people[0] : undefined;

  const show = async (person: (typeof people)[number], ask?: string): Promise<void> => {
    setOpening(person.id);
    setStopped(null);
    const opened = await openFamily(asker, person, by).catch(() => null);
    setOpening(null);
    if (opened === null) setStopped('The gateway did not answer. Try again.');
    else if ('stopped' in opened) setStopped(opened.stopped);
    else {
      const at = open(opened);
      if (ask !== undefined) choose({ at, person: opened.person, by, withheld: null }, ask);
    }
  };

  return (
    <section className="results" aria-labelledby="found">
      <h2 className="govuk-heading-m" id="found">
        {people.length > 0 ? 'Found' : (possible ?? []).length > 0 ? 'Nobody for certain' : nobody}
      </h2>
      {stopped === null ? null : (
        <div className="govuk-inset-text stopped" role="alert">
          {stopped}
        </div>
      )}
      <ul className="govuk-list cards">
        {people.map((person) => (
          <li className="card" key={person.id}>
            <div>
              <h3 className="govuk-heading-s govuk-!-margin-bottom-1">{person.displayName ?? 'Name not told'}</h3>
              <p className="govuk-body-s govuk-!-margin-bottom-0">{bornLine(person)}</p>
            </div>
            <button
              type="button"
              className="govuk-button card__go"
              aria-disabled={opening !== null}
              onClick={() => void show(person)}
            >
              {opening === person.id ? 'Opening…' : 'Open the family'}
            </button>
          </li>
        ))}
      </ul>
      {people.length === 0 && (possible ?? []).length === 0 ? (
        <p className="govuk-body">{nobodyKnown(answers ?? [])}</p>
      ) : null}
      {(possible ?? []).length === 0 ? null : (
        <>
          <h3 className="govuk-heading-s">Possibly: ask the agency</h3>
          <ul className="govuk-list">
            {(possible ?? []).map(({ agency, outcome, comparedOn, proposal }) => (
              <li className="part part--possible" key={`${agency}${outcome}`}>
                <p className="govuk-body-s">
                  <span className="part__mark">Ask {agencyName(agency)}</span>{' '}
                  {ownWord(POSSIBLE, outcome) ?? POSSIBLE.POTENTIAL} Compared: {comparedIn({ comparedOn })}.
                  {ringFor(told, agency)}
                  {proposal === null ? null : ` ${proposedIn({ agency, proposal })}`}
                </p>
                {only !== undefined && may.match && outcome === 'POTENTIAL' ? (
                  <AskWhetherSame
                    agency={agency}
                    person={only}
                    ask={() => void show(only, agency)}
                    waits={opening !== null}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="govuk-heading-s">How each agency answered</h3>
      <ul className="govuk-list answers">
        {(answers ?? []).map(({ agency, status }) => (
          <li key={agency} className={`answer answer--${status?.toLowerCase().replaceAll('_', '-')}`}>
            <span className="answer__agency">{agencyName(agency)}</span>{' '}
            <span>{ownWord(SAID, status) ?? 'gave an answer that this page does not know'}</span>
          </li>
        ))}
      </ul>
      {silent.length === 0 || people.length === 0 ? null : (
        <p className="govuk-body">
          {joined(silent)} did not answer the search. They are asked again when you open the family.
        </p>
      )}
      <p className="govuk-body">
        <a className="govuk-link" href="#/caseload">
          Or look in your caseload
        </a>
      </p>
    </section>
  );
}

/** Who looked and has nothing, and who did not look: nobody is not said to be unknown where somebody was not asked. */
export function nobodyKnown(
  answers: readonly { readonly agency: string | null; readonly status: string | null }[],
): string {
  const names = (...statuses: readonly string[]): string | null =>
    joined(answers.flatMap(({ agency, status }) => (statuses.includes(status ?? '') ? [agencyName(agency)] : [])));
  const looked = names('NOTHING_HELD', 'ANSWERED');
  const silent = names('UNAVAILABLE');
  const closed = names('WITHHELD');
  const notCovered = names('NOT_COVERED');
  return [
    looked === null ? 'No agency has looked.' : `${looked} looked, and found nobody by these details.`,
    silent === null ? '' : `${silent} did not answer, and may know them.`,
    closed === null ? '' : `${closed} may not tell you, and may know them.`,
    notCovered === null ? '' : `${notCovered} does not cover them.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
