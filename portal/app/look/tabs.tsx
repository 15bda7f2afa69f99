/// <reference lib="dom" />
import { type KeyboardEvent, type ReactNode, useSyncExternalStore } from 'react';
import { goTo } from '../route';

export interface Tab {
  /** What stands in the address: `#/protocol/versions`. */
  readonly id: string;
  readonly title: string;
  /** Has a heading of the second level: on a narrow screen the list above leads to it. */
  readonly content: ReactNode;
}

/**
 * Tabs as GOV.UK has them. On a narrow screen, and enlarged, the parts stand one below the other, with a list of them
 * above. On paper is what is shown.
 *
 * @param page whose tabs they are, as its address has it.
 * @param chosen the id of one of them; the first, where it is of none.
 */
export function Tabs({
  page,
  label,
  tabs,
  chosen,
}: {
  readonly page: string;
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
}) {
  const wide = useIsWide();
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === chosen),
  );
  // From the tab that has the focus: keys may come sooner than the address is read.
  const turn = (event: KeyboardEvent, from: number): void => {
    const next = tabs[from + (({ ArrowLeft: -1, ArrowRight: 1 } as Record<string, number>)[event.key] ?? tabs.length)];
    if (!wide || !next) return;
    event.preventDefault();
    goTo(`${page}/${next.id}`);
    document.getElementById(tabOf(next))?.focus();
  };
  return (
    <div className="govuk-frontend-supported">
      <div className="govuk-tabs">
        <p className="govuk-tabs__title">{label}</p>
        <ul className="govuk-tabs__list" role={wide ? 'tablist' : undefined} aria-label={wide ? label : undefined}>
          {tabs.map((tab, index) => (
            <li
              className={`govuk-tabs__list-item${index === at ? ' govuk-tabs__list-item--selected' : ''}`}
              role={wide ? 'presentation' : undefined}
              key={tab.id}
            >
              <a
                className="govuk-tabs__tab"
                id={tabOf(tab)}
                href={`#/${page}/${tab.id}`}
                {...(wide ? asTab(tab, index === at) : { onClick: () => leadTo(tab) })}
                onKeyDown={(event) => turn(event, index)}
              >
                {tab.title}
              </a>
            </li>
          ))}
        </ul>
        {tabs.map((tab, index) => (
          <div
            className={`govuk-tabs__panel${index === at ? '' : ' govuk-tabs__panel--hidden'}`}
            id={panelOf(tab)}
            key={tab.id}
            {...(wide ? { role: 'tabpanel', 'aria-labelledby': tabOf(tab) } : {})}
          >
            {tab.content}
          </div>
        ))}
      </div>
    </div>
  );
}

const tabOf = ({ id }: Tab): string => `tab-${id}`;
const panelOf = ({ id }: Tab): string => `panel-${id}`;
const asTab = (tab: Tab, selected: boolean) => ({
  role: 'tab',
  'aria-controls': panelOf(tab),
  'aria-selected': selected,
  tabIndex: selected ? 0 : -1,
});

/** Where all parts are shown, a link leads to its part. */
const leadTo = (tab: Tab): void => document.getElementById(panelOf(tab))?.querySelector('h2')?.focus();

/** Where GOV.UK's tabs begin to be tabs: their style sheet has the same. */
const WIDE = '(min-width: 40.0625em)';
const useIsWide = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
