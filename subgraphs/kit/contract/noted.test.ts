import { CLINIC_PEOPLE, clinic, clinicConnector } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';
import { openFileNotificationStore } from '../store/file-notification-store';

let served: Awaited<ReturnType<typeof serveClinic>>;
beforeEach(async () => {
  served = await serveClinic(clinic(clinicConnector(CLINIC_PEOPLE)));
});
afterEach(() => served.close());

const AT = '2026-11-29T10:00:00.000Z';
const notify = (kind: string, refs: readonly string[]) =>
  served.askContract({}, 'mutation ($event: NotifiedEvent!) { notify(event: $event) }', {
    event: { kind, reference: `ref-${kind}`, at: AT, refs },
  });
const noted = async (refs: readonly string[], streams = [own('existence')]) => {
  const query = 'query ($refs: [ID!]!) { noted(refs: $refs) { kind reference at } }';
  return (await served.askContract({ people: [{ refs: [...refs], streams }] }, query, { refs })).data.noted;
};

test('what a person asked about a record is told of it from then on, and of no other, and to nobody without existence', async () => {
  expect((await notify('RECTIFICATION', ['maya'])).data).toEqual({ notify: true });
  await notify('ALERT', ['leo']);
  const told = { kind: 'RECTIFICATION', reference: 'ref-RECTIFICATION', at: AT };
  expect(await noted(['maya', 'leo', 'nobody'])).toEqual([[told], [], []]);
  expect(await noted(['maya'], [own('contact')])).toEqual([[]]);
});

test('it is told after a restart, and of a closed record it is not', async () => {
  const closed = CLINIC_PEOPLE.find(({ markers }) => markers.length > 0)!.ref;
  await notify('OBJECTION', ['maya', closed]);
  expect(await noted(['maya', closed])).toEqual([[{ kind: 'OBJECTION', reference: 'ref-OBJECTION', at: AT }], []]);
  const again = await openFileNotificationStore(served.keptIn, () => new Date());
  expect(await again.notedOf('maya')).toEqual([{ kind: 'OBJECTION', reference: 'ref-OBJECTION', at: AT }]);
  await again.close();
});
