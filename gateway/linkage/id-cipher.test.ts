import { REFERENCE_BYTES } from '@family-view/schema';
import * as fc from 'fast-check';
import { createIdCipher, PointerTooLong, UnopenableId } from './id-cipher';
import { pointerAt } from './slots';
import type { PersonSlots, Slot } from './types';

if (process.env.PROOF) jest.setTimeout(900_000);

const AGENCIES = ['health', 'education', 'social-care', 'housing', 'childrens-centre'];
const key = Uint8Array.from({ length: 64 }, (_, at) => at);
const morning = () => new Date('2026-06-15T08:00:00Z');
const evening = () => new Date('2026-06-15T23:59:59Z');
const tomorrow = () => new Date('2026-06-16T00:00:00Z');
const idCipher = createIdCipher(key, AGENCIES, morning);
const slotsOf = (...pairs: readonly (readonly [string, Slot])[]): PersonSlots => new Map(pairs);
const known = slotsOf(['health', { state: 'pointer', ref: 'H-1' }], ['housing', { state: 'unanswered' }]);
const complete = (slots: PersonSlots): PersonSlots =>
  new Map(AGENCIES.map((agency) => [agency, slots.get(agency) ?? { state: 'notAsked' }]));

const codeOf = (open: () => unknown): string => {
  try {
    open();
  } catch (fault) {
    if (fault instanceof UnopenableId) return fault.code;
    throw fault;
  }
  return 'opened';
};

test('a person seals to one id all day, and it opens to what was sealed', () => {
  const id = idCipher.sealPerson(known, 'clinic');
  expect(createIdCipher(key, AGENCIES, evening).sealPerson(known, 'clinic')).toBe(id);
  expect(createIdCipher(key, AGENCIES, evening).openPerson(id, 'clinic')).toEqual(complete(known));
});

test('two organisations are given ids that have nothing in common, nor have two days', () => {
  const sealed = (id: string): string => id.split('.')[3]!;
  const here = idCipher.sealPerson(known, 'clinic');
  const there = idCipher.sealPerson(known, 'school');
  const later = createIdCipher(key, AGENCIES, tomorrow).sealPerson(known, 'clinic');
  for (const other of [there, later])
    expect([...sealed(other)].filter((letter, at) => letter === sealed(here)[at]).length).toBeLessThan(
      sealed(here).length / 4,
    );
});

test.each([
  ['on the next day', 'ID_EXPIRED', (id: string) => createIdCipher(key, AGENCIES, tomorrow).openPerson(id, 'clinic')],
  ['by another organisation', 'ID_OF_ANOTHER_ORGANISATION', (id: string) => idCipher.openPerson(id, 'school')],
  ['with a letter changed', 'ID_ALTERED', (id: string) => idCipher.openPerson(alter(id, id.length - 20), 'clinic')],
  ['cut short', 'ID_ALTERED', (id: string) => idCipher.openPerson(id.slice(0, -8), 'clinic')],
  ['as a family', 'ID_MALFORMED', (id: string) => idCipher.openFamily(id, 'clinic')],
  ['as a family by its first letter', 'ID_ALTERED', (id: string) => idCipher.openFamily(`f${id.slice(1)}`, 'clinic')],
  ['as a cursor', 'ID_MALFORMED', (id: string) => idCipher.openCursor(id, 'clinic')],
  [
    'by a gateway of another key',
    'ID_OF_ANOTHER_ORGANISATION',
    (id: string) =>
      createIdCipher(
        key.map((one) => one + 1),
        AGENCIES,
        morning,
      ).openPerson(id, 'clinic'),
  ],
  [
    'by a registry of other agencies',
    'ID_ALTERED',
    (id: string) => createIdCipher(key, AGENCIES.slice(1), morning).openPerson(id, 'clinic'),
  ],
  [
    'by a registry in another order',
    'ID_ALTERED',
    (id: string) => createIdCipher(key, AGENCIES.toReversed(), morning).openPerson(id, 'clinic'),
  ],
])('an id that is opened %s is refused as %s', (_how, code, open) => {
  expect(codeOf(() => open(idCipher.sealPerson(known, 'clinic')))).toBe(code);
});

test.each(['', 'p1', 'H-1', 'p1...', 'p2.abc.abcdef.aaaa', 'p1.abc.abcdef.a b', `p1.${'9'.repeat(5000)}`])(
  '"%s" was never an id',
  (text) => {
    expect(codeOf(() => idCipher.openPerson(text, 'clinic'))).toBe('ID_MALFORMED');
  },
);

test('no message about an id holds the id, the organisation or a pointer', () => {
  const id = idCipher.sealPerson(known, 'clinic');
  for (const open of [
    () => idCipher.openPerson(id, 'school'),
    () => idCipher.openPerson(alter(id, 40), 'clinic'),
    () => idCipher.openPerson('nonsense', 'clinic'),
  ]) {
    try {
      open();
    } catch (fault) {
      expect(String((fault as Error).message)).not.toMatch(/clinic|school|H-1|nonsense|p1\./);
    }
  }
});

test('a pointer that is too long is refused, and not cut to one that may be somebody else', () => {
  const long = (ref: string): PersonSlots => slotsOf(['health', { state: 'pointer', ref }]);
  expect(() => idCipher.sealPerson(long('x'.repeat(REFERENCE_BYTES + 1)), 'clinic')).toThrow(PointerTooLong);
  expect(() => idCipher.sealPerson(long('é'.repeat(REFERENCE_BYTES / 2 + 1)), 'clinic')).toThrow(PointerTooLong);
  const most = 'é'.repeat(REFERENCE_BYTES / 2);
  expect(idCipher.openPerson(idCipher.sealPerson(long(most), 'clinic'), 'clinic').get('health')).toEqual({
    state: 'pointer',
    ref: most,
  });
});

describe('for any person', () => {
  const runs = { numRuns: process.env.PROOF ? 20_000 : 200 };
  const ref = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((text) => Buffer.byteLength(text) <= REFERENCE_BYTES && Buffer.from(text).toString() === text);
  const slot: fc.Arbitrary<Slot> = fc.oneof(
    ref.map((one) => ({ state: 'pointer' as const, ref: one })),
    fc.constantFrom<Slot>({ state: 'nothing' }, { state: 'unanswered' }, { state: 'possible' }, { state: 'notAsked' }),
  );
  const person = fc
    .tuple(...AGENCIES.map((agency) => slot.map((one) => [agency, one] as const)))
    .map((pairs): PersonSlots => new Map(pairs));

  test('what is sealed is opened as it was', () => {
    fc.assert(
      fc.property(person, fc.string(), (slots, organisation) => {
        expect(idCipher.openPerson(idCipher.sealPerson(slots, organisation), organisation)).toEqual(slots);
      }),
      runs,
    );
  });

  test('every id has one length, whatever is known of the person, by however many', () => {
    const lengths = new Set<number>();
    fc.assert(
      fc.property(person, (slots) => void lengths.add(idCipher.sealPerson(slots, 'clinic').length)),
      runs,
    );
    expect(lengths.size).toBe(1);
    expect([...lengths][0]).toBe(idCipher.sealPerson(new Map(), 'clinic').length);
  });

  test('two persons never share an id', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        const same = JSON.stringify([...a]) === JSON.stringify([...b]);
        expect(idCipher.sealPerson(a, 'clinic') === idCipher.sealPerson(b, 'clinic')).toBe(same);
      }),
      runs,
    );
  });

  test('one changed letter anywhere never opens', () => {
    const id = idCipher.sealPerson(known, 'clinic');
    fc.assert(
      fc.property(fc.nat(id.length - 3), (at) => {
        // The last letters hold bits that the encoding does not use.
        expect(codeOf(() => idCipher.openPerson(alter(id, at), 'clinic'))).not.toBe('opened');
      }),
      runs,
    );
  });

  test('a family opens to its members and groups, in an id whose length is one of few', () => {
    const lengths = new Map<number, Set<number>>();
    fc.assert(
      fc.property(fc.array(person, { maxLength: 20 }), person, fc.subarray(AGENCIES), (members, groups, asserting) => {
        const refsAt = (agency: string) => members.flatMap((slots) => pointerAt(slots, agency) ?? []);
        const asserted = new Map(
          AGENCIES.map((agency) => [agency, new Set(asserting.includes(agency) ? refsAt(agency).slice(1) : [])]),
        );
        const id = idCipher.sealFamily({ members, groups, asserted }, 'clinic');
        const opened = idCipher.openFamily(id, 'clinic');
        const text = (slots: PersonSlots): string => JSON.stringify([...slots]);
        expect(opened.members.map(text).sort()).toEqual(members.map(text).sort());
        expect(opened.groups).toEqual(groups);
        expect(opened.asserted).toEqual(asserted);
        expect(idCipher.sealFamily({ members: members.toReversed(), groups, asserted }, 'clinic')).toBe(id);
        const step = Math.max(1, Math.ceil(members.length / 8));
        lengths.set(step, (lengths.get(step) ?? new Set()).add(id.length));
      }),
      runs,
    );
    for (const [, some] of lengths) expect(some.size).toBe(1);
  });

  test('a cursor comes back as it was, and is not to be read in between', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3, maxLength: 200 }), (cursor) => {
        const sealed = idCipher.sealCursor(cursor, 'clinic');
        expect(idCipher.openCursor(sealed, 'clinic')).toBe(cursor);
        expect(codeOf(() => idCipher.openCursor(sealed, 'school'))).toBe('ID_OF_ANOTHER_ORGANISATION');
      }),
      runs,
    );
  });
});

function alter(id: string, at: number): string {
  const letter = id[at] === 'A' ? 'B' : 'A';
  return id.slice(0, at) + letter + id.slice(at + 1);
}
