import { useState } from 'react';
import { ReachAreas } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { ATTENTION_KINDS } from '../caseload/attention';
import type { SORTS } from '../caseload/families';
import { CaseloadList } from '../caseload/list';
import type { Kind } from '../caseload/progress';
import { Choice } from '../look/choice';
import { Page } from '../look/page';
import { useSession } from '../session';

/** The families on one's own desk, or in a reach area, as a list of work: what is overdue on top. */
export function CaseloadPage() {
  const { asker, me } = useSession();
  const areas = useAsked(asker, ReachAreas, {});
  const [area, setArea] = useState<string>(me.area ?? '');
  const [sort, setSort] = useState<keyof typeof SORTS>('urgent');
  const [kind, setKind] = useState<Kind>('');
  // A list is for one's own area: another's would be refused. It is offered before its name has come, and without one.
  const areaName = areas.told?.data?.centres?.find(({ reachArea }) => reachArea?.id === me.area)?.reachArea?.name;
  return (
    <Page title="Caseload">
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Whose" id="area" value={area} onChange={setArea}>
          <option value="">My own caseload</option>
          {me.area && <option value={me.area}>{areaName ?? 'My'} reach area</option>}
        </Choice>
        <Choice label="Show" id="kind" value={kind} onChange={(value) => setKind(value as typeof kind)}>
          <option value="">Everybody</option>
          <option value="ANY">Anything that needs attention</option>
          {ATTENTION_KINDS.map(([one, title]) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
          <option value="NO_CENTRE">In the area, registered at no centre</option>
        </Choice>
        <Choice label="Sort by" id="sort" value={sort} onChange={(value) => setSort(value as typeof sort)}>
          <option value="urgent">Most urgent first</option>
          <option value="need">Level of need</option>
          <option value="name">Name</option>
          <option value="youngest">Youngest first</option>
        </Choice>
      </form>
      <CaseloadList key={area} area={area} kind={kind} sort={sort} />
    </Page>
  );
}
