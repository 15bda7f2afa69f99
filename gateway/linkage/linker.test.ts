import { createIdCipher } from './id-cipher';
import { type LinkageParts, Linker } from './linker';
import type { PersonSlots, Slot } from './types';

const AGENCIES = ['health', 'education'];
const TODAY = () => new Date('2026-11-23T12:00:00Z');
const ADA: PersonSlots = new Map<string, Slot>([
  ['health', { state: 'pointer', ref: 'H-1' }],
  ['education', { state: 'notAsked' }],
]);

function open() {
  const idCipher = createIdCipher(Buffer.alloc(64, 7), AGENCIES, TODAY);
  let sealed = 0;
  const counted = {
    ...idCipher,
    sealPerson: (...given: Parameters<typeof idCipher.sealPerson>) => {
      sealed += 1;
      return idCipher.sealPerson(...given);
    },
  };
  const parts = { agencies: AGENCIES, idCipher: counted } as unknown as LinkageParts;
  const run = { entry: { requester: { organisation: 'council' } } } as never;
  return { linker: new Linker(parts, run), sealed: () => sealed };
}

test('somebody is told apart without an id, which is sealed once, when it is looked at', () => {
  const { linker, sealed } = open();
  const ada = linker.enter(ADA);
  expect(linker.knownSlots(ada.handle)).toBe(ADA);
  expect(sealed()).toBe(0);
  const { id } = ada;
  expect(ada.id).toBe(id);
  expect(sealed()).toBe(1);
  expect(linker.knownSlots(id)).toBe(ADA);
  expect(linker.namesOf(id)).toEqual([id, ada.handle]);
});

test('whoever would be sealed alike is one person, though an agency that was not asked is left out', () => {
  const { linker } = open();
  const partly = new Map([...ADA].slice(0, 1));
  expect(linker.enter(partly)).toBe(linker.enter(ADA));
  const other = new Map<string, Slot>([...ADA, ['health', { state: 'pointer', ref: 'H-2' }]]);
  expect(linker.enter(other).handle).not.toBe(linker.enter(ADA).handle);
});

test('what is learned of somebody later is known by the handle too', () => {
  const { linker } = open();
  const ada = linker.enter(ADA);
  const more = new Map<string, Slot>([...ADA, ['education', { state: 'nothing' }]]);
  linker.rename(ada.id, more);
  expect(linker.knownSlots(ada.handle)).toBe(more);
  expect(linker.knownSlots(ada.id)).toBe(more);
});
