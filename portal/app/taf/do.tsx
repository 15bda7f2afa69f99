/// <reference lib="dom" />
import { createContext, useContext } from 'react';
import { ActForm } from '../acts/act-form';
import { CASE_FORMS } from './case-forms';

/** One form is open at a time on the page, and what it did is told at the top. */
export interface Doing {
  readonly person: string;
  readonly acts: ReadonlyMap<string, string>;
  readonly open: string | null;
  readonly setOpen: (form: string | null) => void;
  readonly onDone: (words: string) => void;
}
export const DoingContext = createContext<Doing | null>(null);

/**
 * What may be done next, as a button that opens its form; nothing for whoever may not do it for this family.
 *
 * @param about what it is about, as the agency names it; null where it is about the family.
 * @param of said to a screen reader after the button's words, where several read alike.
 */
export function Do({
  act,
  about = null,
  of,
}: {
  readonly act: string;
  readonly about?: string | null;
  readonly of?: string;
}) {
  const doing = useContext(DoingContext);
  const form = CASE_FORMS[act];
  const agency = doing?.acts.get(act);
  if (!doing || !form || agency === undefined) return null;
  const name = `${act}-${about ?? doing.person}`;
  if (doing.open !== name)
    return (
      <p className="no-print govuk-!-margin-bottom-2">
        <button type="button" className="link-button" onClick={() => doing.setOpen(name)}>
          {form.title}
          {of === undefined ? null : <span className="govuk-visually-hidden">: {of}</span>}
        </button>
      </p>
    );
  return (
    <div className="no-print case-form">
      <ActForm
        draft={name}
        document={form.document as never}
        fields={form.fields}
        button={form.button}
        variablesOf={(given) => ({
          ...form.variablesOf(given),
          ...(about === null ? {} : { about }),
          agency,
          person: doing.person,
        })}
        onDone={({ message }) => doing.onDone(`${form.title}: ${message ?? 'it is done.'}`)}
      />
      <p>
        <button type="button" className="link-button" onClick={() => doing.setOpen(null)}>
          Leave it: what you have written stays until you sign out
        </button>
      </p>
    </div>
  );
}
