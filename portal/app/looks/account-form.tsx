/// <reference lib="dom" />
import { type FormEvent, useState } from 'react';
import { Choice } from '../look/choice';
import { Fault } from '../look/fault';
import { isoDay } from '../look/iso-day';
import { Radios } from '../look/radios';
import { AGENCY_NAMES, word } from '../look/words';
import { TextField } from './text-field';

type Kind = 'PERSON' | 'SEARCHES' | 'REQUESTER';
export interface AccountQuestion {
  readonly kind: Kind;
  readonly details: Readonly<Record<string, string>>;
  readonly references: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
}

const KINDS = [
  ['PERSON', 'Who looked at a person'],
  ['SEARCHES', 'Who searched by these details'],
  ['REQUESTER', 'What one requester, or one organisation, asked'],
] as const;
const DETAILS = [
  ['nhsNumber', 'NHS number', null],
  ['upn', 'Unique pupil number (UPN)', null],
  ['givenName', 'Given name', null],
  ['familyName', 'Family name', null],
  ['dateOfBirth', 'Date of birth', 'For example, 30 4 2024'],
  ['postcode', 'Postcode', null],
] as const;
const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING', 'PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'];
const DATES = ['since', 'until'];

/** What the officer wants to know. Nothing is chosen beforehand. */
export function AccountForm({
  onAsk,
  isAsking,
}: {
  readonly onAsk: (question: AccountQuestion) => void;
  readonly isAsking: boolean;
}) {
  const [kind, setKind] = useState<Kind | null>(null);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [fault, setFault] = useState<string | null>(null);
  const field = (name: string) => ({
    id: name,
    value: given[name] ?? '',
    onChange: (value: string) => setGiven((before) => ({ ...before, [name]: value })),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const question = kind === null ? null : questionIn(kind, given);
    const wrong = question === null ? 'Say what you want to know' : faultIn(question);
    setFault(wrong);
    if (wrong === null && question !== null) onAsk(question);
  };
  return (
    <form onSubmit={send} className="account-form" noValidate>
      <Fault text={fault} />
      <Radios legend="What do you want to know?" name="account" options={KINDS} value={kind} onChange={setKind} />
      {kind === 'PERSON' || kind === 'SEARCHES' ? (
        <fieldset className="govuk-fieldset filters filters--wide">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">
            {kind === 'PERSON' ? 'The person' : 'Searches that were given all of these'}
          </legend>
          {DETAILS.map(([name, label, hint]) => (
            <TextField key={name} label={label} hint={hint} {...field(name)} />
          ))}
          {kind === 'PERSON' ? (
            <TextField
              label="Or references of agencies"
              hint="As health:9990000018, with blanks between several"
              {...field('references')}
            />
          ) : null}
        </fieldset>
      ) : null}
      {kind === null ? null : (
        <fieldset className="govuk-fieldset filters filters--wide">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">
            {kind === 'REQUESTER' ? 'By whom, and when' : 'Only these'}
          </legend>
          <TextField label="Requester’s id" hint={null} {...field('requester')} />
          <TextField label="Organisation" hint={null} {...field('organisation')} />
          <Choice label="Agency" {...field('agency')}>
            <option value="">Any</option>
            {Object.entries(AGENCY_NAMES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Choice>
          <Choice label="Purpose" {...field('purpose')}>
            <option value="">Any</option>
            {PURPOSES.map((code) => (
              <option key={code} value={code}>
                {word(code)}
              </option>
            ))}
          </Choice>
          <TextField label="Since" hint="For example, 23 11 2026" {...field('since')} />
          <TextField label="Before" hint="For example, 30 11 2026" {...field('until')} />
        </fieldset>
      )}
      <button type="submit" className="govuk-button" aria-disabled={isAsking}>
        {isAsking ? 'Asking the agencies…' : 'Show who looked'}
      </button>
    </form>
  );
}

function questionIn(kind: Kind, given: Readonly<Record<string, string>>): AccountQuestion {
  const told = Object.entries(given)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  const details = told
    .filter(([name]) => DETAILS.some(([one]) => one === name))
    .map(([name, value]) => [name, name === 'dateOfBirth' ? isoDay(value) : value]);
  const filters = told
    .filter(([name]) => ['requester', 'organisation', 'agency', 'purpose', ...DATES].includes(name))
    .map(([name, value]) => [name, DATES.includes(name) ? `${isoDay(value)}T00:00:00Z` : value]);
  return {
    kind,
    details: Object.fromEntries(details),
    references: kind === 'PERSON' ? (given.references ?? '').split(/\s+/).filter(Boolean) : [],
    filters: Object.fromEntries(filters),
  };
}

function faultIn({ kind, details, references, filters }: AccountQuestion): string | null {
  if (Object.entries(filters).some(([name, value]) => DATES.includes(name) && Number.isNaN(Date.parse(value))))
    return 'Write a date as 23 11 2026';
  if (kind === 'REQUESTER')
    return filters.requester || filters.organisation ? null : 'Enter a requester’s id, or an organisation';
  if (kind === 'SEARCHES') return Object.keys(details).length > 0 ? null : 'Enter at least one detail of a search';
  if (references.length > 0 || details.nhsNumber || details.upn || (details.familyName && details.dateOfBirth))
    return null;
  return 'Enter an NHS number, a UPN, a family name with a date of birth, or a reference of an agency';
}
