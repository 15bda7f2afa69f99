import { createFamilyView, isWhole, NotAGateway, placeAt, possible, unavailable, withheld } from './index';

const ARREARS = {
  kind: 'WITHHELD' as const,
  agency: 'housing',
  stream: 'housing:arrears',
  reason: 'ROLE_NOT_NAMED',
  fields: ['HousingRecord.arrearsBand'],
  message: 'Rent arrears: not shared with the role Head of Centre.',
  ring: 'Tenancy support desk, 01632 960904',
};
const SILENT = {
  ...ARREARS,
  kind: 'UNAVAILABLE' as const,
  agency: 'health',
  stream: null,
  reason: 'AGENCY_UNAVAILABLE',
};

/** Keeps what was sent, and answers alike each time. */
function answering(body: unknown, init: ResponseInit = {}) {
  const sent: { readonly url: string; readonly headers: Headers; readonly body: { readonly query: string } }[] = [];
  const send: typeof fetch = async (url, request) => {
    sent.push({ url: String(url), headers: new Headers(request?.headers), body: JSON.parse(String(request?.body)) });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), init);
  };
  const familyView = createFamilyView({
    url: 'https://gateway.example/',
    token: () => 't-1',
    purpose: 'EARLY_HELP',
    fetch: send,
  });
  return { familyView, sent };
}

test('a request says who asks, why, about which case and under which emergency access', async () => {
  const { familyView, sent } = answering({ data: { me: { id: '1' } } });
  await familyView.ask('{ me { id } }');
  await familyView.as({ purpose: 'SAFEGUARDING', caseReference: 'CP-1', breakGlassKey: 'g' }).ask('{ me { id } }');
  const named = sent.map(({ headers }) =>
    ['authorization', 'x-purpose', 'x-case-reference', 'x-break-glass'].map((name) => headers.get(name)),
  );
  expect(sent[0]!.url).toBe('https://gateway.example/graphql');
  expect(named).toEqual([
    ['Bearer t-1', 'EARLY_HELP', null, null],
    ['Bearer t-1', 'SAFEGUARDING', 'CP-1', 'g'],
  ]);
});

test('withheld, unavailable and nothing held are three different answers', async () => {
  const { familyView } = answering({
    data: { person: { housing: { arrearsBand: null }, health: null, education: null } },
    errors: [
      {
        message: ARREARS.message,
        path: ['person', 'housing', 'arrearsBand'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', stream: ARREARS.stream, reason: ARREARS.reason },
      },
      { message: 'It could not be reached.', path: ['person', 'health'], extensions: { code: 'AGENCY_UNAVAILABLE' } },
    ],
    extensions: { notices: [ARREARS, SILENT] },
  });
  const answer = await familyView.ask('{ … }');
  expect(placeAt(answer, ['person', 'housing', 'arrearsBand'])).toMatchObject({ kind: 'withheld', ring: ARREARS.ring });
  expect(placeAt(answer, ['person', 'health', 'visits'])).toMatchObject({ kind: 'unavailable' });
  expect(placeAt(answer, ['person', 'education', 'setting'])).toEqual({ kind: 'nothing' });
  expect([withheld(answer), unavailable(answer), possible(answer)]).toEqual([[ARREARS], [SILENT], []]);
  expect(isWhole(answer)).toBe(false);
});

test('a refusal of the gateway is an answer, with the time to wait', async () => {
  const errors = [{ message: 'Too many requests.', extensions: { code: 'TOO_MANY_REQUESTS' } }];
  const { familyView } = answering({ errors }, { status: 429, headers: { 'retry-after': '7' } });
  expect(await familyView.ask('{ me { id } }')).toEqual({
    ...{ data: null, errors, notices: [], madeUnder: null },
    ...{ status: 429, retryAfter: 7 },
  });
});

test.each([
  ['a page', '<html></html>'],
  ['null', 'null'],
  ['JSON of another kind', '{"status":"ok"}'],
])('%s in place of an answer is none', async (_, body) => {
  await expect(answering(body, { status: 502 }).familyView.ask('{ me { id } }')).rejects.toThrow(NotAGateway);
});

test('emergency access gives the key to ask on with, or why there is none', async () => {
  const glass = {
    key: 'k',
    reference: 'r',
    family: 'f',
    until: '2026-11-01T10:00:00Z',
    streams: [],
    told: [],
    notTold: [],
  };
  const given = { family: 'f', reason: 'MISSING_CHILD', statement: 'Not seen since this morning' } as const;
  expect((await answering({ data: { breakGlass: glass } }).familyView.breakGlass(given)).glass).toEqual(glass);
  const errors = [{ message: 'Not for this role.', extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }];
  const refused = await answering({ data: { breakGlass: null }, errors }).familyView.breakGlass(given);
  expect([refused.glass, refused.answer.errors]).toEqual([null, errors]);
});
