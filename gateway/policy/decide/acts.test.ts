import { entryOf, protocolOf, TODAY } from '../../fixtures/protocols';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import { compileProtocols } from './compile-protocol';

const base = protocolOf([]);
const ACTS = { 'south:refer': { detail: 'ACT' as const, label: 'refer a family' } };
const withClause = (clause: Partial<Clause>, changed: Partial<ProtocolDocument> = {}): ProtocolDocument => ({
  ...protocolOf([
    {
      id: 'C-01',
      by: 'south',
      shares: ['refer'],
      acts: ['refer'],
      to: { roles: ['NURSE'] },
      purposes: ['EARLY_HELP'],
      ...clause,
    },
  ]),
  streams: { ...base.streams, ...ACTS },
  ...changed,
});
const decide = (document: ProtocolDocument, role: string, purpose: Parameters<typeof entryOf>[1] = 'EARLY_HELP') =>
  compileProtocols([document], TODAY).rights(entryOf(role, purpose)).decide('south:refer');

test('an act is decided as a stream is: by role, purpose and condition', () => {
  expect(decide(withClause({}), 'NURSE')).toEqual({ kind: 'granted', clause: 'C-01' });
  expect(decide(withClause({}), 'OFFICER')).toMatchObject({ kind: 'withheld', reason: 'ROLE_NOT_NAMED' });
  expect(decide(withClause({}), 'NURSE', 'SAFEGUARDING')).toMatchObject({
    kind: 'withheld',
    reason: 'PURPOSE_NOT_NAMED',
  });
  expect(decide(withClause({ conditions: { relationship: ['TAF_MEMBER'] } }), 'NURSE')).toMatchObject({
    kind: 'needs',
  });
});

test('nothing is done for a purpose of which nothing but counts may come', () => {
  const purposes = base.purposes.map((one) => ({ ...one, output: 'AGGREGATE_ONLY' as const }));
  expect(decide(withClause({}, { purposes }), 'NURSE')).toMatchObject({ kind: 'withheld', reason: 'AGGREGATE_ONLY' });
});

test('what is told for an act joins no records, and what joins records is not told for an act', () => {
  const flow = { by: 'north', shares: ['identity' as const], to: ['south'], purposes: 'ANY' as const };
  const rights = (flows: ProtocolDocument['flows']) =>
    compileProtocols([withClause({}, { flows })], TODAY).rights(entryOf('NURSE'));
  const told = rights([{ id: 'T-01', ...flow, acts: ['refer'] }]);
  expect([told.flows('north', 'identity', 'south'), told.flows('north', 'identity', 'south', 'refer')]).toEqual([
    false,
    true,
  ]);
  const joined = rights([{ id: 'L-01', ...flow }]);
  expect([joined.flows('north', 'identity', 'south'), joined.flows('north', 'identity', 'south', 'refer')]).toEqual([
    true,
    false,
  ]);
  expect(told.flows('north', 'identity', 'south', 'triage')).toBe(false);
});
