/// <reference lib="dom" />
import type { TypedDocumentNode } from '@apollo/client';
import { type FormEvent, useState } from 'react';
import type { ActedFragment } from '../../operations/stored';
import { Fault } from '../look/fault';
import { Radios } from '../look/radios';
import { Statement, tooShort } from '../look/statement';
import { typedDate } from '../look/typed-date';
import { TextField } from '../looks/text-field';
import { useSession } from '../session';

/** What is asked of somebody for an act. Of a choice nothing is chosen beforehand. */
export type ActField =
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly legend: string;
      readonly options: readonly (readonly [code: string, meaning: string])[];
      readonly missing: string;
    }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly hint: string | null;
      readonly missing?: string;
    }
  | { readonly kind: 'date'; readonly name: string; readonly label: string; readonly hint: string }
  | { readonly kind: 'statement'; readonly label: string; readonly reader: string };

export type Given = Readonly<Record<string, string>>;
type Act = TypedDocumentNode<{ readonly act: ActedFragment | null }, never>;

/**
 * One form for every act. It is sent once for its key: where nobody knows what became of it, it is sent again with the same,
 * and nothing is done twice. What was written stays in memory of this page until the agency has it.
 */
export function ActForm({
  draft,
  document,
  fields,
  button,
  variablesOf,
  onDone,
}: {
  /** Names what is being written. */
  readonly draft: string;
  readonly document: Act;
  readonly fields: readonly ActField[];
  readonly button: string;
  readonly variablesOf: (given: Given) => Readonly<Record<string, unknown>>;
  readonly onDone: (told: ActedFragment) => void;
}) {
  const { asker, drafts } = useSession();
  const [{ given, key }, setDraft] = useState(() => drafts.get(draft) ?? { given: {}, key: crypto.randomUUID() });
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = (next: { readonly given: Given; readonly key: string }): void => {
    drafts.set(draft, next);
    setDraft(next);
  };
  // Other words are another act.
  const set = (name: string) => (value: string) =>
    keep({ given: { ...given, [name]: value }, key: fault === null ? key : crypto.randomUUID() });

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const wrong = check(fields, given);
    setFault(wrong);
    if (wrong !== null) return;
    setBusy(true);
    const told = await asker.ask(document, { ...variablesOf(given), key } as never).catch(() => null);
    setBusy(false);
    const act = told?.data?.act;
    if (act?.outcome === 'DONE') {
      drafts.delete(draft);
      return onDone(act);
    }
    setFault(act?.outcome === 'UNKNOWN' ? LINE_FAILED : (act?.message ?? told?.errors[0]?.message ?? NO_ANSWER));
    // Refused, it was not done: what is sent next is another act.
    if (act?.outcome === 'REFUSED') keep({ given, key: crypto.randomUUID() });
  };

  return (
    <form onSubmit={(event) => void send(event)} className="narrow" noValidate>
      <Fault text={fault} />
      {fields.map((field) => {
        if (field.kind === 'choice')
          return (
            <Radios
              key={field.name}
              legend={field.legend}
              name={`${draft}-${field.name}`}
              options={field.options}
              value={given[field.name] ?? null}
              onChange={set(field.name)}
            />
          );
        if (field.kind === 'statement')
          return (
            <Statement
              key="statement"
              label={field.label}
              reader={field.reader}
              value={given.statement ?? ''}
              onChange={set('statement')}
            />
          );
        return (
          <TextField
            key={field.name}
            label={field.label}
            hint={field.hint}
            id={`${draft}-${field.name}`}
            value={given[field.name] ?? ''}
            onChange={set(field.name)}
          />
        );
      })}
      <button className="govuk-button" type="submit" aria-disabled={busy}>
        {busy ? 'Sending…' : button}
      </button>
    </form>
  );
}

const NO_ANSWER =
  'The gateway did not answer: it may have been done, and may not. Send it again as it is: nothing is done twice.';

const LINE_FAILED =
  'The line to the agency failed after it was sent: it may have been done, and may not. Send it again as it is: nothing is done twice.';

/** What is missing, in words; null where nothing is. */
export function check(fields: readonly ActField[], given: Given): string | null {
  for (const field of fields) {
    if (field.kind === 'choice' && !given[field.name]) return field.missing;
    if (field.kind === 'date' && typedDate(given[field.name] ?? '') === null) return `${field.label}: give a date`;
    if (field.kind === 'text' && field.missing && !given[field.name]?.trim()) return field.missing;
    if (field.kind === 'statement') {
      const short = tooShort(given.statement ?? '');
      if (short !== null) return short;
    }
  }
  return null;
}
