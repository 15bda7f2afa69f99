import type { ReactNode } from 'react';

interface ChoiceProps {
  readonly label: string;
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

/** One of a list. */
export const Choice = ({ label, id, value, onChange, children }: ChoiceProps) => (
  <div className="govuk-form-group">
    <label className="govuk-label govuk-label--s" htmlFor={id}>
      {label}
    </label>
    <select className="govuk-select" id={id} value={value} onChange={({ target }) => onChange(target.value)}>
      {children}
    </select>
  </div>
);
