import { protocolOf } from '../../fixtures/protocols';
import { checkActs, type WrittenProtocol } from './check-acts';

const ACT = { detail: 'ACT' as const, label: 'refer a family' };
const base = protocolOf([]);
const written = (changed: Partial<WrittenProtocol>): WrittenProtocol => ({
  ...base,
  streams: { ...base.streams, 'south:refer': ACT },
  ...changed,
});
const to = { roles: ['NURSE'] };
const faults = (changed: Partial<WrittenProtocol>): readonly string[] =>
  checkActs(written(changed)).map(({ message }) => message);

test('an act stands under acts, and what is shown under shares', () => {
  expect(faults({ clauses: [{ id: 'C-01', by: 'south', acts: ['refer'], to, purposes: 'ANY' }] })).toEqual([]);
  expect(faults({ clauses: [{ id: 'C-01', by: 'south', shares: ['refer'], to, purposes: 'ANY' }] })).toEqual([
    'clause C-01 shares "south:refer", which is an act: say it under acts.',
  ]);
  expect(faults({ clauses: [{ id: 'C-01', by: 'south', acts: ['rent'], to, purposes: 'ANY' }] })).toEqual([
    'clause C-01 lets somebody do "south:rent", whose detail is not ACT: say it under shares.',
  ]);
});

test('nothing is done under emergency access', () => {
  const breakGlass = {
    roles: ['NURSE'],
    purposes: ['SAFEGUARDING' as const],
    reasons: ['IMMEDIATE_HARM'],
    minutes: 60,
    streams: ['south:refer'],
    excludes: [],
    reviewers: [],
    reviewWithinDays: 2,
    alertAfter: { count: 3, hours: 24 },
  };
  expect(faults({ breakGlass })).toEqual([
    'breakGlass lists "south:refer", which is an act: nothing is done under emergency access.',
  ]);
});

test('an act shows nothing that could be shown changed', () => {
  const clause = { id: 'C-01', by: 'south', acts: ['refer'], to, purposes: 'ANY' as const };
  expect(faults({ clauses: [{ ...clause, transform: { others: 'RECORDED' } }] })).toHaveLength(1);
});

test('what is told for an act says who somebody is, to an agency that takes the act, and nothing else', () => {
  const flow = { id: 'T-01', by: 'north', acts: ['refer'], to: ['south'], purposes: 'ANY' as const };
  expect(faults({ flows: [{ ...flow, shares: ['identity', 'address'] }] })).toEqual([]);
  expect(faults({ flows: [{ ...flow, shares: ['identity', 'facts'] }] })).toEqual([
    'flow T-01 tells "facts" for an act; expected identity, address and identifiers alone.',
  ]);
  expect(faults({ flows: [{ ...flow, acts: ['house'], shares: ['identity'] }] })).toHaveLength(1);
});
