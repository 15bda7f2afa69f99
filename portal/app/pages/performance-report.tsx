/// <reference lib="dom" />
import { useCallback, useState } from 'react';
import { addressOf, type CatalogueMeasure, readAddress } from '../figures/choice';
import { ChoiceForm } from '../figures/choice-form';
import { type FiguresTable, figuresCsv } from '../figures/figure-words';
import { PrintedBy } from '../figures/printed-by';
import { TableOf } from '../figures/table-of';
import { WithCatalogue } from '../figures/with-catalogue';
import { Fault } from '../look/fault';
import { Page } from '../look/page';
import { PrintOrSave } from '../looks/print-or-save';
import { goTo, useRoute } from '../route';

/** A chosen set of measures with their definitions, at an address that can be kept. */
export function PerformanceReportPage() {
  return (
    <Page title="Performance report">
      <WithCatalogue>{(catalogue) => <Chosen catalogue={catalogue} />}</WithCatalogue>
    </Page>
  );
}

function Chosen({ catalogue }: { readonly catalogue: readonly CatalogueMeasure[] }) {
  const [, ...parts] = useRoute();
  const { measures, choice: shown } = readAddress(parts, catalogue);
  const [ids, setIds] = useState<readonly string[]>(measures.map(({ id }) => id));
  const [choice, setChoice] = useState(shown);
  const [fault, setFault] = useState<string | null>(null);
  const address = addressOf(
    'report',
    measures.map(({ id }) => id),
    shown,
  );
  const show = (): void => {
    setFault(ids.length === 0 ? 'Choose at least one measure.' : null);
    if (ids.length > 0) goTo(addressOf('report', ids, choice));
  };
  return (
    <>
      <ChoiceForm
        catalogue={catalogue}
        of={catalogue.filter(({ id }) => ids.includes(id))}
        choice={choice}
        onChange={setChoice}
        onShow={show}
      >
        <Fault text={fault} />
        <fieldset className="govuk-fieldset govuk-form-group">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Measures</legend>
          <div className="govuk-checkboxes govuk-checkboxes--small figures-form__measures">
            {catalogue.map(({ id, title }) => (
              <div className="govuk-checkboxes__item" key={id}>
                <input
                  className="govuk-checkboxes__input"
                  type="checkbox"
                  id={`measure-${id}`}
                  checked={ids.includes(id)}
                  onChange={({ target }) => setIds(target.checked ? [...ids, id] : ids.filter((one) => one !== id))}
                />
                <label className="govuk-label govuk-checkboxes__label" htmlFor={`measure-${id}`}>
                  {title}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
      </ChoiceForm>
      {measures.length === 0 ? null : <Report key={address} measures={measures} choice={shown} />}
    </>
  );
}

function Report({ measures, choice }: Pick<ReturnType<typeof readAddress>, 'measures' | 'choice'>) {
  const [tables, setTables] = useState<ReadonlyMap<string, FiguresTable>>(new Map());
  const onTold = useCallback(
    (table: FiguresTable) => setTables((before) => new Map([...before, [table.measure.id, table]])),
    [],
  );
  const told = measures.flatMap(({ id }) => tables.get(id) ?? []);
  return (
    <>
      <p className="govuk-body no-print">
        This page’s address keeps what you chose: whoever opens it is asked who they are, and is told the figures of
        that day, as far as they may see them.
      </p>
      <PrintOrSave file="performance-report.csv" csv={() => figuresCsv(told)} waits={told.length < measures.length} />
      {measures.map((measure) => (
        <TableOf key={measure.id} measure={measure} choice={choice} onTold={onTold} />
      ))}
      <PrintedBy title="Performance report" />
    </>
  );
}
