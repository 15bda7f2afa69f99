/// <reference lib="dom" />
import { type FormEvent, useState } from 'react';
import { FindPeople, type FindPeopleQuery, type FindPeopleQueryVariables } from '../../operations/stored';
import type { Answered } from '../asking/public-errors';
import { AskWhetherSame } from '../family/ask-whether-same';
import { openFamily } from '../family/open-family';
import { bornLine, comparedIn, POSSIBLE, proposedIn, ringFor, SAID } from '../look/answer-words';
import { ownWord } from '../look/own-word';
import { Page } from '../look/page';
import { agencyName, listed } from '../look/words';
import { useSession } from '../session';
import { ErrorSummary, type Fault } from './sign-in';

type Subject = FindPeopleQueryVariables['by'];
type Search = Readonly<Record<(typeof FIELDS)[number][0], string>>;

const FIELDS = [
  ['nhsNumber', 'NHS number', '10 figures', 'govuk-input--width-10'],
  ['upn', 'Unique pupil number (UPN)', 'A letter and 12 figures or letters', 'govuk-input--width-20'],
  ['givenName', 'Given name', null, ''],
  ['familyName', 'Family name', null, ''],
  ['dateOfBirth', 'Date of birth', 'For example, 30/4/2024', 'govuk-input--width-10'],
  ['postcode', 'Postcode', 'For example, ZB2 4ZQ', 'govuk-input--width-10'],
  ['sex', 'Sex', 'M, F, or U where it is not known', 'govuk-input--width-2'],
  ['formerNames', 'Earlier surnames', 'If there were any; commas between', ''],
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
    const by: Subject = Object.fromEntries(
      Object.entries(search).flatMap(([field, value]) => {
        const stated = statedIn(field, value);
        return stated.length === 0 ? [] : [[field, stated]];
      }),
    );
    setFound(null);
    const thin = tooThin(by);
    setFaults(thin);
    if (thin.length > 0) return;
    setAsking(true);
    try {
      const told = await asker.ask(FindPeople, { by });
      if (told.data?.findPeople) setFound({ told, by });
      else setFaults([{ field: fieldOf(told), message: told.errors[0]?.message ?? 'The search was not answered.' }]);
    } catch {
      setFaults([{ field: 'familyName', message: 'The gateway did not answer. Nobody has been asked: try again.' }]);
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
        {people.length > 0 ? 'Found' : (possible ?? []).length > 0 ? 'Nobody for certain' : 'Nobody found'}
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
              <h3 className="govuk-heading-s govuk-!-margin-bottom-1">{person.displayName ?? 'Name not shared'}</h3>
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
        <p className="govuk-body">
          {silent.length === 0
            ? 'No agency that may tell you knows somebody by these details.'
            : `No agency that answered knows somebody by these details. ${listed(silent)} did not answer, and may know them.`}
        </p>
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
            <span className="answer__agency">{agencyName(agency)}</span> <span>{ownWord(SAID, status) ?? status}</span>
          </li>
        ))}
      </ul>
      {silent.length === 0 || people.length === 0 ? null : (
        <p className="govuk-body">
          {listed(silent)} did not answer the search. They are asked again when you open the family.
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

/** `30/4/2024`, `30 4 2024` or `2024-04-30`, as the gateway takes it. What is none of these goes as it is, to be refused. */
export function isoDay(text: string): string {
  const parts = text.trim().split(/[\s./-]+/);
  const [year, month, date] = parts[0]?.length === 4 ? parts : [...parts].reverse();
  if (parts.length !== 3 || year?.length !== 4) return text.trim();
  return `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
}

/** What is sent of one box: as the gateway takes it. */
function statedIn(field: string, value: string): string | readonly string[] {
  if (field === 'dateOfBirth') return isoDay(value);
  if (field === 'formerNames')
    return value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  return field === 'sex' ? value.trim().toUpperCase() : value.trim();
}

function tooThin(by: Subject): readonly Fault[] {
  if (by.nhsNumber || by.upn) return [];
  const faults: Fault[] = [];
  if (!by.familyName) faults.push({ field: 'familyName', message: 'Enter a family name, or an NHS number or UPN' });
  if (!by.dateOfBirth) faults.push({ field: 'dateOfBirth', message: 'Enter a date of birth' });
  return faults;
}

const fieldOf = ({ errors }: Answered<unknown>): string =>
  FIELDS.find(([field]) => errors[0]?.message.includes(field))?.[0] ?? 'familyName';
