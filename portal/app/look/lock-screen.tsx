/// <reference lib="dom" />
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { WhoAmI } from '../../operations/stored';
import { goToSignIn, type OrganisationSignIn } from '../../session/organisation-sign-in';
import { forgetToken, type SessionContext } from '../../session/session-context';
import { createAsker } from '../asking/ask';
import { Fault } from './fault';

export type LockedBy = 'idle' | 'expired';

const WHY: Readonly<Record<LockedBy, string>> = {
  idle: 'Nobody has used this page for a while, so it is covered. What was open is still there behind it.',
  expired: 'Your sign-in has ended. What was open is still there behind this page.',
};

/**
 * Covers the page until whoever asked is known again: nothing of a family is left on a screen that nobody watches. What
 * was open stays as it was, in memory; with the organisation's own sign-in one comes back to the same place.
 */
export function LockScreen({
  by,
  me,
  sessionContext,
  signIn,
  place,
  onOpen,
}: {
  readonly by: LockedBy;
  readonly me: { readonly id: string; readonly name: string | null };
  readonly sessionContext: SessionContext;
  readonly signIn: OrganisationSignIn | null;
  /** Where the address leads back to. */
  readonly place: string;
  readonly onOpen: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const isPersona = sessionContext.persona !== null;
  useEffect(() => heading.current?.focus(), []);

  const open = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFault(null);
    if (signIn !== null && !isPersona) {
      await goToSignIn(signIn, place).catch(() => setFault('Your organisation’s sign-in did not answer. Try again.'));
      return;
    }
    forgetToken(sessionContext);
    const asking = isPersona ? sessionContext : { ...sessionContext, pastedToken: token };
    const told = await createAsker(asking)
      .ask(WhoAmI, {})
      .catch(() => null);
    // Nobody goes on where somebody else left off.
    if (told?.data?.me?.id === me.id && (isPersona || token === sessionContext.pastedToken)) onOpen();
    else setFault(told?.errors[0]?.message ?? 'This is not the sign-in that the page was opened with.');
  };

  return (
    <div className="lock">
      <main className="govuk-width-container narrow" aria-labelledby="lock">
        <h1 className="govuk-heading-l" id="lock" ref={heading} tabIndex={-1}>
          {by === 'idle' ? 'Locked' : 'Sign in again'}
        </h1>
        <p className="govuk-body">{WHY[by]}</p>
        <Fault text={fault} />
        <form onSubmit={(event) => void open(event)}>
          {isPersona || signIn !== null ? null : (
            <div className="govuk-form-group">
              <label className="govuk-label" htmlFor="lock-token">
                Token
              </label>
              <input
                className="govuk-input"
                id="lock-token"
                type="password"
                autoComplete="off"
                value={token}
                onChange={({ target }) => setToken(target.value)}
              />
            </div>
          )}
          <button className="govuk-button" type="submit">
            {signIn !== null && !isPersona ? 'Sign in with your organisation' : `Go on as ${me.name ?? me.id}`}
          </button>
        </form>
      </main>
    </div>
  );
}
