/** Whose word opens what an agency holds of a family: its own about who belongs to it, and an authority's about its facts. */
import { linkageParts } from '../fixtures/linkage-parts';
import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import type { ProtocolDocument } from '../policy/read/protocol-document';
import { FactsReader } from './facts-reader';
import { type LinkageParts, Linker } from './linker';
import type { PersonSlots, Slot } from './types';

const AGENCIES = ['care', 'homes', 'school'];
const NOW = () => new Date('2026-06-15T09:00:00Z');
const person = (given: string) => ({ givenName: given, familyName: 'Lee', dateOfBirth: `20${given.length}0-01-02` });
const mia = person('Mia');
const stranger = person('Stranger');

/** What care and homes keep of a family opens to whoever is lead professional of somebody in it. */
const base = openTo(AGENCIES);
const protocol = (conditions: object): ProtocolDocument => ({
  ...base,
  clauses: [
    ...base.clauses,
    ...['care', 'homes'].map((by) => ({
      id: `NEED-${by}`,
      by,
      shares: ['need'],
      to: { roles: ['NURSE'] },
      purposes: 'ANY' as const,
      conditions,
    })),
  ],
  flows: [
    ...(base.flows ?? []),
    ...AGENCIES.map((by) => ({
      id: `FACT-${by}`,
      by,
      shares: ['facts' as const],
      to: ['gateway'],
      purposes: 'ANY' as const,
    })),
  ],
});

/** Care is the authority for who leads, each agency for its own ages. */
const parts = (askContract: LinkageParts['askContract']) =>
  linkageParts(AGENCIES, askContract, NOW, {
    whoseWord:
      () =>
      (agency, { kind }) =>
        kind === 'AGE' || agency === 'care' ? 'ANY' : [],
    onForeignFact: () => undefined,
  });

type Facts = NonNullable<AgencyHoldings['facts']>;
const LEADS: Facts[string] = [{ kind: 'RELATIONSHIP', value: 'LEAD_PROFESSIONAL' }];

/** Whether the family of Mia opens at an agency; once gathered, and once by its id. */
async function opens(
  at: string,
  asserting: readonly string[],
  facts: Readonly<Record<string, Facts>>,
  conditions: object = { relationship: ['LEAD_PROFESSIONAL'] },
): Promise<readonly boolean[]> {
  const members = (agency: string) => [`${agency}-M`, ...(asserting.includes(agency) ? [`${agency}-S`] : [])];
  const holdings = Object.fromEntries(
    AGENCIES.map((agency): [string, AgencyHoldings] => [
      agency,
      {
        people: [
          { ref: `${agency}-M`, ...mia },
          { ref: `${agency}-S`, ...stranger },
        ],
        groups: [{ ref: `${agency}-G`, members: members(agency) }],
        facts: facts[agency] ?? {},
      },
    ]),
  );
  const { run, askContract } = scriptAgencies(holdings, protocol(conditions));
  const isOpen = async (linker: Linker): Promise<boolean> => {
    const kinds = ['RELATIONSHIP', 'AGE'] as const;
    const { open } = await new FactsReader(linker, run, kinds).open(at, 'Family', `${at}-G`, [`${at}:need`]);
    return open.has(`${at}:need`);
  };
  const linker = new Linker(parts(askContract), run);
  const slots: PersonSlots = new Map(
    AGENCIES.map((agency) => [agency, { state: 'pointer', ref: `${agency}-M` } as const]),
  );
  const family = await linker.families.from(slots);
  const again = new Linker(parts(askContract), run);
  await again.families.open(family.id);
  return [await isOpen(linker), await isOpen(again)];
}

const YES = [true, true];
const NO = [false, false];
const ofStranger = { care: { 'care-S': LEADS } };

test('somebody whom the agency asserts itself opens what it holds of the family', async () => {
  expect(await opens('care', ['care'], ofStranger)).toEqual(YES);
  expect(await opens('homes', ['homes'], ofStranger)).toEqual(YES);
});

test('somebody whom another agency adds to the family opens nothing of it', async () => {
  expect(await opens('care', ['homes'], ofStranger)).toEqual(NO);
  expect(await opens('care', ['homes', 'school'], ofStranger)).toEqual(NO);
  expect(await opens('homes', ['school'], ofStranger)).toEqual(NO);
});

test('but whom the authority for a fact asserts opens by that fact what others hold', async () => {
  expect(await opens('homes', ['care'], ofStranger)).toEqual(YES);
  expect(await opens('homes', ['school'], { school: { 'school-S': LEADS } })).toEqual(NO);
});

test('of an age no agency is the authority: the agency itself must assert whom it is of', async () => {
  const young = { care: { 'care-S': [{ kind: 'AGE', value: '3' } as const] } };
  expect(await opens('care', ['care'], young, { ageUnderYears: 5 })).toEqual(YES);
  expect(await opens('homes', ['care'], young, { ageUnderYears: 5 })).toEqual(NO);
});

describe('of one person', () => {
  /** Which reason closes what care keeps, where homes is in this state and care tells nothing. */
  const reasonAt = async (homes: Slot, instead?: AgencyHoldings['instead']): Promise<string | undefined> => {
    const holdings = Object.fromEntries(
      AGENCIES.map((agency): [string, AgencyHoldings] => [
        agency,
        { people: [{ ref: `${agency}-M`, ...mia }], ...(agency === 'homes' && { instead }) },
      ]),
    );
    const { run, askContract } = scriptAgencies(holdings, protocol({ relationship: ['LEAD_PROFESSIONAL'] }));
    const linker = new Linker(parts(askContract), run);
    linker.enter(
      new Map<string, Slot>([
        ['care', { state: 'pointer', ref: 'care-M' }],
        ['homes', homes],
        ['school', { state: 'nothing' }],
      ]),
    );
    const { refused } = await new FactsReader(linker, run, ['RELATIONSHIP']).open('care', 'Person', 'care-M', [
      'care:need',
    ]);
    return refused.get('care:need');
  };

  test('a fact that nobody told is not met where all answered, and unknown where an agency is silent or could not be asked', async () => {
    const held: Slot = { state: 'pointer', ref: 'homes-M' };
    expect(await reasonAt({ state: 'nothing' })).toBe('CONDITION_NOT_MET');
    expect(await reasonAt(held)).toBe('CONDITION_NOT_MET');
    expect(await reasonAt(held, { facts: () => null })).toBe('FACTS_UNKNOWN');
    expect(await reasonAt({ state: 'unanswered' })).toBe('FACTS_UNKNOWN');
    expect(await reasonAt({ state: 'notAsked' })).toBe('FACTS_UNKNOWN');
  });
});

test('what locates one member of a family locates all: a marker of one closes what is kept of the family as a whole', async () => {
  const opensWith = async (marked: string | null): Promise<boolean> => {
    const holdings = Object.fromEntries(
      AGENCIES.map((agency): [string, AgencyHoldings] => [
        agency,
        {
          people: [
            { ref: `${agency}-M`, ...mia },
            { ref: `${agency}-S`, ...stranger },
          ],
          groups: [{ ref: `${agency}-G`, members: [`${agency}-M`, `${agency}-S`] }],
          facts: { [`${agency}-M`]: LEADS },
          marks: ({ givenName }) => (agency === 'school' && givenName === marked ? ['SHIELDED'] : []),
        },
      ]),
    );
    const exceptions = [{ id: 'E', streams: ['care:need'], subjects: { marker: ['SHIELDED'] }, reason: 'Refuge' }];
    const { run, askContract } = scriptAgencies(holdings, {
      ...protocol({ relationship: ['LEAD_PROFESSIONAL'] }),
      exceptions,
    } as unknown as ProtocolDocument);
    const linker = new Linker(parts(askContract), run);
    await linker.families.from(
      new Map(AGENCIES.map((agency) => [agency, { state: 'pointer', ref: `${agency}-M` } as const])),
    );
    const kinds = ['RELATIONSHIP', 'MARKER'] as const;
    const { open } = await new FactsReader(linker, run, kinds).open('care', 'Family', 'care-G', ['care:need']);
    return open.has('care:need');
  };
  expect(await opensWith(null)).toBe(true);
  expect(await opensWith('Mia')).toBe(false);
  expect(await opensWith('Stranger')).toBe(false);
});
