/// <reference lib="dom" />
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { WhoAmI, type WhoAmIQuery } from '../../operations/stored';
import { goToSignIn, type OrganisationSignIn, signOutAtOrganisation } from '../../session/organisation-sign-in';
import { isRecord, type Persona, type SessionContext } from '../../session/session-context';
import { createAsker } from '../asking/ask';
import { Foot, Masthead, SkipLink } from '../look/frame';
import { Page } from '../look/page';
import { word } from '../look/words';

const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING', 'PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'];
const NEEDS_CASE = ['SAFEGUARDING', 'TRIAGE'];

export interface SignInProps {
  /** Null where the gateway offers none: then a token is pasted, or comes of the organisation's own sign-in. */
  readonly personas: readonly Persona[] | null;
  /** The organisation's own sign-in, where one is set up. */
  readonly signIn: OrganisationSignIn | null;
  /** That of who has signed in there. */
  readonly token: string;
  readonly onEnter: (sessionContext: SessionContext, me: WhoAmIQuery['me']) => void;
}

/** Who asks, for what, and about which case: nothing is asked of any agency before that is said. */
export function SignIn({ personas, signIn, token, onEnter }: SignInProps) {
  const [persona, setPersona] = useState(personas?.[0]?.persona ?? null);
  const [pastedToken, setPastedToken] = useState(token);
  const [purpose, setPurpose] = useState('EARLY_HELP');
  const [caseReference, setCaseReference] = useState('');
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [busy, setBusy] = useState(false);
  const offered = personas?.find((one) => one.persona === persona)?.purposes ?? PURPOSES;
  const stated = offered.includes(purpose) ? purpose : (offered[0] ?? '');

  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = check({ persona, pastedToken, purpose: stated, caseReference });
    setFaults(found);
    if (found.length > 0) return;
    setBusy(true);
    const sessionContext: SessionContext = { persona, pastedToken, purpose: stated, caseReference };
    try {
      const { data, errors } = await createAsker(sessionContext).ask(WhoAmI, {});
      if (data?.me) onEnter(sessionContext, data.me);
      else setFaults([{ field: 'purpose', message: errors[0]?.message ?? 'You could not be signed in.' }]);
    } catch (fault) {
      const message = isRecord(fault) && typeof fault.message === 'string' ? fault.message : '';
      setFaults([{ field: 'purpose', message: `The gateway did not answer. ${message}` }]);
    } finally {
      setBusy(false);
    }
  };

  if (signIn !== null && token === '') return <AtTheOrganisation signIn={signIn} />;
  return (
    <>
      <SkipLink />
      <Masthead />
      <div className="govuk-width-container">
        <main className="govuk-main-wrapper" id="main" tabIndex={-1}>
          <Page title="Who is asking, and why?">
            <ErrorSummary faults={faults} />
            <p className="govuk-body-l">
              Your purpose decides what the partners share with you. It goes on record with each look.
            </p>
            <form onSubmit={(event) => void enter(event)} noValidate className="narrow">
              {personas !== null ? (
                <PersonaChoice personas={personas} persona={persona} onChange={setPersona} />
              ) : token !== '' ? (
                <p className="govuk-body">
                  You have signed in with your organisation.{' '}
                  <button type="button" className="link-button" onClick={() => void signOutAtOrganisation()}>
                    Sign out there
                  </button>
                </p>
              ) : (
                <div className="govuk-form-group">
                  <label className="govuk-label govuk-label--s" htmlFor="token">
                    Token
                  </label>
                  <div className="govuk-hint" id="token-hint">
                    From your organisation’s sign-in. It is kept in memory only.
                  </div>
                  <input
                    className="govuk-input"
                    id="token"
                    type="password"
                    autoComplete="off"
                    aria-describedby="token-hint"
                    value={pastedToken}
                    onChange={({ target }) => setPastedToken(target.value)}
                  />
                </div>
              )}
              <fieldset className="govuk-fieldset govuk-form-group" id="purpose">
                <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Purpose</legend>
                <div className="govuk-radios govuk-radios--small">
                  {offered.map((one) => (
                    <div className="govuk-radios__item" key={one}>
                      <input
                        className="govuk-radios__input"
                        type="radio"
                        name="purpose"
                        id={`purpose-${one}`}
                        checked={one === stated}
                        onChange={() => setPurpose(one)}
                      />
                      <label className="govuk-label govuk-radios__label" htmlFor={`purpose-${one}`}>
                        {word(one)}
                      </label>
                    </div>
                  ))}
                </div>
              </fieldset>
              <div className="govuk-form-group">
                <label className="govuk-label govuk-label--s" htmlFor="case">
                  Case reference{NEEDS_CASE.includes(stated) ? '' : ' (optional)'}
                </label>
                <div className="govuk-hint" id="case-hint">
                  Your own reference, not a name.{NEEDS_CASE.includes(stated) ? ' This purpose needs one.' : ''}
                </div>
                <input
                  className="govuk-input govuk-input--width-20"
                  id="case"
                  autoComplete="off"
                  spellCheck={false}
                  aria-describedby="case-hint"
                  value={caseReference}
                  onChange={({ target }) => setCaseReference(target.value)}
                />
              </div>
              <button className="govuk-button" type="submit" aria-disabled={busy}>
                {busy ? 'Signing in…' : 'Continue'}
              </button>
            </form>
          </Page>
        </main>
      </div>
      <Foot />
    </>
  );
}

/** Who they are is for their organisation to say. */
function AtTheOrganisation({ signIn }: { readonly signIn: OrganisationSignIn }) {
  const [fault, setFault] = useState<readonly Fault[]>([]);
  const go = (): void => {
    goToSignIn(signIn).catch(() =>
      setFault([{ field: 'go', message: 'Your organisation’s sign-in did not answer. Try again.' }]),
    );
  };
  return (
    <>
      <SkipLink />
      <Masthead />
      <div className="govuk-width-container">
        <main className="govuk-main-wrapper" id="main" tabIndex={-1}>
          <Page title="Sign in">
            <ErrorSummary faults={fault} />
            <p className="govuk-body-l">
              You sign in with your own organisation, and then say what you are asking for.
            </p>
            <button type="button" className="govuk-button" id="go" onClick={go}>
              Sign in with your organisation
            </button>
          </Page>
        </main>
      </div>
      <Foot />
    </>
  );
}

interface PersonaChoiceProps {
  readonly personas: readonly Persona[];
  readonly persona: string | null;
  readonly onChange: (persona: string) => void;
}

const PersonaChoice = ({ personas, persona, onChange }: PersonaChoiceProps) => (
  <div className="govuk-form-group">
    <label className="govuk-label govuk-label--s" htmlFor="persona">
      Ask as
    </label>
    <div className="govuk-hint" id="persona-hint">
      Invented people of an invented borough, for development.
    </div>
    <select
      className="govuk-select"
      id="persona"
      aria-describedby="persona-hint"
      value={persona ?? ''}
      onChange={({ target }) => onChange(target.value)}
    >
      {personas.map((one) => (
        <option key={one.persona} value={one.persona}>
          {one.name === undefined ? one.title : `${one.name}, ${one.title}`}
        </option>
      ))}
    </select>
  </div>
);

function check({ persona, pastedToken, purpose, caseReference }: SessionContext): readonly Fault[] {
  const faults: Fault[] = [];
  if (persona === null && pastedToken.trim() === '') faults.push({ field: 'token', message: 'Enter your token' });
  if (NEEDS_CASE.includes(purpose) && caseReference.trim() === '')
    faults.push({ field: 'case', message: `Enter a case reference: ${word(purpose)?.toLowerCase()} needs one` });
  return faults;
}

export interface Fault {
  /** The id of the field it is about. */
  readonly field: string;
  readonly message: string;
}

/** What stands in the way, above the form, with the focus on it. */
export function ErrorSummary({ faults }: { readonly faults: readonly Fault[] }) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) summary.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div className="govuk-error-summary" ref={summary} tabIndex={-1}>
      <div role="alert">
        <h2 className="govuk-error-summary__title">There is a problem</h2>
        <ul className="govuk-list govuk-error-summary__list">
          {faults.map(({ field, message }) => (
            <li key={message}>
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  const place = document.getElementById(field);
                  (place?.matches('input, select, textarea') ? place : place?.querySelector('input'))?.focus();
                }}
              >
                {message}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
