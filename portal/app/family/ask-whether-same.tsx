import { agencyName } from '../look/words';

/** Leads to the question whether a record that an agency told of as possible is this person's. */
export function AskWhetherSame({
  agency,
  person,
  ask,
  waits = false,
}: {
  readonly agency: string;
  readonly person: { readonly displayName?: string | null };
  readonly ask: () => void;
  /** Something else is being opened. */
  readonly waits?: boolean;
}) {
  return (
    <button type="button" className="link-button no-print" aria-disabled={waits || undefined} onClick={ask}>
      Is this the same person?
      <span className="govuk-visually-hidden">
        {' '}
        {agencyName(agency)} and {person.displayName}
      </span>
    </button>
  );
}
