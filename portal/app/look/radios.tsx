/// <reference lib="dom" />

/** One of a few; none is chosen for anybody. Ids are the name and the code, as `reason-IMMEDIATE_HARM`. */
export function Radios<Code extends string>({
  legend,
  name,
  options,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [code: Code, meaning: string])[];
  readonly value: Code | null;
  readonly onChange: (code: Code) => void;
}) {
  return (
    <fieldset className="govuk-fieldset govuk-form-group" id={name}>
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
      <div className="govuk-radios govuk-radios--small">
        {options.map(([one, meaning]) => (
          <div className="govuk-radios__item" key={one}>
            <input
              className="govuk-radios__input"
              type="radio"
              name={name}
              id={`${name}-${one}`}
              checked={value === one}
              onChange={() => onChange(one)}
            />
            <label className="govuk-label govuk-radios__label" htmlFor={`${name}-${one}`}>
              {meaning}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
