import type { Dimension } from '../../operations/stored';
import { Choice } from '../look/choice';
import { agencyName } from '../look/words';
import type { CatalogueMeasure } from './choice';
import { type ChosenCondition, meansOf, narrowedBy } from './cohort';

interface ConditionFieldsProps {
  readonly at: number;
  readonly measures: readonly CatalogueMeasure[];
  readonly condition: ChosenCondition;
  readonly onChange: (condition: ChosenCondition) => void;
  /** Null where as few are left as there must be. */
  readonly onRemove: (() => void) | null;
}

/** One condition: whom a measure counts, or does not count, and of which value alone. */
export function ConditionFields({ at, measures, condition, onChange, onRemove }: ConditionFieldsProps) {
  const { measure, not, only } = condition;
  const chosen = measures.find(({ id }) => id === measure);
  const dimensions = narrowedBy(chosen);
  const id = (field: string): string => `condition-${at + 1}-${field}`;
  return (
    <fieldset>
      <legend className="govuk-label--s">Condition {at + 1}</legend>
      <div className="figures-form__row">
        <Choice
          label="People in"
          id={id('measure')}
          value={measure}
          onChange={(value) => onChange({ measure: value, not, only: null })}
        >
          {measures.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title} ({agencyName(one.numerator[0]!.agency)})
            </option>
          ))}
        </Choice>
        <Choice
          label="They are"
          id={id('not')}
          value={not ? 'not' : 'yes'}
          onChange={(value) => onChange({ ...condition, not: value === 'not' })}
        >
          <option value="yes">counted by it</option>
          <option value="not">not counted by it</option>
        </Choice>
        <Choice
          label="Of these alone"
          id={id('only')}
          value={only === null ? '' : `${only.dimension} ${only.value}`}
          onChange={(value) => {
            const [dimension, of] = value.split(' ');
            onChange({ ...condition, only: of ? { dimension: dimension as Dimension, value: of } : null });
          }}
        >
          <option value="">All of them</option>
          {dimensions.map(({ id: dimension, title, values }) => (
            <optgroup key={dimension} label={title}>
              {values.map((one) => (
                <option key={one.id} value={`${dimension} ${one.id}`}>
                  {one.title}
                </option>
              ))}
            </optgroup>
          ))}
        </Choice>
      </div>
      {chosen ? <p className="govuk-body-s">{meansOf(chosen, not)}</p> : null}
      {onRemove === null ? null : (
        <p>
          <button type="button" className="govuk-button govuk-button--secondary" onClick={onRemove}>
            Remove condition {at + 1}
          </button>
        </p>
      )}
    </fieldset>
  );
}
