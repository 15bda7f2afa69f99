import { type ReactNode, useState } from 'react';
import type { Dimension } from '../../operations/stored';
import { Choice } from '../look/choice';
import { areasOf, type CatalogueMeasure, endedQuarters, type FiguresChoice } from './choice';

/** The last five years, as far as a table goes. */
const QUARTERS = 12;

interface ChoiceFormProps {
  readonly catalogue: readonly CatalogueMeasure[];
  /** Those that may be broken down: what is offered is what any of them has. */
  readonly of: readonly CatalogueMeasure[];
  readonly choice: Omit<FiguresChoice, 'measure'>;
  readonly onChange: (choice: Omit<FiguresChoice, 'measure'>) => void;
  readonly onShow: () => void;
  readonly children: ReactNode;
}

/** What a table is broken down by, of which area and when. Nothing is asked before the button is pressed. */
export function ChoiceForm({ catalogue, of, choice, onChange, onShow, children }: ChoiceFormProps) {
  const [quarters] = useState(() => endedQuarters(new Date(), QUARTERS));
  const dimensions = of
    .flatMap((one) => one.dimensions)
    .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at);
  const by = choice.by.find((one) => one !== 'QUARTER') ?? '';
  const trend = choice.by.includes('QUARTER');
  const take = (dimension: string, overTime: boolean): void =>
    onChange({
      ...choice,
      by: [...(dimension === '' ? [] : [dimension as Dimension]), ...(overTime ? ['QUARTER' as const] : [])],
    });
  return (
    <form
      className="account-form figures-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onShow();
      }}
    >
      {children}
      <div className="figures-form__row">
        <Choice label="Broken down by" id="by" value={by} onChange={(value) => take(value, trend)}>
          <option value="">Nothing: one number</option>
          {dimensions
            .filter(({ id }) => id !== 'QUARTER')
            .map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
        </Choice>
        <Choice
          label="Area"
          id="area"
          value={choice.area ?? ''}
          onChange={(value) => onChange({ ...choice, area: value === '' ? null : value })}
        >
          <option value="">All that I may be told of</option>
          {areasOf(catalogue).map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Choice>
        <Choice
          label="Quarter"
          id="quarter"
          value={choice.quarter ?? ''}
          onChange={(value) => onChange({ ...choice, quarter: value === '' ? null : value })}
        >
          <option value="">The last that has ended</option>
          {quarters.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Choice>
      </div>
      {dimensions.some(({ id }) => id === 'QUARTER') ? (
        <div className="govuk-checkboxes govuk-checkboxes--small govuk-form-group">
          <div className="govuk-checkboxes__item">
            <input
              className="govuk-checkboxes__input"
              type="checkbox"
              id="trend"
              checked={trend}
              onChange={({ target }) => take(by, target.checked)}
            />
            <label className="govuk-label govuk-checkboxes__label" htmlFor="trend">
              Over the last eight quarters
            </label>
          </div>
        </div>
      ) : null}
      <button type="submit" className="govuk-button">
        Show
      </button>
    </form>
  );
}
