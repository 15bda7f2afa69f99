/// <reference lib="dom" />
import { useCallback, useState } from 'react';
import { addressOf, type CatalogueMeasure, readAddress } from '../figures/choice';
import { ChoiceForm } from '../figures/choice-form';
import { CohortForm } from '../figures/cohort-form';
import { type FiguresTable, figuresCsv } from '../figures/figure-words';
import { PrintedBy } from '../figures/printed-by';
import { TableOf } from '../figures/table-of';
import { WithCatalogue } from '../figures/with-catalogue';
import { Choice } from '../look/choice';
import { Page } from '../look/page';
import { PrintOrSave } from '../looks/print-or-save';
import { goTo, useRoute } from '../route';
import { useSession } from '../session';

/** Counts across the agencies: one measure, as a chart and a table. Which one stands in the address. */
export function FiguresPage() {
  return (
    <Page title="Figures">
      <p className="govuk-body no-print">
        Counts from the agencies’ own systems, asked for now. No record is opened. Small numbers are kept back and the
        others rounded, so that nobody can be told by a number.
      </p>
      <WithCatalogue>{(catalogue) => <Chosen catalogue={catalogue} />}</WithCatalogue>
    </Page>
  );
}

function Chosen({ catalogue }: { readonly catalogue: readonly CatalogueMeasure[] }) {
  const [, ...parts] = useRoute();
  const { may } = useSession();
  const { measures, choice: shown } = readAddress(parts, catalogue);
  const [measure] = measures;
  const [id, setId] = useState(measure?.id ?? catalogue[0]?.id ?? '');
  const [choice, setChoice] = useState(shown);
  const [table, setTable] = useState<FiguresTable | null>(null);
  const onTold = useCallback((told: FiguresTable) => setTable(told), []);
  const address = addressOf('figures', measure ? [measure.id] : [], shown);
  const picked = catalogue.filter((one) => one.id === id);
  return (
    <>
      <ChoiceForm
        catalogue={catalogue}
        of={picked}
        choice={choice}
        onChange={setChoice}
        onShow={() => {
          setTable(null);
          goTo(addressOf('figures', [id], choice));
        }}
      >
        <Choice label="Measure" id="measure" value={id} onChange={setId}>
          {catalogue.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </Choice>
      </ChoiceForm>
      {measure === undefined ? null : (
        <>
          <TableOf key={address} measure={measure} choice={shown} onTold={onTold} />
          {table === null || table.measure.id !== measure.id ? null : (
            <PrintOrSave file={`${measure.id}.csv`} csv={() => figuresCsv([table])} />
          )}
          <PrintedBy title={measure.title} />
        </>
      )}
      {may.cohorts ? <CohortForm catalogue={catalogue} /> : null}
    </>
  );
}
