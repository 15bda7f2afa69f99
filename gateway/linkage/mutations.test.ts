import { type AgencyHoldings, scriptAgencies } from '../fixtures/scripted-agencies';
import { learn } from './find-person';
import type { LinkageContext } from './linkage-context';
import { confirmMatch } from './mutations';
import { pointersOf } from './slots';
import type { PersonSlots, Slot } from './types';

const ada = { givenName: 'Ada', familyName: 'Lee', dateOfBirth: '2020-01-02' };
const eve = { ...ada, givenName: 'Eve' };
const WHY = 'Spoke to her and saw her passport and her letters.';
const SLOTS: PersonSlots = new Map<string, Slot>([
  ['north', { state: 'pointer', ref: 'N-1' }],
  ['south', { state: 'possible' }],
]);

type Instead = AgencyHoldings['instead'];
const nothing = () => null;

/** North holds Ada; south tells of somebody who may be she. Who proposes that they are one person, and what was kept of it. */
async function propose({
  north,
  south,
  same = true,
  held = [{ ref: 'N-1', ...ada }],
  record = { ref: 'S-1', ...eve },
}: {
  readonly north?: Instead;
  readonly south?: Instead;
  readonly same?: boolean;
  readonly held?: AgencyHoldings['people'];
  readonly record?: AgencyHoldings['people'][number];
}) {
  const scripted = scriptAgencies({
    north: { people: held, instead: north },
    south: { people: [record], instead: south },
  });
  const { ask, run } = scripted;
  const recorded: string[] = [];
  const context = {
    run,
    events: {
      now: () => new Date(),
      record: async ({ kind }: { readonly kind: string }) => recorded.push(kind),
    },
    linker: {
      ask,
      run,
      proposed: new Map(),
      slots: async () => SLOTS,
      learn: async (slots: PersonSlots) => learn(ask, pointersOf(slots)),
      lookAgain: async (slots: PersonSlots) => slots,
      enter: (slots: PersonSlots) => slots,
    },
  } as unknown as LinkageContext;
  const asked = { person: 'ada', agency: 'south', same, statement: WHY };
  const end = await confirmMatch(asked, context).then(
    () => 'kept',
    (fault: unknown) => (fault as { readonly code: string }).code,
  );
  return { end, recorded, isKept: scripted.asked.some(({ question }) => question === 'confirm') };
}

test('what nobody contradicts is kept as a proposal', async () => {
  expect(await propose({})).toEqual({ end: 'kept', recorded: ['MATCH_DECIDED'], isKept: true });
});

const NUMBERED = { nhsNumber: '9990000018', nhsNumberVerified: true } as const;
const OTHER = { nhsNumber: '9995022389', nhsNumberVerified: true } as const;
test.each<[string, Parameters<typeof propose>[0]]>([
  ['in the record itself', { held: [{ ref: 'N-1', ...ada, ...NUMBERED }], record: { ref: 'S-1', ...eve, ...OTHER } }],
  [
    'in another record, which the agency that holds the person takes for the same as it',
    {
      held: [
        { ref: 'N-1', ...ada, ...NUMBERED },
        { ref: 'N-2', ...eve, ...OTHER },
      ],
    },
  ],
])('what a verified number contradicts %s is not kept', async (_where, holdings) => {
  expect(await propose(holdings)).toEqual({ end: 'MATCH_CONTRADICTED', recorded: [], isKept: false });
});

/** The second time that it is asked. */
const second = (): Instead => {
  let times = 0;
  return { match: (honest) => (times++ === 0 ? honest : null) };
};
test.each<[string, Parameters<typeof propose>[0]]>([
  ['the agency that would keep it does not compare', { south: { match: nothing } }],
  ['the agency that holds the person does not say who they are', { north: { identity: nothing } }],
  ['the agency that holds the person does not compare the record', { north: { match: nothing } }],
  ['the agency that would keep it does not say who the record is of', { south: { identity: nothing } }],
  ['it says nothing of the record in its answer', { south: { identity: () => ({ identity: [null] }) } }],
])('%s: that is no "no", nothing is kept, and it is told', async (_what, silent) => {
  expect(await propose(silent)).toEqual({ end: 'NOT_COMPARED', recorded: [], isKept: false });
});

test('that they are two people is kept though who holds them does not compare: it joins nothing', async () => {
  expect(await propose({ north: second(), same: false })).toMatchObject({ end: 'kept', isKept: true });
});
