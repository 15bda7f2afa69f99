import { AgencyCalls, CountedClient } from './agency-calls';
import type { AgencyClient, AgencyReply } from './agency-client';
import { AgencyLoad } from './agency-load';
import { faulty } from './read-reply';

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (fault) {
    return (fault as { readonly code: string }).code;
  }
};

const idle = () => new AgencyLoad({ limit: () => 8, isSpared: () => false, longestWait: 100 });

test('one agency is called so often in one operation, and no call is made beyond it; of another it is counted apart', async () => {
  const made: string[] = [];
  const calls = new AgencyCalls({ agencyCallsPerRequest: 2 });
  const client = (agency: string): AgencyClient =>
    new CountedClient(
      agency,
      {
        post: async () => made.push(agency) as never,
        isWell: async () => true,
        load: idle(),
        takesGrants: () => null,
        state: () => ({ breaker: 'closed', limit: 8, underWay: 0, waiting: 0, wait: 0 }),
        close: async () => undefined,
      },
      calls,
    );
  const post = (agency: string): Promise<unknown> =>
    client(agency).post('/contract', {} as never, { forRound: () => 1 });
  for (const agency of ['north', 'north', 'south']) await post(agency);
  expect(codeOf(() => calls.check())).toBe('none');
  await expect(post('north')).rejects.toMatchObject({ code: 'TOO_MANY_AGENCY_CALLS' });
  expect(made).toEqual(['north', 'north', 'south']);
  expect(calls.total).toBe(3);
  // What is missing for want of a call is no answer: the whole operation is refused.
  expect(codeOf(() => calls.check())).toBe('TOO_MANY_AGENCY_CALLS');
});

test('so many searches as would ask too often are refused before any agency is asked', () => {
  const calls = new AgencyCalls({ agencyCallsPerRequest: 60 });
  expect([12, 13].map((searches) => codeOf(() => calls.expect(searches)))).toEqual(['none', 'TOO_MANY_AGENCY_CALLS']);
  expect(codeOf(() => new AgencyCalls({ agencyCallsPerRequest: 1 }).expect(1))).toBe('none');
});

describe('where an agency has no time for a call', () => {
  const busy = (mayBeAskedAgain: boolean) => {
    const calls = new AgencyCalls({ agencyCallsPerRequest: 60 }, mayBeAskedAgain);
    const replies: AgencyReply[] = [faulty('BUSY'), { kind: 'answered', data: {}, errors: [] }];
    const client = new CountedClient(
      'north',
      {
        post: async () => replies.shift()!,
        isWell: async () => true,
        load: idle(),
        takesGrants: () => null,
        state: () => ({ breaker: 'closed', limit: 8, underWay: 0, waiting: 0, wait: 0 }),
        close: async () => undefined,
      },
      calls,
    );
    return { calls, post: () => client.post('/graphql', {} as never, { forRound: () => 1 }) };
  };

  test('a query is refused whole with when to come again, whatever else of it was answered, and asks nothing more', async () => {
    const { calls, post } = busy(true);
    const refused = expect.objectContaining({ code: 'OVERLOADED', httpStatus: 503, retryAfterSeconds: 1 });
    await expect(post()).rejects.toEqual(refused);
    await expect(post()).rejects.toEqual(refused);
    expect(() => calls.check()).toThrow(refused);
    expect(calls.total).toBe(1);
  });

  test('of a mutation, which may have changed something, that part is unavailable', async () => {
    const { calls, post } = busy(false);
    expect(await post()).toEqual(faulty('BULKHEAD_FULL'));
    expect(codeOf(() => calls.check())).toBe('none');
  });
});
