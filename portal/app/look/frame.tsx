/// <reference lib="dom" />
import type { ReactNode } from 'react';
import { useRoute } from '../route';
import { useSession } from '../session';
import { BreakGlassBar } from './break-glass-bar';
import { LimitsBar } from './limits-bar';
import { word } from './words';

const PAGES = [
  ['find', 'Find a person', () => true],
  ['caseload', 'Caseload', (role: string) => role !== 'IG_OFFICER'],
  ['protocol', 'Sharing agreements', (role: string) => role === 'IG_OFFICER'],
  ['reviews', 'Emergency access', (role: string) => role === 'IG_OFFICER'],
] as const;

/** What stands on every page: who asks, for what and about which case, and the ways on. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <Masthead />
      <SessionContext />
      <BreakGlassBar />
      <LimitsBar />
      <div className="govuk-width-container">
        <main className="govuk-main-wrapper" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Foot />
    </>
  );
}

export const SkipLink = () => (
  // A button: what follows the # is the page's own address.
  <button type="button" className="govuk-skip-link" onClick={() => document.getElementById('main')?.focus()}>
    Skip to main content
  </button>
);

export function Masthead() {
  return (
    <header className="masthead">
      <div className="govuk-width-container masthead__inner">
        <a className="masthead__name" href="#/find">
          Family View
        </a>
        <span className="masthead__what">One view of a family, live from each agency</span>
      </div>
    </header>
  );
}

function SessionContext() {
  const { me, signOut } = useSession();
  const [page] = useRoute();
  const who = [me.name ?? me.id, word(me.role), me.organisation.replaceAll('-', ' ')].filter(Boolean).join(', ');
  return (
    <section className="standing" aria-label="As whom you ask">
      <div className="govuk-width-container">
        <dl className="standing__facts">
          <div>
            <dt>Asking as</dt>
            <dd>{who}</dd>
          </div>
          <div>
            <dt>Purpose</dt>
            <dd>{word(me.purpose)}</dd>
          </div>
          <div>
            <dt>Case reference</dt>
            <dd>{me.caseReference ?? 'none stated'}</dd>
          </div>
        </dl>
        <div className="standing__row">
          <nav aria-label="Pages" className="standing__pages">
            <ul>
              {PAGES.filter(([, , isFor]) => isFor(me.role)).map(([route, title]) => (
                <li key={route}>
                  <a href={`#/${route}`} aria-current={page === route ? 'page' : undefined}>
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <button type="button" className="link-button" onClick={signOut}>
            Change or sign out
          </button>
        </div>
      </div>
    </section>
  );
}

export const Foot = () => (
  <footer className="foot">
    <div className="govuk-width-container">
      <p className="govuk-body-s">
        You are responsible for having a reason to look. Each look is on record, and a family may ask to see who looked.
      </p>
      <p className="govuk-body-s">
        <a className="govuk-link" href="/about.html">
          About Family View
        </a>{' '}
        ·{' '}
        <a className="govuk-link" href="/ide">
          GraphQL IDE
        </a>
      </p>
    </div>
  </footer>
);
