import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import { nameOf } from './slots';
import type { PersonSlots, Slot } from './types';

const AGENCIES = ['health', 'education'];
const pointer = (ref: string): Slot => ({ state: 'pointer', ref });
const states = constantFrom<Slot>(
  { state: 'nothing' },
  { state: 'unanswered' },
  { state: 'possible' },
  { state: 'notAsked' },
);
// Refs that look like what stands around them.
const parts = constantFrom('x', 'nothing', 'possible', ' education|', ' health|', '1:', '');
const refs = array(parts, { maxLength: 3 }).map((all) => pointer(all.join('')));
const people = tuple(oneof(states, refs), oneof(states, refs)).map(
  (slots): PersonSlots => new Map(slots.map((slot, at) => [AGENCIES[at]!, slot])),
);

test('two people have one name only where the same is known of both everywhere', () => {
  const told = (slots: PersonSlots) => JSON.stringify([...slots]);
  assert(
    property(people, people, (one, other) => (nameOf(one) === nameOf(other)) === (told(one) === told(other))),
    { numRuns: 20_000 },
  );
});

test.each<[string, readonly [string, Slot][], readonly [string, Slot][]]>([
  [
    'a ref that goes on as the next agency would',
    [
      ['education', pointer('x health|y')],
      ['health', pointer('z')],
    ],
    [
      ['education', pointer('x')],
      ['health', pointer('y health|z')],
    ],
  ],
  ['a ref that is called like a state', [['health', pointer('nothing')]], [['health', { state: 'nothing' }]]],
])('%s', (_, one, other) => {
  expect(nameOf(new Map(one))).not.toBe(nameOf(new Map(other)));
});
