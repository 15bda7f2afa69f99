import { makeCases } from './adversarial/make-cases';
import { dice, type Encodable, encode, measureBloom } from './bloom';

const jack = { givenName: 'Jack', familyName: 'Smith', dateOfBirth: '2019-03-04', postcode: 'S60 1AB' };

test('one person is wholly like themselves, a slip less, and a stranger little', () => {
  const own = encode(jack);
  expect(dice(own, encode(jack))).toBe(1);
  const slip = dice(own, encode({ ...jack, familyName: 'Smiht' }));
  expect(slip).toBeLessThan(1);
  expect(slip).toBeGreaterThan(0.85);
  const stranger = { givenName: 'Zoe', familyName: 'Okafor', dateOfBirth: '2011-11-21', postcode: 'LS1 2XY' };
  expect(dice(own, encode(stranger))).toBeLessThan(0.4);
});

test('encodings are too weak to join a child: at no threshold that finds most is nobody taken for another', () => {
  const { held, cases } = makeCases(1, 500);
  const place = new Map(held.map(({ ref }, at) => [ref, at]));
  const asked = cases.map(({ subject, truth }) => ({
    person: subject as Encodable,
    truth: truth === null ? null : place.get(truth)!,
  }));
  const reach = measureBloom(held, asked, [0.7, 0.8, 0.9, 0.95, 1]);
  expect(reach.filter(({ wrong }) => wrong === 0)).toEqual([]);
});
