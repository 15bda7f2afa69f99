interface NotOurs {
  readonly rules: readonly string[];
  /** What the element's markup holds. */
  readonly at: string;
  readonly why: string;
}

/** What axe finds in GraphiQL's and Monaco's own markup and no property, plugin or style can fix. Nothing else may be found. */
export const NOT_OURS: readonly NotOurs[] = [
  {
    rules: ['nested-interactive'],
    at: 'graphiql-tab',
    why: 'a tab of GraphiQL is role="tab" with its button inside; the button works by keyboard',
  },
  {
    rules: ['label-content-name-mismatch'],
    at: 'graphiql-history-item-label',
    why: 'an entry of the history shows its query and is called "Set active"',
  },
  {
    rules: ['aria-valid-attr-value', 'label-content-name-mismatch'],
    at: 'monaco-list',
    why: 'Monaco names the marked completion by an id that is not in the page at once, and words its label in its own way',
  },
  {
    rules: ['color-contrast'],
    at: 'class="mtk8">#',
    why: 'a comment in a query is 3.6 to 1 in the dark theme, which GraphiQL gives Monaco whole',
  },
];

export const isNotOurs = (fault: string, { rules, at }: NotOurs): boolean =>
  rules.some((rule) => fault.includes(`${rule}: `)) && fault.includes(at);
