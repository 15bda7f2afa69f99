import type { SharingQuery } from '../../operations/stored';
import { ownWord } from '../look/own-word';
import { listed, word } from '../look/words';

type Shared = NonNullable<SharingQuery['sharing']>['streams'][number]['shared'];

const DECISIONS: Readonly<Record<string, string>> = { MASKED: 'part', CONDITIONAL: 'if' };

/** To whom a stream is open, for what, on which condition, and by which clause. */
export function SharedWith({ shared }: { readonly shared: Shared }) {
  if (shared.length === 0) return <span className="said">nobody</span>;
  return (
    <ul className="govuk-list govuk-!-margin-bottom-0">
      {[...groupBy(shared, ({ purpose }) => purpose)].map(([purpose, all]) => (
        <li key={purpose}>
          {[...groupBy(all, ({ decision, terms }) => `${decision} ${terms}`)].map(([key, alike], at) => (
            <span className="shared-with" key={key}>
              {at === 0 ? <strong>{word(purpose)}: </strong> : null}
              {listed(alike.map(({ role, clause }) => listed([word(role), clause], ' ')))}
              <Terms {...alike[0]!} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Terms({ decision, terms }: Pick<Shared[number], 'decision' | 'terms'>) {
  if (decision === 'GRANTED') return null;
  return (
    <>
      , <em>{ownWord(DECISIONS, decision) ?? word(decision)}</em>
      {terms === null ? '' : `: ${terms}`}
    </>
  );
}

function groupBy<One>(all: readonly One[], keyOf: (one: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
