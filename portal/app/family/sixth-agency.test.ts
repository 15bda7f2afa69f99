import { print } from 'graphql';
import { FIVE, familyIn, partner, type Records } from '../fixtures/family';
import { drawFamily, wordsOf } from '../fixtures/render';
import { derivePart } from './derive-part';

/** As `partners` tells of an agency that no line of the portal names: docs/join.md's, and one that answers the contract alone. */
const leaf = (path: string, type: string, list = true) => {
  const names = path.split('.');
  return { path: names, lists: names.map((_, at) => list && at === 1), type, label: 'courses and their dates' };
};
const LEARNING = partner('adult-learning', {
  record: [
    leaf('adultLearning.episodes.activity', 'String'),
    leaf('adultLearning.episodes.startDate', 'Date'),
    leaf('adultLearning.episodes.isFunded', 'Boolean'),
    leaf('adultLearning.episodes.stage', 'Stage'),
    leaf('adultLearning.episodes.tutor.name', 'String'),
    leaf('adultLearning.episodes.tutor.role', 'String'),
    leaf('adultLearning.episodes.tutor.phone', 'String'),
  ],
  withheld: [{ stream: 'adult-learning:fees', message: 'Fees: not shared with the role Head of Centre.' }],
});
const YOUTH = partner('youth-work');
const RECORDS: Records = {
  'adult-learning': {
    p2: {
      adultLearning: {
        episodes: [
          {
            ...{ activity: 'Family learning: English', startDate: '2026-09-07', isFunded: true, stage: 'NOT_STARTED' },
            tutor: { name: 'Priya Nair', role: 'Tutor', phone: '01632 960940' },
          },
        ],
      },
    },
  },
};
const SEVEN = [...FIVE, LEARNING, YOUTH];
const draw = (states: Parameters<typeof familyIn>[0] = {}) =>
  drawFamily(familyIn(states, { partners: SEVEN, records: RECORDS }));
const partOf = (html: string, agency: string): string =>
  wordsOf(
    /<details class="agency-part agency-part--AGENCY".*?<\/section>/s.exec(html.replaceAll(agency, 'AGENCY'))?.[0] ??
      '',
  );

test('it is asked for what the contract has and for all that it adds, by fields that the gateway told of', () => {
  const { ofFamily } = derivePart(LEARNING)!;
  expect(print(ofFamily)).toMatch(/query FamilyContract_adult_learning\(\$family: FamilyID!, \$agency: ID!\)/);
  expect(print(ofFamily).replaceAll(/\s+/g, ' ')).toContain(
    'adultLearning { episodes { activity startDate isFunded stage tutor { name role phone } } }',
  );
  expect(derivePart(YOUTH)).toBeNull();
});

test('its record is a part of the page: a table under the protocol’s words, dates, codes and a worker as people say them', () => {
  const words = partOf(draw(), 'adult-learning');
  expect(words).toContain('Courses and their dates');
  expect(words).toMatch(/Activity Start date Is funded Stage Tutor/);
  expect(words).toMatch(/Family learning: English 7 Sept 2026 Yes Not started Priya Nair, Tutor 01632 960940/);
});

test('it is in the team, in what happened, among the filters, in the count of who answered, and on paper', () => {
  const words = wordsOf(draw());
  expect(words).toMatch(/adult-learning service Adult learning/);
  expect(words).toMatch(/7 Sept 2026 Courses and their dates: Family learning: English Ngozi Okafor · Adult learning/);
  expect(words).toMatch(/Show events of .*Adult learning Youth work/);
  expect(words).toContain('All 7 answered');
  expect(words).toMatch(/Not on this paper\..*Adult learning: fees/);
});

test('what it withholds and that it is silent are told as of any other agency', () => {
  expect(partOf(draw(), 'adult-learning')).toContain('Fees: not shared with the role Head of Centre.');
  const silent = wordsOf(draw({ 'adult-learning': 'silent' }));
  expect(silent).toMatch(/No answer Adult learning : ring adult-learning desk/);
  expect(silent).toMatch(/Nothing seen .*Adult learning did not answer/);
});

test('an agency that answers the contract alone has its involvements and its part', () => {
  expect(wordsOf(draw())).toMatch(/youth-work service Youth work/);
  expect(partOf(draw(), 'youth-work')).toContain('Youth work holds records of 2 of 2 people');
});
