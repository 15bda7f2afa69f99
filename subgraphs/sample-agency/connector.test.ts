import { PartnerSystemFault } from '@family-view/kit';
import { inventBorough, type RunningSystem } from '@family-view/population';
import { connectSampleAgency, type SampleAgencyConnector } from './connector';
import { refOf, startSampleAgencySystem } from './stand-in';

const borough = inventBorough();
const [first, second] = borough.housing.people.map(refOf);

let system: RunningSystem;
let connector: SampleAgencyConnector;
beforeAll(async () => {
  system = await startSampleAgencySystem(borough);
  connector = connectSampleAgency({ baseUrl: system.url, today: () => borough.today });
});
afterAll(async () => {
  await connector.close();
  await system.close();
});

test('people and episodes stand in the order asked, with null and nothing for whom it does not hold', async () => {
  const refs = [second!, 'no-such-person', first!];
  expect((await connector.people(refs)).map((person) => person?.ref ?? null)).toEqual([second, null, first]);
  expect((await connector.episodes(refs)).map((own) => own.map(({ personRef }) => personRef))).toEqual([
    [second],
    [],
    [first],
  ]);
});

test('an involvement that runs is told as current, with whom to ring', async () => {
  const [[involvement] = []] = await connector.involvements([first!]);
  expect(involvement).toMatchObject({ status: 'CURRENT', contact: { phone: '01632 960940' } });
});

test('a system that is down is a fault, and never nobody', async () => {
  const nobody = connectSampleAgency({ baseUrl: 'http://127.0.0.1:1' });
  await expect(nobody.people([first!])).rejects.toBeInstanceOf(PartnerSystemFault);
  await nobody.close();
});
