import { nameCause } from './name-cause';

const coded = (code: string): Error => Object.assign(new Error('at 10.1.2.3'), { code });

test('why an agency was not reached has a name of ours, wherever in the fault it stands; no word of theirs is told', () => {
  expect(nameCause(coded('CERT_HAS_EXPIRED'))).toBe('CERTIFICATE_EXPIRED');
  expect(nameCause(coded('ENOTFOUND'))).toBe('UNKNOWN_HOST');
  expect(nameCause(new Error('failed', { cause: coded('ECONNREFUSED') }))).toBe('NOBODY_LISTENS');
  expect(nameCause(new AggregateError([coded('EHOSTUNREACH'), coded('ECONNREFUSED')]))).toBe('NO_WAY_THERE');
  for (const other of [coded('SOMETHING_ELSE'), new Error('Daniel'), null, 'text']) expect(nameCause(other)).toBeNull();
});
