import { type ReadinessParts, whyNotReady } from './readiness';

const WELL: ReadinessParts = {
  isDraining: () => false,
  isAuditWritable: () => true,
  grantKeysAge: () => 60_000,
  isDatabaseAnswering: () => true,
  canVerifyTokens: () => true,
  agencies: () => ({ north: 'answering', south: 'unavailable' }),
};
const codes = (changed: Partial<ReadinessParts>) => whyNotReady({ ...WELL, ...changed }).map(({ code }) => code);

test('a gateway is ready while some agencies are down, or all are: what they would tell is told as unavailable', () => {
  expect(codes({})).toEqual([]);
  expect(codes({ agencies: () => ({ north: 'unavailable', south: 'unavailable' }) })).toEqual([]);
  expect(codes({ agencies: () => ({ north: 'not looked at yet' }) })).toEqual([]);
});

test('it is not ready where each agency that answers refuses its grants; one that takes them is enough', () => {
  const refusing = 'refusing our grants';
  expect(codes({ agencies: () => ({ north: refusing, south: 'unavailable' }) })).toEqual(['GRANTS_REFUSED_EVERYWHERE']);
  expect(codes({ agencies: () => ({ north: refusing, south: 'answering' }) })).toEqual([]);
});

test('every reason that holds is told, each with what to look at', () => {
  const parts: ReadinessParts = {
    isDraining: () => true,
    isAuditWritable: () => false,
    grantKeysAge: () => 13 * 3_600_000,
    isDatabaseAnswering: () => false,
    canVerifyTokens: () => false,
    agencies: () => ({ north: 'refusing our grants' }),
  };
  expect(whyNotReady(parts).map(({ code }) => code)).toEqual([
    'DRAINING',
    'AUDIT_CANNOT_BE_WRITTEN',
    'GRANT_KEYS_NOT_READ',
    'DATABASE_NOT_ANSWERING',
    'SIGN_IN_KEYS_NOT_READ',
    'GRANTS_REFUSED_EVERYWHERE',
  ]);
  for (const { message } of whyNotReady(parts)) expect(message).toMatch(/^[A-Z].{20,}\.$/);
});
