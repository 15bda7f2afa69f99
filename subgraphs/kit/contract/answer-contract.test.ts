import { clinic, clinicConnector } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';

const connector = clinicConnector();
let served: Awaited<ReturnType<typeof serveClinic>>;

beforeAll(async () => {
  served = await serveClinic(clinic(connector));
});
afterAll(() => served.close());

const forMaya = (...streams: string[]) => ({ people: [{ refs: ['maya'], streams: streams.map(own) }] });
const generally = (...streams: string[]) => ({ streams: streams.map(own) });
const refs = { refs: ['maya', 'leo'] };
const NOT_GRANTED = [expect.objectContaining({ extensions: { code: 'NOT_GRANTED' } })];

const IDENTITY =
  'query ($refs: [ID!]!) { identity(refs: $refs) { givenName dateOfBirth sex nhsNumber nhsNumberVerified postcode uprn } }';

test('identity is told for the person it is granted for, and null for the sibling', async () => {
  const body = await served.askContract(forMaya('identity'), IDENTITY, refs);
  expect(body).toEqual({
    data: {
      identity: [
        {
          givenName: 'Maya',
          dateOfBirth: '2021-03-04',
          sex: 'F',
          nhsNumber: null,
          nhsNumberVerified: null,
          postcode: null,
          uprn: null,
        },
        null,
      ],
    },
  });
});

test('an address and identifiers each need their own stream', async () => {
  const told = async (...streams: string[]) =>
    (await served.askContract(forMaya('identity', ...streams), IDENTITY, refs)).data.identity[0];
  expect(await told('address')).toMatchObject({ postcode: 'S60 1AB', uprn: '10001', nhsNumber: null });
  expect(await told('identifiers')).toMatchObject({ nhsNumber: '9449303223', nhsNumberVerified: true, uprn: null });
  const bare = await served.askContract(forMaya('address', 'identifiers'), IDENTITY, refs);
  expect(bare.data.identity).toEqual([null, null]);
});

test('involvements are told with existence; whom to ring needs contact', async () => {
  const query = 'query ($refs: [ID!]!) { involvements(refs: $refs) { service contact { phone } } }';
  expect((await served.askContract(forMaya('existence'), query, refs)).data.involvements).toEqual([
    [{ service: 'Clinic', contact: null }],
    [],
  ]);
  expect((await served.askContract(forMaya('existence', 'contact'), query, refs)).data.involvements).toEqual([
    [{ service: 'Clinic', contact: { phone: '01709 000001' } }],
    [],
  ]);
  expect((await served.askContract(forMaya('contact'), query, refs)).data.involvements).toEqual([[], []]);
});

test('a family needs family, a household needs household', async () => {
  const query = 'query ($refs: [ID!]!) { members(refs: $refs) { kind } }';
  const kinds = async (...streams: string[]) =>
    (await served.askContract(forMaya(...streams), query, refs)).data.members;
  expect(await kinds('family')).toEqual([[{ kind: 'FAMILY' }], []]);
  expect(await kinds('household')).toEqual([[{ kind: 'HOUSEHOLD' }], []]);
  expect(await kinds('existence')).toEqual([[], []]);
});

test('under family alone the members are told by reference and relationship, and nothing says who they are', async () => {
  const query = `query ($refs: [ID!]!) { members(refs: $refs) { kind members {
    ref relationship to subject { ref lifeState givenName }
  } } }`;
  const body = await served.askContract(forMaya('family'), query, { refs: ['maya'] });
  const member = (ref: string, relationship: string | null, to: string | null) => ({
    ref,
    relationship,
    to,
    subject: null,
  });
  expect(body).toEqual({
    data: {
      members: [
        [
          {
            kind: 'FAMILY',
            members: [
              member('maya', 'Child', 'grace'),
              member('leo', null, null),
              member('grace', 'Mother', 'maya'),
              member('late', 'Child', 'grace'),
            ],
          },
        ],
      ],
    },
  });
});

test("a member is told by the streams of the person who was asked about, not by the member's own", async () => {
  const query =
    'query ($refs: [ID!]!) { members(refs: $refs) { members { ref subject { ref givenName nhsNumber postcode } } } }';
  const grace = async (...streams: string[]) => {
    const people = [
      ...forMaya('family', ...streams).people,
      { refs: ['grace'], streams: ['address', 'identity'].map(own) },
    ];
    const body = await served.askContract({ people }, query, { refs: ['maya'] });
    return body.data.members[0][0].members.find(({ ref }: { ref: string }) => ref === 'grace').subject;
  };
  expect(await grace()).toBeNull();
  expect(await grace('address', 'identifiers')).toBeNull();
  expect(await grace('identity')).toMatchObject({ givenName: 'Grace', postcode: null });
  expect(await grace('identity', 'address')).toMatchObject({ givenName: 'Grace', postcode: 'S60 1AB' });
});

test('only the facts asked for are told, about this requester, where facts are granted', async () => {
  const query = 'query ($refs: [ID!]!) { facts(refs: $refs, kinds: [RELATIONSHIP]) { kind value } }';
  expect((await served.askContract(forMaya('facts'), query, refs)).data.facts).toEqual([
    [{ kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER of requester-1' }],
    [],
  ]);
});

test("a roster is for the requester's own area, and for no other", async () => {
  const query = 'query ($area: ID) { roster(area: $area) { next } }';
  const requester = { id: 'w-1', organisation: 'centres', role: 'HEAD_OF_CENTRE', area: 'north' };
  const ask = (area: string) => served.askContract({ ...generally('roster'), requester }, query, { area });
  expect(await ask('north')).toEqual({ data: { roster: { next: null } } });
  expect(await ask('south')).toEqual({ data: null, errors: NOT_GRANTED });
});

test.each([
  ['match', 'existence', '{ match(subjects: []) { ref } }', { match: [] }],
  ['coverage', 'existence', '{ coverage { area } }', { coverage: { area: 'borough' } }],
  ['roster', 'roster', '{ roster { next } }', { roster: { next: null } }],
  [
    'aggregate',
    'figures',
    '{ aggregate(measure: "visits", by: ["year"]) { key count } }',
    { aggregate: [{ key: ['2026'], count: 7 }] },
  ],
])('%s needs %s among the streams that need no person', async (_, stream, query, data) => {
  expect(await served.askContract(generally(stream), query)).toEqual({ data });
  expect(await served.askContract(forMaya(stream), query)).toEqual({ data: null, errors: NOT_GRANTED });
  expect(await served.askContract(generally('other'), query)).toEqual({ data: null, errors: NOT_GRANTED });
});

test('a measure that is not kept is told apart from an outage', async () => {
  const body = await served.askContract(generally('figures'), '{ aggregate(measure: "x", by: []) { count } }');
  expect(body.errors[0].extensions).toEqual({ code: 'UNKNOWN_MEASURE' });
});

test('questions about many people make one call of each kind', async () => {
  connector.calls.length = 0;
  const many = [...Array(50).keys()].map((place) => (place % 2 ? 'maya' : `nobody-${place}`));
  const people = [{ refs: many, streams: ['identity', 'existence', 'facts'].map(own) }];
  const query = `query ($refs: [ID!]!) {
    identity(refs: $refs) { ref } again: identity(refs: $refs) { sex }
    involvements(refs: $refs) { ref } facts(refs: $refs, kinds: [AREA, AGE]) { value }
  }`;
  const body = await served.askContract({ people }, query, { refs: many });
  expect(body.data.identity).toHaveLength(50);
  expect(body.data.identity.filter((one: unknown) => one !== null)).toHaveLength(25);
  // Maya's mother is looked up too, to leave her out were she closed.
  expect(connector.calls.map(({ kind }) => kind).sort()).toEqual(['facts', 'involvements', 'people', 'people']);
});

test('an event is kept by reference', async () => {
  const query = `mutation { notify(event: { kind: "BREAK_GLASS", reference: "bg-1", at: "2026-03-01T10:00:00Z", refs: ["maya"] }) }`;
  expect((await served.askContract({}, query)).data).toEqual({ notify: true });
});

test('a day that does not exist is refused and not matched on', async () => {
  const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }';
  const body = await served.askContract(generally('existence'), query, { subjects: [{ dateOfBirth: '2021-02-30' }] });
  expect(body.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT' });
  expect(body.data).toBeUndefined();
});
