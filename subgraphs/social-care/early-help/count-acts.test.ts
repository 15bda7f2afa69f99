import type { KeptAct } from '@family-view/kit';
import { inventBorough } from '@family-view/population';
import { SocialCareConnector } from '../connector';
import { openStandIn } from '../stand-in';

const borough = inventBorough();
const { people, memberships } = borough.socialCare;
const refsOf = (story: string): Readonly<Record<string, string>> => {
  const parts = borough.storylines.find(({ key }) => key === story)!.people;
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, truth]) => {
      const ref = people.find((one) => one.truth === truth)?.ref;
      return ref ? [[part, ref]] : [];
    }),
  );
};
const naylor = refsOf('naylor');
/** Everybody of the Naylors' family group, and of these the children. */
const group = memberships.find(({ ref, kind }) => ref === naylor.younger && kind === 'FAMILY')!.group;
const members = [...new Set(memberships.filter((one) => one.group === group).map(({ ref }) => ref))];
const children = members.filter((ref) => {
  const { truth } = people.find((one) => one.ref === ref)!;
  return borough.people.get(truth)!.kind === 'child';
});

let connector: SocialCareConnector;
beforeAll(async () => {
  const { database, today } = await openStandIn(':memory:');
  connector = new SocialCareConnector(database, { today: () => today, dutyLine: null });
});
afterAll(() => connector.close());

const DAY = '2026-11-02';
let count = 0;
const act = (name: string, args: Readonly<Record<string, unknown>>, more: Partial<KeptAct> = {}): KeptAct => {
  count += 1;
  const day = more.day ?? DAY;
  return {
    act: name,
    key: `key-${count}`,
    ref: naylor.younger!,
    args,
    requester: { id: 'w-lead', organisation: 'children', role: 'LEAD_PROFESSIONAL', area: null },
    purpose: 'EARLY_HELP',
    caseReference: null,
    operation: 'o',
    subject: null,
    outcome: 'DONE',
    reason: null,
    reference: `r-${count}`,
    day,
    at: `${day}T09:00:00.${String(count).padStart(3, '0')}Z`,
    ...more,
  };
};
const QUARTER = { from: '2026-10-01', to: '2026-12-31' };
/** How many there are more of than without the acts, by the values of one dimension. */
async function moved(
  measure: string,
  dimension: string,
  acts: readonly KeptAct[],
  time: { from: string | null; to: string },
) {
  const ask = { measure, by: [dimension], area: null, ...time };
  const read = async (done: readonly KeptAct[]) =>
    new Map((await connector.count(ask, done)).map(({ key, count: of }) => [key[0]!, of]));
  const [before, after] = [await read([]), await read(acts)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return Object.fromEntries(
    keys.flatMap((key) => {
      const change = (after.get(key) ?? 0) - (before.get(key) ?? 0);
      return change === 0 ? [] : [[key, change]];
    }),
  );
}
const proposed = (direction: string, toLevel: string) => act('proposeStep', { direction, toLevel, statement: 'Why.' });
const decided = (step: KeptAct, approve: boolean, day = DAY) =>
  act('decideStep', { step: step.reference, approve }, { day });
const allocated = (day = DAY) =>
  act(
    'allocateWorker',
    { kind: 'LEAD_PROFESSIONAL', worker: 'w-lead', workerName: 'M. Bell', familyChoice: 'CHOSEN', rating: 'AMBER' },
    { day },
  );

test('a step that was approved counts for each child of the family, and one that was refused for none', async () => {
  const [up, no, down] = [proposed('UP', 'COMPLEX'), proposed('UP', 'ACUTE'), proposed('DOWN', 'VULNERABLE')];
  const acts = [up, decided(up, true), no, decided(no, false), down, decided(down, true)];
  expect(children.length).toBeGreaterThan(1);
  expect(await moved('steps', 'direction', acts, QUARTER)).toEqual({ UP: children.length, DOWN: children.length });
  // Of another quarter.
  expect(await moved('steps', 'direction', acts, { from: '2026-07-01', to: '2026-09-30' })).toEqual({});
});

test('an episode is open from the allocation to the closure, once for each child, by the level that was approved since', async () => {
  const open = [allocated()];
  const stood = { from: null, to: '2026-12-31' };
  const before = await moved('early-help-open', 'needLevel', open, stood);
  const begun = Object.values(before).reduce((all, one) => all + one, 0);
  const running = (await connector.earlyHelpEpisodes(children)).flatMap((episodes, at) =>
    (episodes ?? []).some(({ episodeEndDate }) => episodeEndDate === null) ? [children[at]] : [],
  );
  expect(begun).toBe(children.length - running.length);
  const step = proposed('UP', 'COMPLEX');
  const stepped = await moved('early-help-open', 'needLevel', [...open, step, decided(step, true)], stood);
  expect(stepped.COMPLEX).toBe(children.length);
  // Closed, nobody of them is in it, and who was on record before is not either.
  const closed = [...open, act('closeEarlyHelp', { outcome: 'NEEDS_MET', statement: 'Done.' }, { day: '2026-12-01' })];
  const after = await moved('early-help-open', 'needLevel', closed, stood);
  expect(Object.values(after).reduce((all, one) => all + one, 0)).toBe(running.length === 0 ? 0 : -running.length);
  expect(await moved('early-help-open', 'needLevel', closed, { from: null, to: '2026-11-15' })).toEqual(before);
});

test('a referral counts by what triage decided, and at social care where it was sent or stepped up to', async () => {
  const form = { primaryNeed: 'N4', consent: 'GIVEN', familyTold: true, statement: 'Why.' };
  const by = { requester: { id: 'w-hv', organisation: 'health', role: 'HEALTH_LEAD', area: null } };
  const [one, other, third] = [
    act('submitReferral', { ...form, service: 'EARLY_HELP_ACCESS' }, by),
    act('submitReferral', { ...form, service: 'EARLY_HELP_ACCESS' }, { ...by, ref: children[0]! }),
    act('submitReferral', { ...form, service: 'SOCIAL_CARE' }, { ...by, ref: children[1]! }),
  ];
  const acts = [
    one,
    other,
    third,
    act('decideTriage', { referral: one.reference, decision: 'TO_MANAGEMENT_TEAM', statement: 'Why.' }),
    act('decideTriage', {
      referral: other.reference,
      decision: 'STEP_UP_TO_REFERRAL_AND_RESPONSE',
      statement: 'Why.',
    }),
  ];
  expect(await moved('early-help-referrals', 'decision', acts, QUARTER)).toEqual({
    STEPPED_UP: 1,
    TO_MANAGEMENT_TEAM: 1,
  });
  expect(await moved('early-help-referrals', 'source', acts, QUARTER)).toEqual({ HEALTH: 2 });
  expect(await moved('referrals', 'outcome', acts, QUARTER)).toEqual({ OPEN: 2 });
});

test('a family that is known by a referral alone is counted where it was told to live', async () => {
  const subject = { postcode: borough.people.get([...borough.people.keys()][0]!)!.address.postcode, sex: 'F' };
  const sent = act(
    'submitReferral',
    { service: 'EARLY_HELP_ACCESS', primaryNeed: 'N4', consent: 'GIVEN', familyTold: true, statement: 'Why.' },
    { ref: 'ref-1', subject },
  );
  expect(await moved('early-help-referrals', 'sex', [sent], QUARTER)).toEqual({ F: 1 });
  const [area] = Object.keys(await moved('early-help-referrals', 'area', [sent], QUARTER));
  expect(area).not.toBe('NOT_RECORDED');
});

test('a family that was given to somebody is on their caseload until it is closed, referred ones too', async () => {
  const requester = { id: 'w-lead', organisation: 'children', role: 'LEAD_PROFESSIONAL', area: null };
  const mine = async (acts: readonly KeptAct[], first = 100): Promise<readonly string[]> => {
    const refs: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await connector.roster({ area: null, mine: true, first, after }, requester, acts);
      refs.push(...page.refs);
      if (page.next === null) return refs;
      after = page.next;
    }
  };
  const referred = allocated();
  const acts = [allocated(), { ...referred, ref: 'ref-1', subject: {} }];
  expect((await mine(acts)).toSorted()).toEqual([...members, 'ref-1'].toSorted());
  // A page at a time nobody is left out or told twice.
  expect(await mine(acts, 1)).toEqual(await mine(acts));
  expect(await mine([...acts, act('closeEarlyHelp', { outcome: 'NEEDS_MET', statement: 'Done.' })])).toEqual(['ref-1']);
});
