import type { Requester } from '@family-view/kit';
import { buildIndex } from './export/export-index';
import type { FamilySupportCase } from './format/activity';
import type { Centre } from './format/places';
import type { Registration } from './format/registration';
import { readRoster } from './roster';

const head = { id: 'w-head' } as Requester;
const worker = { id: 'w-support' } as Requester;
const AREAS = ['ZB1', 'ZB2'];

const centre = (urn: string, lead: string): Centre => ({
  ...({ urn, name: urn, phone: null, status: null } as unknown as Centre),
  reachArea: { id: urn, name: urn, postcodeSectors: [`${AREAS[Number(urn)]} 1`] } as unknown as Centre['reachArea'],
  leads: [{ id: lead, name: lead, role: null }] as unknown as Centre['leads'],
});

/** So many families, each with a child and its mother: every second at one of two centres, every tenth has left. */
function hold(families: number) {
  const registration = (at: number, isChild: boolean) =>
    ({
      registrationId: `R${at}`,
      centreUrn: String(at % 2),
      familyRef: `F${at}`,
      personRef: isChild ? refOf(at) : `M${at}`,
      relationshipToChild: isChild ? 'Child' : 'Mother',
      childRef: null,
      postcode: `${AREAS[at % 2]} 1AA`,
      registeredDate: '2025-01-01',
      leftDate: at % 10 === 9 ? '2026-01-01' : null,
      markers: [],
      dataQuality: [],
      sex: 'U',
      consent: 'GIVEN',
    }) as unknown as Registration;
  const all = Array.from({ length: families }, (_, at) => families - 1 - at);
  const supported = (at: number) =>
    ({
      personRef: refOf(at),
      workerId: worker.id,
      openedDate: '2025-06-01',
      closedDate: null,
      dataQuality: [],
    }) as unknown as FamilySupportCase;
  const index = buildIndex({
    exportedAt: '2026-11-01T06:00:00Z',
    centres: [centre('0', head.id), centre('1', 'w-other')],
    registrations: all.flatMap((at) => [registration(at, true), registration(at, false)]),
    sessions: [],
    attendances: null,
    familySupport: [supported(1), supported(4)],
    referrals: null,
  });
  let looks = 0;
  const people = new Map(index.people);
  people.get = (ref) => {
    looks += 1;
    return index.people.get(ref);
  };
  const snapshot = { index: { ...index, people }, refusal: null, today: '2026-11-01' };
  return {
    page: (asking: Partial<Parameters<typeof readRoster>[1]>, requester = head) =>
      readRoster(snapshot, { area: null, mine: true, first: 4, after: null, ...asking }, requester),
    looksIn(work: () => unknown): number {
      const before = looks;
      work();
      return looks - before;
    },
  };
}
const refOf = (at: number): string => `C${String(at).padStart(6, '0')}`;

test('a caseload is of the children of one’s centre and of those one works with, in one order, whoever has left left out', () => {
  const { page } = hold(24);
  expect(page({ first: 4 }).refs).toEqual([0, 2, 4, 6].map(refOf));
  expect(page({ first: 4, after: refOf(6) })).toEqual({ refs: [8, 10, 12, 14].map(refOf), next: refOf(14) });
  expect(page({ first: 9, after: refOf(14) })).toEqual({ refs: [16, 18, 20, 22].map(refOf), next: null });
  expect(page({}, worker)).toEqual({ refs: [1, 4].map(refOf), next: null });
  expect(page({ area: '1' }, worker)).toEqual({ refs: [1].map(refOf), next: null });
  // Of the other area every fifth child has left.
  expect(page({ area: '1', mine: false, first: 5, after: refOf(5) }).refs).toEqual([7, 11, 13, 15, 17].map(refOf));
  expect(page({ mine: false, first: 3, after: refOf(7) }).refs).toEqual([8, 10, 11].map(refOf));
});

test.each([
  ['of one’s own', { mine: true }, head],
  ['of one’s own, far on', { mine: true, after: refOf(90) }, head],
  ['of those one works with', { mine: true }, worker],
  ['of an area', { mine: false, area: '1' }, head],
])('a page %s looks at as few of a hundred children as of ten thousand', (_what, asking, requester) => {
  const looks = [hold(120), hold(10_000)].map(({ looksIn, page }) => looksIn(() => page(asking, requester)));
  expect(looks).toEqual([looks[0], looks[0]]);
  expect(looks[0]).toBeLessThan(10);
});
