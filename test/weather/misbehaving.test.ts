import { searchFor, storyPerson } from '../borough';
import type { Answer, House } from '../house';
import type { HonestAnswer, Weather } from './agency-behind-a-proxy';
import { OPERATION_DEADLINE_MS, openWeatherStation, type WeatherStation } from './weather-house';

const daniel = searchFor(storyPerson('okafor', 'oldest'));
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { displayName
  education { attendance { academicYearStart sessionsUnauthorised } }
  housing { tenancy { tenureType } }
  health { registration { registeredGpName } }
  family { needLevel { code } members { person { displayName answers { agency status } health { emergencyAttendances { date reason } mandatedContacts { dueDate } } earlyHelp { episodes { reason } } } } }
} } }`;

let station: WeatherStation;
let house: House;
/** The answer of a fair day. */
let fair: Answer;
beforeAll(async () => {
  station = await openWeatherStation();
  house = await station.openHouse();
  await ask();
  fair = await ask();
});
afterEach(() => station.ways.health.clear());
afterAll(async () => {
  await house.close();
  await station.close();
});

const ask = (): Promise<Answer> => house.ask('health-lead', FIND, { variables: { who: daniel } });

const JSON_TYPE = { 'content-type': 'application/json' };
const never: Weather = () => new Promise(() => {});
const html: Weather = (_answer, response) =>
  void response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<html><body>Sign in to the clinic network at 10.0.0.7</body></html>');
const htmlAsJson: Weather = (_answer, response) => void response.writeHead(200, JSON_TYPE).end('<html>Sign in</html>');
const broken: Weather = (_answer, response) =>
  void response.writeHead(500, JSON_TYPE).end('{"errors":[{"message":"ORA-00942: table HV_VISITS of Daniel Okafor"}]}');
const cutOff: Weather = ({ text }, response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': String(text.length) });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
};
const dripping: Weather = ({ text }, response) => {
  response.writeHead(200, JSON_TYPE);
  let at = 0;
  const timer = setInterval(() => {
    if (at >= text.length || response.destroyed) clearInterval(timer);
    else response.write(text.charAt(at++));
  }, 50);
};
const huge: Weather = (_answer, response) =>
  void response.writeHead(200, JSON_TYPE).end(`{"data":{"_entities":["${'x'.repeat(9 * 1_048_576)}"]}}`);
const saying =
  (text: string): Weather =>
  (_answer, response) =>
    void response.writeHead(200, JSON_TYPE).end(text);

type Entity = Record<string, unknown> | null;
/** Changes the list of people, or of families, in an answer. */
const entities =
  (change: (list: Entity[]) => unknown): Weather =>
  ({ text }: HonestAnswer, response) => {
    const body = JSON.parse(text);
    if (Array.isArray(body.data?._entities)) body.data._entities = change(body.data._entities);
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(body));
  };

const reversed = entities((list) => [...list].reverse());
const firstForAll = entities((list) => list.map(() => list[0]));
/** These leave a list of one as it is. */
const inAList: readonly Weather[] = [reversed, firstForAll];
const CHILDREN = ['Daniel Okafor', 'Grace Okafor', 'Samuel Okafor'];

const TURNS: readonly (readonly [what: string, weather: Weather, path: string | undefined])[] = [
  ['takes every question and never answers', never, undefined],
  ['never answers for its records', never, '/graphql'],
  ['answers with a page to sign in at', html, undefined],
  ['answers with a page and calls it JSON', htmlAsJson, '/graphql'],
  ['answers 500, with words of its own', broken, undefined],
  ['breaks off in the middle', cutOff, '/graphql'],
  ['answers a letter at a time', dripping, '/graphql'],
  ['answers with nine megabytes', huge, '/graphql'],
  ['answers {"data":null}', saying('{"data":null}'), '/graphql'],
  ['answers {}', saying('{}'), '/graphql'],
  ['answers with an error alone', saying('{"errors":[{"message":"password is hunter2"}]}'), '/graphql'],
  ['answers with a list', saying('[]'), '/graphql'],
  ['says that its records are no list', saying('{"data":{"_entities":{}}}'), '/graphql'],
  ['puts its records in another order', reversed, '/graphql'],
  ['swaps two children', entities(([first, second, ...rest]) => [second, first, ...rest]), '/graphql'],
  ['gives every child the first one’s record', firstForAll, '/graphql'],
  [
    'calls its people families',
    entities((list) => list.map((one) => one && { ...one, __typename: 'Family' })),
    '/graphql',
  ],
  ['leaves one out', entities((list) => list.slice(1)), '/graphql'],
  ['adds one', entities((list) => [...list, list[0]]), '/graphql'],
  [
    'leaves out whom each record is of',
    entities((list) =>
      list.map((one) => one && Object.fromEntries(Object.entries(one).filter(([name]) => !name.startsWith('k_')))),
    ),
    '/graphql',
  ],
  ['gives a number for a record', entities((list) => list.map(() => 7)), '/graphql'],
];

type Member = {
  person: {
    displayName: string;
    answers: { agency: string; status: string }[];
    health: Record<string, unknown> | null;
    earlyHelp: unknown;
  };
};

test('on a fair day each child has its own record', () => {
  const members: readonly Member[] = fair.body.data.findPeople.certain[0].family.members;
  const of = (name: string) =>
    members.find(({ person }) => person.displayName === name)?.person.health?.emergencyAttendances;
  expect([of('Grace Okafor'), of('Samuel Okafor')]).toEqual([
    [{ date: '2026-02-03', reason: 'Burn or scald' }],
    [{ date: '2026-10-11', reason: 'Fever' }],
  ]);
});

test.each(TURNS)(
  'health %s: its part is told as unavailable, the rest is whole, and no child has another’s record',
  async (_what, weather, path) => {
    station.ways.health.turn(weather, path);
    const answer = await ask();
    const { body, text, status, milliseconds } = answer;
    expect(status).toBe(200);
    expect(milliseconds).toBeLessThan(OPERATION_DEADLINE_MS + 500);

    const [was] = fair.body.data.findPeople.certain;
    const [is] = body.data.findPeople.certain;
    expect({ ...is, health: 0, family: 0 }).toEqual({ ...was, health: 0, family: 0 });
    // Asked for alone, Daniel's own record may have come before health began to mix up its list.
    if (is.health !== null) expect([inAList.includes(weather), is.health]).toEqual([true, was.health]);
    expect(is.family.needLevel).toEqual(was.family.needLevel);
    const members: readonly Member[] = is.family.members;
    for (const { person } of members) {
      expect(person.health).toBeNull();
      if (CHILDREN.includes(person.displayName)) {
        const { earlyHelp } = was.family.members.find(
          (member: Member) => member.person.displayName === person.displayName,
        )!.person;
        expect(person.earlyHelp).toEqual(earlyHelp);
      }
      expect(person.answers.find(({ agency }) => agency === 'health')?.status).toBe('UNAVAILABLE');
    }
    expect(members.map(({ person }) => person.displayName)).toEqual(
      expect.arrayContaining(['Ngozi Okafor', ...CHILDREN]),
    );

    expect(body.errors).toContainEqual({
      message: expect.stringContaining('does not mean that nothing is held'),
      path:
        is.health === null
          ? ['findPeople', 'certain', 0, 'health']
          : ['findPeople', 'certain', 0, 'family', 'members', 0, 'person', 'health'],
      extensions: { code: 'AGENCY_UNAVAILABLE', agency: 'health' },
    });
    expect(body.extensions.notices).toContainEqual({
      kind: 'UNAVAILABLE',
      agency: 'health',
      stream: null,
      reason: 'AGENCY_UNAVAILABLE',
      fields: [],
      message:
        'Aldermere Community Health NHS Trust could not be reached in time. This does not mean that nothing is held there.',
      ring: expect.stringContaining('Health visiting duty line'),
    });
    expect(
      text.match(
        /hunter2|ORA-|10\.0\.0\.7|Sign in|<html|127\.0\.0\.1|node_modules|SyntaxError|xxxxxxxx|Burn or scald|Fever/,
      ),
    ).toBeNull();
  },
);

describe('one field that is not of its type', () => {
  const answering = (date: unknown): Weather => entities((list) => list.map((one) => replaceIn(one, date)));
  const replaceIn = (value: unknown, date: unknown): Entity =>
    JSON.parse(JSON.stringify(value), (_key, inner) => (inner === 'Burn or scald' ? date : inner));

  test.each([
    ['an object', { secret: 'ZB1 4ZR' }],
    ['a list', ['ZB1 4ZR']],
  ])('is null, and what came in its place (%s) is shown to nobody', async (_what, value) => {
    station.ways.health.turn(answering(value), '/graphql');
    const { body, text } = await ask();
    expect(text).not.toMatch(/ZB1 4ZR|secret/);
    expect(body.data.findPeople.certain[0].displayName).toBe('Daniel Okafor');
  });
});

test('when health is itself again, so is the answer', async () => {
  const { body } = await ask();
  expect(body.data).toEqual(fair.body.data);
  expect(body.errors).toEqual(fair.body.errors);
});
