import { agencySdl } from '@family-view/schema';
import { catalogueTexts, readCatalogue } from '../../catalogue/read-catalogue';
import { type ReadSubgraph, readSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';
import { checkCounts } from './check-counts';

const around = { agency: 'education', catalogue: readCatalogue(catalogueTexts()!) } as RuleContext;
const check = (change: (sdl: string) => string) =>
  checkCounts(readSubgraph('education', change(agencySdl('education'))) as ReadSubgraph, around);

test('what the agencies publish counts all that the measures need', () => {
  for (const agency of ['health', 'education', 'social-care', 'housing', 'childrens-centre'])
    expect(checkCounts(readSubgraph(agency, agencySdl(agency)) as ReadSubgraph, { ...around, agency })).toEqual([]);
});

test.each<[string, (sdl: string) => string, string]>([
  [
    'drops a dimension that a measure needs',
    (sdl) => sdl.replace('"suspensions", by: ["area", "ward", ', '"suspensions", by: ["area", '),
    'COUNT_DIMENSION_MISSING',
  ],
  ['drops a count', (sdl) => sdl.replace(/ +@counts\(count: "suspensions"[^\n]+\n/, ''), 'COUNT_MISSING'],
  [
    'counts by other areas',
    (sdl) => sdl.replace(/("suspensions"[^\n]+)aldermere-2026/, '$1aldermere-2019'),
    'COUNT_AREAS_VERSION',
  ],
])('an agency that %s is refused', (_what, change, code) => {
  expect(check(change)).toMatchObject([{ code, severity: 'REFUSED', message: expect.stringContaining('suspensions') }]);
});
