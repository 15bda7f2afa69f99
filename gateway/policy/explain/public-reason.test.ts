import { nurse, protocolOf, TODAY } from '../../fixtures/protocols';
import { compileProtocols } from '../decide/compile-protocol';
import type { ProtocolDocument } from '../read/protocol-document';
import type { Decision, Fact } from '../types';
import { publicClause, publicReason } from './public-reason';

const ALLOW = { id: 'ALLOW-1', by: 'north', shares: ['visits'], to: { roles: ['NURSE'] }, purposes: 'ANY' } as const;
const EXCEPT = {
  id: 'EXCEPT-1',
  streams: ['north:visits'],
  subjects: { marker: ['SHIELDED'] },
  reason: 'Refuge',
} as const;
const marker: Fact = { kind: 'MARKER', value: 'SHIELDED', from: null, until: null };

/** What a requester reads of why it is closed. */
function told(changed: Partial<ProtocolDocument>, facts: readonly Fact[], complete: boolean, clauses = [ALLOW]) {
  const protocol = protocolOf(clauses as never, changed as never);
  const rights = compileProtocols([protocol], TODAY).rights(nurse);
  const decision: Decision = rights.settle('north:visits', { facts, complete, markersComplete: complete });
  if (decision.kind !== 'withheld') return decision.kind;
  return [publicReason(decision, rights), publicClause(decision, rights)];
}

test('what a marker closes is told as what nobody knows: the same whether somebody is marked or an agency is silent', () => {
  const exceptions = { exceptions: [EXCEPT] } as never;
  const marked = told(exceptions, [marker], true);
  expect(marked).toEqual(['FACTS_UNKNOWN', 'ALLOW-1']);
  expect(told(exceptions, [], false)).toEqual(marked);
  expect(told(exceptions, [], true)).toBe('granted');
});

test('what something else closes is told as it is', () => {
  const deny = { ...ALLOW, id: 'DENY-1', effect: 'DENY', conditions: { consent: 'GIVEN' } } as const;
  const given: Fact = { kind: 'CONSENT', value: 'GIVEN', from: null, until: null };
  expect(told({}, [given], true, [ALLOW, deny] as never)).toEqual(['DENIED_BY_CLAUSE', 'DENY-1']);
});
