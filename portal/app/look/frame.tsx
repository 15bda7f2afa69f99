/// <reference lib="dom" />
import type { ReactNode } from 'react';
import type { MayDo } from '../acts/use-what-i-may-do';
import { useRoute } from '../route';
import { type May, type Session, useSession } from '../session';
import { BreakGlassBar } from './break-glass-bar';
import { LimitsBar } from './limits-bar';
import { organisationName, word } from './words';

type Me = Session['me'];

/** Whoever asks for figures alone is shown nobody: of people there is nothing to find. */
export const isForFigures = ({ purpose }: Pick<Me, 'purpose'>): boolean =>
  purpose === 'PERFORMANCE' || purpose === 'SCRUTINY';

/** The page that one comes to, where the address names none: as `app.tsx` shows it. */
const homeOf = (me: Me): string => (me.role === 'IG_OFFICER' ? 'protocol' : isForFigures(me) ? 'figures' : 'find');

const isForPeople = (me: Me): boolean => me.role !== 'IG_OFFICER' && !isForFigures(me);

const PAGES = [
  ['find', 'Find a person', isForPeople],
  ['caseload', 'Caseload', isForPeople],
  ['work', 'Referrals and decisions', (_me: Me, _may: May, mayDo: MayDo) => mayDo.size > 0],
  ['figures', 'Figures', (_me: Me, may: May) => may.figures],
  ['changes', 'What changed', (_me: Me, may: May) => may.changes],
  ['report', 'Performance report', (_me: Me, may: May) => may.figures],
  ['looks', 'Who looked', (_me: Me, may: May) => may.looks],
  ['reviews', 'Reviews', (_me: Me, may: May) => may.reviews],
  ['stops', 'Stop sharing', (_me: Me, may: May) => may.stops],
  ['protocol', 'Sharing agreements', (_me: Me, may: May) => may.sharing],
  ['mine', 'My own looks', () => true],
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
  const { me, may, mayDo, signOut } = useSession();
  const [route = ''] = useRoute();
  const page = route === '' || (route === 'find' && me.role === 'IG_OFFICER') ? homeOf(me) : route;
  const who = [me.name ?? me.id, word(me.role), organisationName(me.organisation)].filter(Boolean).join(', ');
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
              {PAGES.filter(([, , isFor]) => isFor(me, may, mayDo)).map(([one, title]) => (
                <li key={one}>
                  <a href={`#/${one}`} aria-current={page === one ? 'page' : undefined}>
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
