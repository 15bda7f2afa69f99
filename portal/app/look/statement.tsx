/// <reference lib="dom" />

/** How long a statement may be, in characters: the gateway's own rule. */
export const LEAST = 20;
export const MOST = 500;

/** Null where a statement is long enough. */
export const tooShort = (statement: string): string | null =>
  statement.trim().length < LEAST ? `Say why in at least ${LEAST} characters` : null;

/** What somebody says of what they do, in their own words, for whoever looks at it afterwards. */
export function Statement({
  label,
  reader,
  value,
  onChange,
}: {
  readonly label: string;
  /** For whom it is written, as `the reviewer`. */
  readonly reader: string;
  readonly value: string;
  readonly onChange: (statement: string) => void;
}) {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label govuk-label--s" htmlFor="statement">
        {label}
      </label>
      <div className="govuk-hint" id="statement-hint">
        {LEAST} to {MOST} characters, for {reader}. Name nobody: the record has the reference.
      </div>
      <textarea
        className="govuk-textarea"
        id="statement"
        rows={4}
        maxLength={MOST}
        aria-describedby="statement-hint statement-left"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className="govuk-hint" id="statement-left">
        {value.trim().length} of {MOST} characters
      </p>
    </div>
  );
}
