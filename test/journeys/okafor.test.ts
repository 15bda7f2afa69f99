import { type House, openHouse } from '../house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a head of centre sees the Okafor family joined from five agencies, with what is withheld told', async () => {
  const { body } = await house.ask(
    'head-of-centre',
    `query ($who: PersonSearch!) {
      findPeople(by: $who) { certain { displayName health { registration { registeredGpName } maternity { dueDate } } family { members { person { displayName answers { agency status } } } } } }
    }`,
    {
      purpose: 'EARLY_HELP',
      variables: { who: { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' } },
    },
  );
  const [daniel] = body.data.findPeople.certain;
  expect(daniel.displayName).toBe('Daniel Okafor');
  expect(daniel.health).toEqual({ registration: { registeredGpName: expect.any(String) }, maternity: null });
  expect(body.errors).toEqual([
    expect.objectContaining({
      path: ['findPeople', 'certain', 0, 'health', 'maternity'],
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', stream: 'health:maternity', reason: 'DENIED_BY_CLAUSE' },
    }),
  ]);
  expect(daniel.family.members.length).toBeGreaterThanOrEqual(4);
});
