import type { RunningOperation } from '../execution/open-operation';
import { OperationAnswers } from '../notices/answer-record';
import { buildRecords } from './build-records';
import { Reconciler } from './ledger/reconcile';

function begin() {
  const answers = new OperationAnswers();
  const run = { id: 'op-1', entry: { requester: {} }, answers } as unknown as RunningOperation;
  const asked = new Map([
    ['HealthRecord.visits', ['health:visits']],
    ['Person.involvements', ['health:existence', 'housing:existence']],
  ]);
  const narrowed = { asked, withheld: [], text: '{}' };
  const record = buildRecords(run, narrowed, { withheld: [], clauses: [] }, (agency, ref) => `${agency}-${ref}`);
  return { answers, part: record.inParts() };
}

test('each part is recorded with what it adds, and nothing of it twice', () => {
  const { answers, part } = begin();
  answers.asked('health', ['h1'], ['health:existence']);
  answers.answered('health');
  answers.told('housing', 't1', 'existence');
  const first = part('disclosed', null, false);
  expect(
    first.agencies.map(({ agency, answer, fields, people, existence }) => ({
      agency,
      answer,
      fields,
      people,
      existence,
    })),
  ).toEqual([
    {
      agency: 'health',
      answer: 'answered',
      fields: ['Person.involvements', 'health:existence'],
      people: ['health-h1'],
      existence: [],
    },
    { agency: 'housing', answer: 'not asked', fields: [], people: [], existence: ['housing-t1'] },
  ]);
  answers.asked('health', ['h1'], ['health:visits']);
  const second = part('disclosed', null, false);
  expect(second.agencies.map(({ agency, fields, people }) => ({ agency, fields, people }))).toEqual([
    { agency: 'health', fields: ['HealthRecord.visits', 'health:visits'], people: ['health-h1'] },
  ]);
  expect(part('nothing', null, true).agencies).toEqual([]);
});

test('an agency that has yet to answer is recorded as unavailable in the last part alone', () => {
  const { answers, part } = begin();
  answers.asked('housing', ['t1'], ['housing:existence']);
  expect(part('disclosed', null, false).agencies).toMatchObject([
    { agency: 'housing', answer: 'not asked', fields: [], people: [], existence: ['housing-t1'] },
  ]);
  expect(part('failed', 'CLIENT_GONE', true).agencies).toMatchObject([
    { agency: 'housing', answer: 'unavailable', people: ['housing-t1'] },
  ]);
});

test('the records of an answer in parts agree with the log of an agency as those of a whole answer do', () => {
  const { answers, part } = begin();
  answers.asked('health', ['h1'], ['health:existence']);
  answers.answered('health');
  const records = [part('disclosed', null, false)];
  answers.asked('health', ['h1', 'h2'], ['health:visits']);
  records.push(part('disclosed', null, true));
  const reconcile = (served: readonly string[]) => {
    const reconciler = new Reconciler('health');
    const take = (eventName: string, payload: object) =>
      reconciler.takeRecord({ eventName, correlationId: 'op-1', payload } as never);
    take('FAMILY_VIEW_INTENT', {});
    for (const one of records) take('FAMILY_VIEW_DISCLOSURE', one);
    const line = { operation: 'op-1', asked: [], people: ['h1', 'h2'], families: 0, answered: true };
    reconciler.takeLine({ ...line, streams: served } as never);
    return reconciler.end().differences.map(({ kind }) => kind);
  };
  expect(reconcile(['health:existence', 'health:visits'])).toEqual([]);
  // What only the second part told of was not served.
  expect(reconcile(['health:existence'])).toEqual(['OTHER_STREAMS']);
});
