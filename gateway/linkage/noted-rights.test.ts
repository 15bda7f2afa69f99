import { scriptAgencies } from '../fixtures/scripted-agencies';
import type { LinkageContext } from './linkage-context';
import type { LinkageEvent } from './linkage-events';
import { noteRight, reportLink } from './noted-rights';
import type { PersonSlots, Slot } from './types';

const WHY = 'The mother says that this address was never hers.';
const SLOTS: PersonSlots = new Map<string, Slot>([
  ['north', { state: 'pointer', ref: 'N-1' }],
  ['south', { state: 'pointer', ref: 'S-1' }],
]);

function scripted(notify: boolean | null = true) {
  const instead = { notify: () => (notify === null ? null : { notify }) };
  const agencies = scriptAgencies({ north: { people: [], instead }, south: { people: [], instead } });
  const recorded: LinkageEvent[] = [];
  const context = {
    run: agencies.run,
    events: {
      now: () => new Date('2026-11-29T10:00:00Z'),
      record: async (event: LinkageEvent) => recorded.push(event),
    },
    linker: { ask: agencies.ask, parts: { agencies: agencies.agencies }, slots: async () => SLOTS },
  } as unknown as LinkageContext;
  return { ...agencies, context, recorded };
}

test('what a person asks about a record is told to the agency that owns it, by reference, and recorded with the words', async () => {
  const { context, asked, recorded } = scripted();
  const noted = await noteRight({ record: 'south:S:1', right: 'RECTIFICATION', statement: WHY }, context);
  expect(asked.map(({ agency, variables }) => [agency, variables.event])).toEqual([
    ['south', { kind: 'RECTIFICATION', reference: noted.reference, at: noted.at, until: null, refs: ['S:1'] }],
  ]);
  expect(JSON.stringify(asked)).not.toContain('mother');
  expect(recorded).toMatchObject([{ kind: 'RIGHT_NOTED', reason: 'RECTIFICATION', statement: WHY, told: ['south'] }]);
});

test('what no agency kept is not said to be noted, and is recorded as not told', async () => {
  const { context, recorded } = scripted(null);
  const asked = { record: 'south:S-1', right: 'OBJECTION', statement: WHY } as const;
  await expect(noteRight(asked, context)).rejects.toMatchObject({ code: 'NOBODY_TOLD' });
  expect(recorded).toMatchObject([{ told: [], notTold: ['south'] }]);
  for (const record of ['south', 'west:1', 'S-1'])
    await expect(noteRight({ ...asked, record }, context)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('a wrong link is told to all agencies that hold a record, each by its own reference', async () => {
  const { context, asked, recorded } = scripted();
  const { reference, told } = await reportLink({ person: 'ada', agency: 'south', statement: WHY }, context);
  const events = asked.map(
    ({ agency, variables }) => [agency, variables.event as { refs: readonly string[] }] as const,
  );
  expect(events.map(([agency, { refs }]) => [agency, refs])).toEqual([
    ['north', ['N-1']],
    ['south', ['S-1']],
  ]);
  expect(told).toEqual(['north', 'south']);
  expect(recorded).toMatchObject([{ kind: 'LINK_REPORTED', reference, reason: 'NOT_ONE_PERSON' }]);
  await expect(reportLink({ person: 'ada', agency: 'west', statement: WHY }, context)).rejects.toMatchObject({
    code: 'NOTHING_TO_CONFIRM',
  });
});
