import { useState } from 'react';
import { Choice } from '../look/choice';
import { Fault } from '../look/fault';
import { areasOf, beginningOf, type CatalogueMeasure } from './choice';
import { type ChosenCondition, conditionsOf, FEWEST, faultOf, MOST } from './cohort';
import { CohortTold } from './cohort-told';
import { ConditionFields } from './condition-fields';

interface Asked {
  readonly at: number;
  readonly chosen: readonly ChosenCondition[];
  readonly area: string | null;
  readonly from: string | null;
}

/** Null for the last quarter alone. */
const fromOf = (quarters: number): string | null => (quarters === 1 ? null : beginningOf(quarters, new Date()));

/** How many people meet conditions at several agencies at once. Nothing is asked before the button is pressed. */
export function CohortForm({ catalogue }: { readonly catalogue: readonly CatalogueMeasure[] }) {
  const measures = conditionsOf(catalogue);
  const [first] = measures;
  const another = measures.find((one) => one.numerator[0]!.agency !== first?.numerator[0]?.agency);
  const begun = [first, another].flatMap((one) => (one ? [conditionFor(one.id)] : []));
  const [chosen, setChosen] = useState(begun);
  const [area, setArea] = useState('');
  const [quarters, setQuarters] = useState(1);
  const [fault, setFault] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
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
          setAsked((before) =>
            found === null
              ? { at: (before?.at ?? 0) + 1, chosen, area: area === '' ? null : area, from: fromOf(quarters) }
              : null,
          );
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
          <Choice
            label="Over what time"
            id="cohort-quarters"
            value={String(quarters)}
            onChange={(value) => setQuarters(Number(value))}
          >
            <option value="1">In the last quarter that has ended</option>
            <option value="4">In the last four quarters</option>
            <option value="8">In the last eight quarters</option>
          </Choice>
        </div>
        <p className="govuk-body-s">
          Choose first, then count: of the same measures you are not told of another set of people for some weeks, since
          by how much the two differ would tell of few.
        </p>
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
      {asked === null ? null : <CohortTold key={asked.at} {...asked} />}
    </section>
  );
}

const conditionFor = (measure: string): ChosenCondition => ({ measure, not: false, only: null });
