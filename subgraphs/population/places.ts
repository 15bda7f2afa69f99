import { LA_CODE } from './identifiers';
import type { Address, Centre, CentreSession, ReachArea, School } from './model';
import { schoolLead } from './workers';

/**
 * The borough of Aldermere. No such borough, town or street is known to us, and `ZB` is no postcode area of the UK.
 */
export const AREAS = [
  { id: 'aldermere', name: 'Aldermere Town', town: 'Aldermere', district: 'ZB1' },
  { id: 'thornwick', name: 'Thornwick', town: 'Thornwick', district: 'ZB2' },
  { id: 'saltby', name: 'Saltby Marsh', town: 'Saltby', district: 'ZB3' },
  { id: 'hollinfold', name: 'Hollinfold', town: 'Hollinfold', district: 'ZB4' },
] as const;
export type Area = (typeof AREAS)[number];
const SECTORS = [1, 2, 3, 4] as const;

export const reachAreas: readonly ReachArea[] = AREAS.map(({ id, name, district }) => ({
  id,
  name,
  postcodeSectors: SECTORS.map((sector) => `${district} ${sector}`),
}));

export const centres: readonly Centre[] = [
  {
    urn: '990101',
    name: "Aldermere Children's Centre",
    status: 'DESIGNATED',
    phone: '01632 960101',
    reachAreaId: 'aldermere',
  },
  {
    urn: '990102',
    name: "Thornwick Children's Centre",
    status: 'DESIGNATED',
    phone: '01632 960102',
    reachAreaId: 'thornwick',
  },
  {
    urn: '990103',
    name: "Saltby Children's Centre",
    status: 'DESIGNATED',
    phone: '01632 960103',
    reachAreaId: 'saltby',
  },
  {
    urn: '990104',
    name: "Hollinfold Children's Centre",
    status: 'DESIGNATED',
    phone: '01632 960104',
    reachAreaId: 'hollinfold',
  },
  {
    urn: '990105',
    name: 'Thornwick Library linked site',
    status: 'LINKED_SITE',
    phone: '01632 960105',
    reachAreaId: 'thornwick',
  },
  { urn: '990106', name: 'Saltby Sands centre', status: 'CLOSED', phone: '01632 960106', reachAreaId: 'saltby' },
];

const ACTIVITIES = [
  ['Stay and play', 'childrens-centre', 'Universal'],
  ['Baby massage', 'childrens-centre', 'Universal'],
  ['Well baby clinic', 'health', 'Universal'],
  ['Talking toddlers', 'education', 'Targeted'],
  ['Family Links parenting group', 'social-care', 'Targeted'],
] as const;
export const sessions: readonly CentreSession[] = centres
  .filter(({ status }) => status !== 'CLOSED')
  .flatMap(({ urn }) =>
    ACTIVITIES.map(([activity, ledByAgency, tier], place) => ({
      id: `SES-${urn}-${place + 1}`,
      centreUrn: urn,
      activity,
      ledByAgency,
      tier,
    })),
  );

const PRIMARIES = ['Primary School', 'Church Lane Primary', "St Hilda's Primary", 'Park Academy'] as const;
export const schools: readonly School[] = AREAS.flatMap((area, place) => {
  const primaries = PRIMARIES.map((name, number) => school(area, place * 10 + number, name, 2101, 91 + number));
  return [...primaries, school(area, place * 10 + 9, 'High School', 4101, 89)];
});

function school(area: Area, number: number, name: string, first: number, averageAttendance: number): School {
  const establishment = String(first + number);
  return {
    urn: String(990200 + number),
    laEstab: `${LA_CODE}${establishment}`,
    name: `${area.town} ${name}`,
    phone: `01632 960${200 + number}`,
    averageAttendance: averageAttendance + (number % 4) / 10,
    safeguardingLead: schoolLead(number, `${area.town} ${name}`),
  };
}

export const schoolIn = (area: Area, phase: 'primary' | 'secondary', choice: number): School => {
  const place = AREAS.indexOf(area) * (PRIMARIES.length + 1);
  return schools[phase === 'secondary' ? place + PRIMARIES.length : place + (choice % PRIMARIES.length)] as School;
};

const STEMS = [
  'Weaver',
  'Loom',
  'Mill',
  'Orchard',
  'Quarry',
  'Station',
  'Chapel',
  'Bridge',
  'Harbour',
  'Kiln',
  'Linden',
  'Rowan',
  'Maple',
  'Alder',
  'Heron',
  'Kestrel',
  'Lark',
  'Fuller',
  'Cooper',
  'Tanner',
  'Saddler',
  'Priory',
  'Abbey',
  'Market',
  'Foundry',
  'Canal',
  'Meadow',
  'Spring',
  'Beacon',
  'Moor',
] as const;
const ENDINGS = ['Street', 'Road', 'Lane', 'Close', 'Avenue', 'Gardens', 'Row', 'Way', 'Terrace', 'Court'] as const;
const INWARD = 'ABDEFGHJLNPQRSTUWXYZ';
const HOUSES = 100;
const SLOTS = STEMS.length * ENDINGS.length * HOUSES;

/** The n-th home of an area. Homes are scattered, so that families who came one after another seldom share a postcode. No code ends in `Z` and a letter: those are kept for the storylines. */
export function homeAt(area: Area, slot: number): Address {
  if (slot >= SLOTS) throw new RangeError(`${area.name} has ${SLOTS} homes and no more`);
  const home = (slot * 7_919 + 1_234) % SLOTS;
  const street = Math.floor(home / HOUSES);
  const house = home % HOUSES;
  const unit = Math.floor(street / SECTORS.length) * 5 + Math.floor(house / 20);
  const sector = SECTORS[street % SECTORS.length];
  return {
    uprn: `9990${AREAS.indexOf(area) + 1}${String(home).padStart(6, '0')}`,
    line1: `${house + 1} ${STEMS[Math.floor(street / ENDINGS.length)]} ${ENDINGS[street % ENDINGS.length]}`,
    town: area.town,
    postcode: `${area.district} ${sector}${INWARD[Math.floor(unit / INWARD.length)]}${INWARD[unit % INWARD.length]}`,
  };
}

export const areaById = (id: string): Area => {
  const area = AREAS.find((each) => each.id === id);
  if (area === undefined) throw new RangeError(`No reach area ${id}`);
  return area;
};
