import { entryOf, protocolOf } from '../fixtures/protocols';
import { compileProtocols } from '../policy/decide/compile-protocol';
import type { Clause } from '../policy/read/protocol-document';
import { typedFor } from './typed-subject';

const TYPED = { givenName: 'Ada', nhsNumber: '9990000018', postcode: 'S65 1AB', uprn: '10001' };
const CONSENT = { conditions: { consent: 'GIVEN' } } as const;
const LEADS = { conditions: { relationship: ['LEAD_PROFESSIONAL'] } } as const;
const COMPLEX = { conditions: { needLevelAtLeast: 'COMPLEX' } } as const;
const RECORDED = { transform: { others: 'RECORDED' } } as const;
const DISTRICT = { transform: { postcode: 'OUTWARD_POSTCODE', others: 'SHOWN' } } as const;

type Terms = Partial<Omit<Clause, 'id' | 'by' | 'shares'>>;

/** Which of the address and numbers typed are told to an agency that shares both under these clauses. */
function told(clauses: readonly Terms[], requester: { readonly area?: string; readonly trainingUntil?: string } = {}) {
  const entry = entryOf('NURSE');
  const stated = { ...entry, requester: { ...entry.requester, ...requester } };
  const shares = ['address', 'identifiers'];
  const protocol = protocolOf(
    clauses.map((terms, at) => ({
      id: `CLAUSE-${at}`,
      by: 'north',
      shares,
      to: { roles: ['NURSE'] },
      purposes: 'ANY',
      ...terms,
    })) as readonly Clause[],
    {
      protocol: {
        validFrom: '2020-01-01',
        validUntil: '2090-12-31',
        review: { next: '2090-10-01', onOverdue: 'DENY' },
      },
    },
  );
  const rights = compileProtocols([protocol], () => new Date()).rights(stated);
  const { givenName, ...rest } = typedFor('north', TYPED, { rights, entry: stated });
  expect(givenName).toBe('Ada');
  return Object.keys(rest).join(' ');
}

const ALL = 'nhsNumber postcode uprn';

// docs/protocol.md, "What a search may tell": whole, or under a condition. Of the ways behind one another, "How a stream is
// decided", step 5: the most specific goes first, and of two alike the one with a transform.
test.each<[string, readonly Terms[], string]>([
  ['nothing', [], ''],
  ['whole', [{}], ALL],
  ['whole under a condition', [CONSENT], ALL],
  ['changed', [RECORDED], ''],
  ['with half a postcode', [DISTRICT], 'nhsNumber uprn'],
  ['changed under a condition, else whole', [{ ...LEADS, ...RECORDED }, {}], ALL],
  ['changed under one condition, whole under another', [{ ...LEADS, ...RECORDED }, COMPLEX], ALL],
  ['changed wherever it would be whole', [{ ...CONSENT, ...RECORDED }, CONSENT], ''],
  [
    'changed wherever the need is as high',
    [{ conditions: { needLevelAtLeast: 'VULNERABLE' }, ...RECORDED }, COMPLEX],
    '',
  ],
  [
    'whole where the need is lower',
    [{ ...COMPLEX, ...RECORDED }, { conditions: { needLevelAtLeast: 'VULNERABLE' } }],
    ALL,
  ],
  ['denied wherever it would be whole', [CONSENT, { effect: 'DENY', ...CONSENT }], ''],
  ['denied under another condition', [CONSENT, { effect: 'DENY', ...COMPLEX }], ALL],
  ['whole of the newly born', [{ when: { sinceBirth: 'P10D', untilBirth: 'P1Y' } }], ALL],
  ['whole of nobody, by their birth', [{ when: { sinceBirth: 'P2Y', untilBirth: 'P1Y' } }], ''],
  ['whole of children', [{ subjects: { ageUnderYears: 5 } }], ALL],
])('shown %s: what is told of a typed address and number', (_, clauses, expected) => {
  expect(told(clauses)).toBe(expected);
});

test('what turns on the requester is settled by what they are', () => {
  const training = [{ conditions: { trainingInDate: true } }] as const;
  expect(told(training, { trainingUntil: '2090-01-01' })).toBe(ALL);
  expect(told(training, { trainingUntil: '2020-01-01' })).toBe('');
  expect(told(training)).toBe('');
  const area = [{ conditions: { area: 'OWN_REACH_AREA' } }] as const;
  expect(told(area, { area: 'thornwick' })).toBe(ALL);
  expect(told(area)).toBe('');
  // A DENY by area is met by whoever states none.
  expect(told([{}, { effect: 'DENY', ...area[0] }], { area: 'thornwick' })).toBe(ALL);
  expect(told([{}, { effect: 'DENY', ...area[0] }])).toBe('');
});
