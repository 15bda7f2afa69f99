/// <reference lib="dom" />
import type { ChangeEvent } from 'react';
import type { Persona, SessionContext } from '../session/session-context';

const ALL_PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING', 'PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'];
export const NEEDS_CASE = ['SAFEGUARDING', 'TRIAGE'];

interface IdentityBarProps {
  /** Null where the gateway offers none. */
  readonly personas: readonly Persona[] | null;
  readonly sessionContext: SessionContext;
  readonly onChange: (sessionContext: SessionContext) => void;
}

/** As whom, for what, about which case: sent with every request, and written in the audit. */
export function IdentityBar({ personas, sessionContext, onChange }: IdentityBarProps) {
  const chosen = personas?.find(({ persona }) => persona === sessionContext.persona);
  const purposes = chosen?.purposes ?? ALL_PURPOSES;
  const needsCase = NEEDS_CASE.includes(sessionContext.purpose);
  return (
    <form className="identity-bar" aria-label="As whom you ask" onSubmit={(event) => event.preventDefault()}>
      <a className="home" href="/">
        Family View
      </a>
      {personas === null ? (
        <PastedToken sessionContext={sessionContext} onChange={onChange} />
      ) : (
        <PersonaChoice personas={personas} sessionContext={sessionContext} onChange={onChange} />
      )}
      <label>
        Purpose
        <select
          name="purpose"
          value={sessionContext.purpose}
          onChange={({ target }: ChangeEvent<HTMLSelectElement>) =>
            onChange({ ...sessionContext, purpose: target.value })
          }
        >
          {purposes.map((purpose) => (
            <option key={purpose}>{purpose}</option>
          ))}
        </select>
      </label>
      <label>
        Case reference
        <input
          name="case-reference"
          value={sessionContext.caseReference}
          autoComplete="off"
          spellCheck={false}
          placeholder={needsCase ? 'needed for this purpose' : 'none needed'}
          required={needsCase}
          onChange={({ target }: ChangeEvent<HTMLInputElement>) =>
            onChange({ ...sessionContext, caseReference: target.value })
          }
        />
      </label>
      <p className="keys">
        <kbd>Enter</kbd> goes into an editor, <kbd>Escape</kbd> comes out, <kbd>Ctrl</kbd>+<kbd>Space</kbd> completes
      </p>
    </form>
  );
}

function PersonaChoice({
  personas,
  sessionContext,
  onChange,
}: IdentityBarProps & { readonly personas: readonly Persona[] }) {
  const choose = ({ target }: ChangeEvent<HTMLSelectElement>): void => {
    const purposes = personas.find(({ persona }) => persona === target.value)?.purposes ?? [];
    const purpose = purposes.includes(sessionContext.purpose) ? sessionContext.purpose : (purposes[0] ?? '');
    onChange({ ...sessionContext, persona: target.value, purpose });
  };
  return (
    <label>
      Ask as
      <select name="persona" value={sessionContext.persona ?? ''} onChange={choose}>
        {personas.map(({ persona, title, organisation }) => (
          <option key={persona} value={persona}>
            {title}, {organisation}
          </option>
        ))}
      </select>
    </label>
  );
}

const PastedToken = ({ sessionContext, onChange }: Pick<IdentityBarProps, 'sessionContext' | 'onChange'>) => (
  <label className="token">
    Token
    <input
      name="token"
      type="password"
      value={sessionContext.pastedToken}
      autoComplete="off"
      placeholder="paste a token: it is kept in memory only"
      onChange={({ target }: ChangeEvent<HTMLInputElement>) =>
        onChange({ ...sessionContext, pastedToken: target.value })
      }
    />
  </label>
);
