import * as fc from 'fast-check';
import { nurse, protocolOf, TODAY } from '../../fixtures/protocols';
import type { Clause } from '../read/protocol-document';
import type { Closures } from '../types';
import { compileProtocols } from './compile-protocol';
import { NOTHING_CLOSED } from './decide-stream';

const visits = (id: string, changed: Partial<Clause> = {}): Clause => ({
  id,
  by: 'north',
  shares: ['visits'],
  to: { roles: ['NURSE'] },
  purposes: ['EARLY_HELP'],
  ...changed,
});
const closing = (changed: Partial<Closures>): Closures => ({ ...NOTHING_CLOSED, signature: 'x', ...changed });
const rightsOf = (clauses: readonly Clause[], closed?: Closures) =>
  compileProtocols([protocolOf(clauses)], TODAY).rights(nurse, closed);
const decide = (clauses: readonly Clause[], closed?: Closures) => rightsOf(clauses, closed).decide('north:visits');

test('a stream that is stopped is told as one that no clause shares', () => {
  const stopped = decide([visits('A')], closing({ streams: new Set(['north:visits']) }));
  expect(stopped).toEqual(decide([]));
  expect(stopped).toMatchObject({ kind: 'withheld', reason: 'NO_CLAUSE' });
});

test('a clause that is stopped is as one that is not there; another goes on opening', () => {
  const stopA = closing({ clauses: new Set(['A']) });
  expect(decide([visits('A')], stopA)).toEqual(decide([]));
  expect(decide([visits('A'), visits('B')], stopA)).toEqual({ kind: 'granted', clause: 'B' });
});

test('what a stopped clause hid, a wider one does not show', () => {
  const masked = visits('A', {
    to: { roles: ['NURSE'], organisationTypes: [nurse.requester.organisationType as never] },
    transform: { others: 'RECORDED' },
  });
  expect(decide([masked, visits('B')])).toMatchObject({ clause: 'A', transform: { others: 'RECORDED' } });
  expect(decide([masked, visits('B')], closing({ clauses: new Set(['A']) })).kind).toBe('withheld');
});

test('an agency that is stopped is as one that has not signed: nothing goes to it, and it is silent', () => {
  const clauses = [visits('A')];
  const stopped = closing({ agencies: new Set(['north']) });
  expect(decide(clauses, stopped)).toMatchObject({ kind: 'withheld', reason: 'PARTY_NOT_SIGNED' });
});

test('whatever is stopped, nothing opens that was closed, and nothing is shown that was hidden', () => {
  const clause = fc.record({
    effect: fc.constantFrom('ALLOW' as const, 'ALLOW' as const, 'DENY' as const),
    narrow: fc.boolean(),
    conditional: fc.boolean(),
    masked: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(clause, { maxLength: 5 }),
      fc.subarray(['C0', 'C1', 'C2', 'C3', 'C4']),
      fc.constantFrom('UNIVERSAL', 'ACUTE'),
      (drawn, stopped, level) => {
        const clauses = drawn.map(({ effect, narrow, conditional, masked }, at) =>
          visits(`C${at}`, {
            effect,
            to: {
              roles: ['NURSE'],
              ...(narrow ? { organisationTypes: [nurse.requester.organisationType as never] } : {}),
            },
            ...(conditional ? { conditions: { needLevelAtLeast: 'COMPLEX' } } : {}),
            ...(masked && effect === 'ALLOW' ? { transform: { others: 'RECORDED' as const } } : {}),
          }),
        );
        const known = {
          facts: [{ kind: 'NEED_LEVEL' as const, value: level, from: null, until: null }],
          complete: true,
        };
        const [before, after] = [rightsOf(clauses), rightsOf(clauses, closing({ clauses: new Set(stopped) }))].map(
          (rights) => rights.settle('north:visits', known),
        );
        if (after!.kind !== 'granted') return;
        expect(before!.kind).toBe('granted');
        if (before!.kind === 'granted' && before!.transform) expect(after!.transform).toBeDefined();
      },
    ),
  );
});
