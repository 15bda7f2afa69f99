import { useState } from 'react';
import { ChangesTold } from '../figures/changes-told';
import { areasOf, type CatalogueMeasure } from '../figures/choice';
import { PrintedBy } from '../figures/printed-by';
import { WithCatalogue } from '../figures/with-catalogue';
import { Choice } from '../look/choice';
import { Page } from '../look/page';
import { goTo, useRoute } from '../route';

const ALL = 'all';

/** Which measures rose or fell where, and whether by more than chance. What is compared stands in the address. */
export function ChangesPage() {
  return (
    <Page title="What changed">
      <p className="govuk-body no-print">
        Compares the last quarter that has ended with the four before it, area by area, and says whether a rise or fall
        is more than chance.
      </p>
      <WithCatalogue>{(catalogue) => <Chosen catalogue={catalogue} />}</WithCatalogue>
    </Page>
  );
}

/** Told by area and quarter: of others there is nothing to compare. */
const comparable = ({ dimensions }: CatalogueMeasure): boolean =>
  (['AREA', 'QUARTER'] as const).every((id) => dimensions.some((one) => one.id === id));

function Chosen({ catalogue }: { readonly catalogue: readonly CatalogueMeasure[] }) {
  const [, shown, shownArea] = useRoute();
  const measures = catalogue.filter(comparable);
  const areas = areasOf(catalogue);
  const known = (id: string | undefined, of: readonly { readonly id: string }[]): string =>
    of.some((one) => one.id === id) ? id! : ALL;
  const [measure, setMeasure] = useState(known(shown, measures));
  const [area, setArea] = useState(known(shownArea, areas));
  const orNull = (id: string): string | null => (id === ALL ? null : id);
  return (
    <>
      <form
        className="account-form figures-form no-print"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          goTo(`changes/${measure}/${area}`);
        }}
      >
        <div className="figures-form__row">
          <Choice label="Measure" id="measure" value={measure} onChange={setMeasure}>
            <option value={ALL}>All that are told by area and quarter</option>
            {measures.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Choice>
          <Choice label="Area" id="area" value={area} onChange={setArea}>
            <option value={ALL}>All that I may be told of</option>
            {areas.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Choice>
        </div>
        <button type="submit" className="govuk-button">
          Compare
        </button>
      </form>
      {shown === undefined ? null : (
        <ChangesTold
          key={`${shown} ${shownArea}`}
          catalogue={catalogue}
          measure={orNull(known(shown, measures))}
          area={orNull(known(shownArea, areas))}
        />
      )}
      <PrintedBy title="What changed" />
    </>
  );
}
