import { PartnerSystemFault } from '../errors';
import { describeFault } from './write-log';

test('of a fault in somebody else’s code the kind and the place are logged, not its words', () => {
  const fault = new TypeError('no pupil 9449303223 Maya Okafor');
  const logged = describeFault(fault);
  expect(logged).toMatchObject({ code: 'INTERNAL', cause: 'TypeError' });
  expect(logged.stack).toContain('write-log.test');
  expect(JSON.stringify(logged)).not.toMatch(/Maya|9449303223/);
});

test('of a partner system that is down the errand and the system code are logged, not the host', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  const fault = new PartnerSystemFault('clinic', 'reading immunisations', {
    cause: new Error('lost', { cause: refused }),
  });
  expect(describeFault(fault)).toEqual({
    code: 'PARTNER_SYSTEM_UNAVAILABLE',
    doing: 'clinic could not read its own system while reading immunisations',
    cause: 'Error, from Error ECONNREFUSED',
    stack: undefined,
  });
});

test('something that is no error at all is logged by its type', () => {
  expect(describeFault('Maya Okafor')).toEqual({ cause: 'string' });
});
