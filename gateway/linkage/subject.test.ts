import * as fc from 'fast-check';
import { nurse, protocolOf, TODAY } from '../fixtures/protocols';
import { compileProtocols } from '../policy/decide/compile-protocol';
import type { Flow } from '../policy/read/protocol-document';
import type { HeldIdentity } from './contract-replies';
import { asOfContract1, isEmptySubject, type Subject, sharedForLinkage, subjectFor } from './subject';

if (process.env.PROOF) jest.setTimeout(900_000);

const nobody: HeldIdentity = {
  ref: 'r',
  lifeState: null,
  mother: null,
  givenName: null,
  familyName: null,
  formerNames: null,
  dateOfBirth: null,
  expectedDateOfBirth: null,
  sex: null,
  birthOrder: null,
  nhsNumber: null,
  nhsNumberVerified: null,
  upn: null,
  laChildId: null,
  postcode: null,
  uprn: null,
  asOf: null,
  dataQuality: null,
};
const held = (fields: Partial<HeldIdentity>): HeldIdentity => ({ ...nobody, ...fields });
const FIELDS = {
  identity: ['givenName', 'familyName', 'formerNames', 'dateOfBirth', 'expectedDateOfBirth', 'sex'],
  address: ['postcode', 'uprn'],
  identifiers: ['nhsNumber', 'upn', 'laChildId'],
};
const full = held({
  givenName: 'Ada',
  familyName: 'Lee',
  formerNames: ['Ray'],
  dateOfBirth: '2020-01-02',
  expectedDateOfBirth: '2020-01-01',
  sex: 'F',
  nhsNumber: '9990000018',
  nhsNumberVerified: true,
  upn: 'A123',
  laChildId: 'LA1',
  postcode: 'ZB1 1AA',
  uprn: '1',
  ref: 'H-1',
  lifeState: 'BORN',
  asOf: 'now',
});
const flow = (shares: Flow['shares'], changed: Partial<Flow> = {}): Flow => ({
  id: 'F',
  by: 'north',
  to: ['south'],
  shares,
  purposes: 'ANY',
  ...changed,
});
const rightsWith = (...flows: readonly Flow[]) => compileProtocols([protocolOf([], { flows })], TODAY).rights(nurse);

describe('what an agency is told of a person', () => {
  test.each(['identity', 'address', 'identifiers'] as const)('a flow of %s lets out exactly that', (share) => {
    const subject = subjectFor('south', {}, [{ from: 'north', identity: full }], rightsWith(flow([share])));
    expect(Object.keys(subject).sort()).toEqual([...FIELDS[share]].sort());
  });

  test('without a flow nothing of another agency is told, and what the requester said is', () => {
    const stated = { familyName: 'Lee' };
    expect(subjectFor('south', stated, [{ from: 'north', identity: full }], rightsWith())).toEqual(stated);
  });

  test("the requester's words stand before what is learned, and the first agency's before the next", () => {
    const rights = rightsWith(flow(['identity']), flow(['identity'], { by: 'south', to: ['north'] }));
    const learned = [
      { from: 'north', identity: held({ givenName: 'Adah', dateOfBirth: '2020-01-02' }) },
      { from: 'north', identity: full },
    ];
    expect(subjectFor('south', { givenName: 'Ada' }, learned, rights)).toMatchObject({
      givenName: 'Ada',
      dateOfBirth: '2020-01-02',
      familyName: 'Lee',
    });
  });

  test('an agency is not told its own words back', () => {
    const rights = rightsWith(flow(['identity'], { to: ['north', 'south'] }));
    expect(subjectFor('north', {}, [{ from: 'north', identity: full }], rights)).toEqual({});
  });

  test.each([null, false])('an NHS number of which verified is %s is not passed on', (nhsNumberVerified) => {
    const identity = held({ nhsNumber: '9990000018', nhsNumberVerified, upn: 'A123' });
    expect(subjectFor('south', {}, [{ from: 'north', identity }], rightsWith(flow(['identifiers'])))).toEqual({
      upn: 'A123',
    });
  });

  test('an unborn child is told through its mother, as far as flows let her be told', () => {
    const learned = [{ from: 'north', identity: held({ expectedDateOfBirth: '2027-01-18' }), mother: full }];
    expect(subjectFor('south', {}, learned, rightsWith(flow(['identity'])))).toEqual({
      expectedDateOfBirth: '2027-01-18',
      mother: expect.objectContaining({ givenName: 'Ada', dateOfBirth: '2020-01-02' }),
    });
    expect(subjectFor('south', {}, learned, rightsWith(flow(['identity']))).mother).not.toHaveProperty('nhsNumber');
    expect(subjectFor('south', {}, learned, rightsWith(flow(['address'])))).toEqual({});
  });

  test('an empty list of former names is told as nothing', () => {
    expect(
      isEmptySubject(
        subjectFor(
          'south',
          {},
          [{ from: 'north', identity: held({ formerNames: [] }) }],
          rightsWith(flow(['identity'])),
        ),
      ),
    ).toBe(true);
  });

  test('for any flows, no field is told that no single flow from its owner to that agency names', () => {
    const parties = ['north', 'south', 'east'];
    const flows = fc.array(
      fc.record({
        by: fc.constantFrom(...parties),
        to: fc.uniqueArray(fc.constantFrom(...parties), { minLength: 1 }),
        shares: fc.uniqueArray(fc.constantFrom('identity' as const, 'address' as const, 'identifiers' as const), {
          minLength: 1,
        }),
        purposes: fc.constantFrom<Flow['purposes']>('ANY', ['EARLY_HELP'], ['SAFEGUARDING']),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(flows, fc.constantFrom(...parties), (some, to) => {
        const document = protocolOf([], {
          flows: some.map((one, at) => ({ id: `F${at}`, ...one })),
          parties: parties.map((id) => ({ id, name: id, type: 'HEALTH', signed: { by: 'x', on: '2026-01-01' } })),
        });
        const rights = compileProtocols([document], TODAY).rights(nurse);
        const learned = parties.map((from) => ({
          from,
          identity: Object.fromEntries(
            Object.entries(full).map(([name, value]) => [name, typeof value === 'string' ? `${from}:${value}` : value]),
          ) as HeldIdentity,
        }));
        for (const [field, value] of Object.entries(subjectFor(to, {}, learned, rights))) {
          const owner = String(value).split(':')[0]!;
          const share = Object.entries(FIELDS).find(([, fields]) => fields.includes(field))![0];
          const owners = field === 'formerNames' ? parties : [owner];
          const letting = some.filter(
            (one) =>
              owners.includes(one.by) &&
              one.by !== to &&
              one.to.includes(to) &&
              (one.shares as readonly string[]).includes(share) &&
              (one.purposes === 'ANY' || one.purposes.includes('EARLY_HELP')),
          );
          expect(letting).not.toEqual([]);
        }
      }),
      { numRuns: process.env.PROOF ? 10_000 : 500 },
    );
  });
});

test('linkage asks an agency for nothing that it lets flow to nobody', () => {
  const rights = rightsWith(flow(['identity', 'address']));
  expect(sharedForLinkage('north', ['north', 'south'], rights)).toEqual(['identity', 'address']);
  expect(sharedForLinkage('south', ['north', 'south'], rights)).toEqual([]);
  expect(sharedForLinkage('north', ['north'], rights)).toEqual([]);
});

test('an agency of contract 1 is told of no birth order, of whoever it is told', () => {
  const twin = { givenName: 'Ada', birthOrder: 1 };
  const plain = { givenName: 'Ada' };
  const relative = (subject: Subject) => ({ subject, personIs: 'Child', relativeIs: 'Mother', together: true });
  expect(asOfContract1({ ...twin, mother: twin, versions: [twin], relatives: [relative(twin)] })).toStrictEqual({
    ...plain,
    mother: plain,
    versions: [plain],
    relatives: [relative(plain)],
  });
});
