import { useState } from 'react';
import { Choice } from '../look/choice';
import { Fault } from '../look/fault';
import { areasOf, type CatalogueMeasure } from './choice';
import { type ChosenCondition, conditionsOf, FEWEST, faultOf, MOST } from './cohort';
import { CohortTold } from './cohort-told';
import { ConditionFields } from './condition-fields';

/** How many people meet conditions at several agencies at once. Nothing is asked before the button is pressed. */
export function CohortForm({ catalogue }: { readonly catalogue: readonly CatalogueMeasure[] }) {
  const measures = conditionsOf(catalogue);
  const [first] = measures;
  const another = measures.find((one) => one.numerator[0]!.agency !== first?.numerator[0]?.agency);
  const begun = [first, another].flatMap((one) => (one ? [conditionFor(one.id)] : []));
  const [chosen, setChosen] = useState(begun);
  const [area, setArea] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly at: number; readonly chosen: readonly ChosenCondition[] } | null>(null);
  if (begun.length < FEWEST) return null;
  return (
    <section className="figures-together" aria-labelledby="together">
      <h2 className="govuk-heading-m" id="together">
        At several agencies at once
      </h2>
      <p className="govuk-body">
        Counts people who meet two to five conditions at different agencies. No name, number or record leaves an agency;
        the count alone is told, and nothing of few.
      </p>
      <form
        className="account-form figures-form no-print"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = faultOf(chosen, catalogue);
          setFault(found);
          setAsked((before) => (found === null ? { at: (before?.at ?? 0) + 1, chosen } : null));
        }}
      >
        <Fault text={fault} />
        <ol className="figures-form__conditions">
          {chosen.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
            <li key={at}>
              <ConditionFields
                at={at}
                measures={measures}
                condition={one}
                onChange={(next) => setChosen(chosen.with(at, next))}
                onRemove={chosen.length > FEWEST ? () => setChosen(chosen.toSpliced(at, 1)) : null}
              />
            </li>
          ))}
        </ol>
        <div className="figures-form__row">
          <Choice label="Area of all of them" id="cohort-area" value={area} onChange={setArea}>
            <option value="">All that I may be told of</option>
            {areasOf(catalogue).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Choice>
        </div>
        <div className="govuk-button-group">
          <button type="submit" className="govuk-button">
            Count
          </button>
          {chosen.length < MOST ? (
            <button
              type="button"
              className="govuk-button govuk-button--secondary"
              onClick={() => setChosen([...chosen, conditionFor(measures[chosen.length % measures.length]!.id)])}
            >
              Add a condition
            </button>
          ) : null}
        </div>
      </form>
      {asked === null ? null : <CohortTold key={asked.at} chosen={asked.chosen} area={area === '' ? null : area} />}
    </section>
  );
}

const conditionFor = (measure: string): ChosenCondition => ({ measure, not: false, only: null });
