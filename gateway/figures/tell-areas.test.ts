import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { readCatalogue } from '../catalogue/read-catalogue';
import { areaVersions, boundaryMismatches } from './tell-areas';

const measures = readFileSync(join(schemaDirectory, 'measures.yaml'), 'utf8');
const catalogueOf = (areas: string) => readCatalogue({ measures, areas });
const AREAS = `
version: town-2
areas:
  - { id: north, title: North, wards: [{ id: one, title: One, sectors: [ZB1 1, ZB1 2] }] }
  - { id: south, title: South, wards: [{ id: two, title: Two, sectors: [ZB2 1] }, { id: three, title: Three, sectors: [ZB2 2] }] }
before:
  - { version: town-1, until: 2020-03-31, areas: [{ id: all, title: All of it, sectors: [ZB1 1, ZB1 2, ZB2 1, ZB2 2] }] }
services:
  - { service: Visiting, agency: health, areas: [{ title: A, sectors: [ZB1 1, ZB1 2, ZB2 1] }, { title: B, sectors: [ZB2 2] }] }
  - { service: Housing, agency: housing, areas: [{ title: Whole, sectors: [ZB1 1, ZB1 2, ZB2 1, ZB2 2] }] }
  - { service: Youth, agency: social-care, areas: [{ title: Only here, sectors: [ZB1 1] }] }
`;

// S0:81 of the papers: the new boundaries of the centres beside those of health visiting.
test('a reach area that a service parts, or leaves out in part, is told with the sectors of each part; others are not', () => {
  expect(boundaryMismatches(catalogueOf(AREAS))).toEqual([
    {
      ...{ service: 'Visiting', agency: 'health', reachArea: 'south', title: 'South' },
      parts: [
        { servedBy: 'A', sectors: ['ZB2 1'] },
        { servedBy: 'B', sectors: ['ZB2 2'] },
      ],
    },
    {
      ...{ service: 'Youth', agency: 'social-care', reachArea: 'north', title: 'North' },
      parts: [
        { servedBy: 'Only here', sectors: ['ZB1 1'] },
        { servedBy: null, sectors: ['ZB1 2'] },
      ],
    },
    {
      ...{ service: 'Youth', agency: 'social-care', reachArea: 'south', title: 'South' },
      parts: [{ servedBy: null, sectors: ['ZB2 1', 'ZB2 2'] }],
    },
  ]);
});

test('the reach areas are told as they stand, and as they lay until a day', () => {
  expect(areaVersions(catalogueOf(AREAS))).toMatchObject([
    { version: 'town-2', until: null, areas: [{ id: 'north' }, { id: 'south', sectors: ['ZB2 1', 'ZB2 2'] }] },
    { version: 'town-1', until: '2020-03-31', areas: [{ id: 'all' }] },
  ]);
});

test('a file of areas that says none of it has nothing to tell', () => {
  const plain = catalogueOf(AREAS.slice(0, AREAS.indexOf('before:')));
  expect([boundaryMismatches(plain), areaVersions(plain).length]).toEqual([[], 1]);
});
