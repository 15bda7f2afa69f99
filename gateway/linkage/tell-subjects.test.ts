import { array, assert, boolean, constantFrom, option, property, record, subarray, tuple } from 'fast-check';
import type { FlowShare } from '../policy/read/protocol-document';
import { identityReply } from './contract-replies';
import { fitSubject } from './fit-subject';
import type { Kin } from './learn-kin';
import { SHARES, subjectFor, subjectWithin } from './subject';
import { SaidAlike, Teller } from './tell-subjects';

const runs = { numRuns: process.env.PROOF ? 50_000 : 300 };
const AGENCIES = ['north', 'south', 'east'] as const;

const agency = constantFrom(...AGENCIES);
const flows = array(tuple(agency, constantFrom<FlowShare>('identity', 'address', 'identifiers', 'ties'), agency), {
  maxLength: 12,
}).map((list) => {
  const open = new Set(list.map((one) => one.join(' ')));
  return { flows: (from: string, share: FlowShare, to: string) => open.has(`${from} ${share} ${to}`) };
});
/** Few words, so that many are said alike. */
const identity = record({
  ref: constantFrom('1', '2'),
  lifeState: option(constantFrom('BORN', 'UNBORN'), { freq: 3 }),
  givenName: option(constantFrom('Mia', 'Mo', 'M'.repeat(201))),
  familyName: option(constantFrom('Lee')),
  formerNames: option(subarray(['Hall', 'H'.repeat(201)])),
  dateOfBirth: option(constantFrom('2020-01-02', '2020-02-30')),
  birthOrder: option(constantFrom(1, 12)),
  nhsNumber: option(constantFrom('9434765919')),
  nhsNumberVerified: option(boolean()),
  postcode: option(constantFrom('ZB2 4ZQ')),
  uprn: option(constantFrom('100')),
}).map((given) => identityReply.parse({ identity: [given] }).identity[0]!);
const word = option(constantFrom('Mother', 'step-father', 'Carer', 'son', 'pupil', 'neighbour'));
const kin = record<Kin>({ from: agency, identity, personIs: word, relativeIs: word, together: boolean() });

test('what agencies are told of people together is what each is told of each by itself', () => {
  assert(
    property(flows, array(kin, { maxLength: 8 }), option(identity), (rights, all, mother) => {
      const said = new SaidAlike();
      for (const to of AGENCIES) {
        const teller = new Teller(to, rights, said);
        // Asked twice: the second is remembered.
        for (const one of [...all, ...all]) {
          const learned = { from: one.from, identity: one.identity };
          const written = (about: typeof learned) =>
            fitSubject(about.from === to ? subjectWithin(SHARES, about) : subjectFor(to, {}, [about], rights));
          expect(JSON.stringify(teller.tell(learned))).toBe(JSON.stringify(written(learned)));
          const unborn = { ...learned, mother: mother ?? undefined };
          expect(JSON.stringify(teller.tell(unborn))).toBe(JSON.stringify(written(unborn)));
        }
        const alone = all.flatMap((one) => new Teller(to, rights, new SaidAlike()).relatives([one]));
        const unique = [...new Set(alone.map((one) => JSON.stringify(one)))];
        expect(teller.relatives(all).map((one) => JSON.stringify(one))).toEqual(unique);
      }
    }),
    runs,
  );
});

test('that two belong together is told under a flow of its own, and to the agency that says so', () => {
  const [mia] = identityReply.parse({ identity: [{ ref: '1', givenName: 'Mia', familyName: 'Lee' }] }).identity;
  const one: Kin = { from: 'north', identity: mia!, personIs: 'Mum', relativeIs: null, together: true };
  const told = (to: string, ...open: readonly FlowShare[]) =>
    new Teller(to, { flows: (_, share) => open.includes(share) }, new SaidAlike()).relatives([one]);
  expect(told('south', 'identity')).toEqual([]);
  expect(told('south', 'ties')).toEqual([]);
  const relative = {
    subject: { givenName: 'Mia', familyName: 'Lee' },
    personIs: 'Mother',
    relativeIs: null,
    together: true,
  };
  expect(told('south', 'identity', 'ties')).toEqual([relative]);
  expect(told('north')).toEqual([relative]);
});
