import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import type { ProtocolDocument } from '../policy/read/protocol-document';
import { linkRoster } from './link-roster';
import type { Linker } from './linker';
import { pointerAt } from './slots';
import type { PersonSlots } from './types';

const AGENCIES = ['north', 'south'];
const base = openTo(AGENCIES);
const protocol = {
  ...base,
  flows: [
    ...(base.flows ?? []),
    ...AGENCIES.map((by) => ({ id: `FACT-${by}`, by, shares: ['facts'], to: ['gateway'], purposes: 'ANY' })),
  ],
} as unknown as ProtocolDocument;
const ada = { givenName: 'Ada', familyName: 'Lee', dateOfBirth: '2020-01-02' };
const ben = { givenName: 'Ben', familyName: 'Hall', dateOfBirth: '2019-05-06' };

/** Whom a page of north's roster tells of. */
async function listed(
  area: string | null,
  own: string | null,
  south: Partial<AgencyHoldings> = {},
  closesByMarkers = true,
) {
  const scripted = scriptAgencies(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
      },
      south: { people: [], ...south },
    },
    protocol,
  );
  const { entry } = scripted.run;
  const run = { ...scripted.run, entry: { ...entry, requester: { ...entry.requester, area: own } } };
  const linker = {
    run,
    ask: scripted.ask,
    organisation: 'clinic',
    ahead: {},
    parts: { agencies: AGENCIES, closesByMarkers, idCipher: {} },
    guard: { check: async (people: readonly PersonSlots[]) => ({ own: people.map(() => false), people }) },
    enter: (slots: PersonSlots) => slots,
  } as unknown as Linker;
  const page = await linkRoster(linker, 'north', area, 2, null).catch((fault: { code: string }) => fault.code);
  const people = typeof page === 'string' ? page : (page?.people as unknown as readonly PersonSlots[]);
  return typeof people === 'string' ? people : people.map((slots) => pointerAt(slots, 'north'));
}

test('a list is for the requester’s own area: another, one that nobody has, another spelling and any, for who has none, are refused', async () => {
  expect(await listed('thornwick', 'thornwick')).toEqual(['N-A', 'N-B']);
  expect(await listed(null, null)).toEqual(['N-A', 'N-B']);
  for (const [area, own] of [
    ['saltby', 'thornwick'],
    ['THORNWICK', 'thornwick'],
    ['', 'thornwick'],
    ['thornwick', null],
  ] as const)
    expect([area, await listed(area, own)]).toEqual([area, 'ROSTER_NOT_YOURS']);
});

test('whoever any agency marks is on no list; an agency that cannot say takes nobody off it', async () => {
  const marks: AgencyHoldings['marks'] = ({ givenName }) => (givenName === 'Ada' ? ['SHIELDED'] : []);
  expect(await listed(null, null, { marks })).toEqual(['N-B']);
  expect(await listed(null, null, { marks, instead: { markers: () => null } })).toEqual(['N-A', 'N-B']);
  expect(await listed(null, null, { marks }, false)).toEqual(['N-A', 'N-B']);
});
