import type { ProtocolChangesQuery } from '../../operations/stored';
import { listed, word } from '../look/words';

type Found = NonNullable<ProtocolChangesQuery['protocolChanges']>;
type Change = Found['changes'][number];

const OF_NO_ROLE: Readonly<Record<string, string>> = {
  AGREEMENT: 'The agreement itself',
  FLOW: 'Between agencies, and to the gateway',
};
const OTHERS = 'Emergency access, claims and matches';

/** What a proposal changes: the agreement first, then role by role, and what of the text only a reader can judge. */
export function ChangesByRole({ changes, sections }: Found) {
  if (sections.length === 0)
    return (
      <p className="govuk-body">
        It says the same as the version in use, but for its number. Nothing changes for anybody.
      </p>
    );
  const groups = new Map<string, Change[]>();
  for (const change of inOrder(changes)) groups.set(titleOf(change), [...(groups.get(titleOf(change)) ?? []), change]);
  return (
    <>
      <p className="govuk-body">
        {changes.length === 0
          ? 'No change of who may see or do what was found. '
          : `${changes.length} change${changes.length === 1 ? '' : 's'}. `}
        The text differs in: {listed(sections)}. Not all that is written there is told here: read these parts as well.
      </p>
      {[...groups].map(([title, all]) => (
        <section className="changes" key={title}>
          <h3 className="govuk-heading-s">
            {title} ({all.length})
          </h3>
          <ul className="govuk-list govuk-list--bullet">
            {all.map(({ sentence }) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const titleOf = ({ kind, role }: Change): string =>
  role === null ? (OF_NO_ROLE[kind] ?? OTHERS) : (word(role) ?? role);

/** What is of no one role goes first, in the order in which it was told. */
const inOrder = (changes: readonly Change[]): readonly Change[] => [
  ...changes.filter(({ role }) => role === null),
  ...changes.filter(({ role }) => role !== null),
];
