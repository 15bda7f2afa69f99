/// <reference lib="dom" />

export function TextField({
  label,
  hint,
  id,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint: string | null;
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label govuk-label--s" htmlFor={id}>
        {label}
      </label>
      {hint === null ? null : (
        <div className="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <input
        className="govuk-input"
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={hint === null ? undefined : `${id}-hint`}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
