import type { SharingQuery } from '../../operations/stored';
import { ownWord } from '../look/own-word';
import { listed, word } from '../look/words';

type Shared = NonNullable<SharingQuery['sharing']>['streams'][number]['shared'];

const DECISIONS: Readonly<Record<string, string>> = { GRANTED: 'yes', MASKED: 'part', CONDITIONAL: 'if' };

/** To whom a stream is open, for what, and by which clause. */
export function SharedWith({ shared }: { readonly shared: Shared }) {
  if (shared.length === 0) return <span className="said">nobody</span>;
  const byPurpose = new Map<string, Shared[number][]>();
  for (const one of shared) byPurpose.set(one.purpose, [...(byPurpose.get(one.purpose) ?? []), one]);
  return (
    <ul className="govuk-list govuk-!-margin-bottom-0">
      {[...byPurpose].map(([purpose, all]) => (
        <li key={purpose}>
          <strong>{word(purpose)}</strong>:{' '}
          {listed(
            all.map(
              ({ role, decision, clause }) =>
                `${word(role)}${decision === 'GRANTED' ? '' : ` (${ownWord(DECISIONS, decision) ?? decision})`}${clause ? ` ${clause}` : ''}`,
            ),
          )}
        </li>
      ))}
    </ul>
  );
}
