import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createFileStopStore, stopsFile } from '@family-view/gateway/stops/file-stop-store';
import { addCommand } from '../../cli/governance/stop-commands';
import { borough, NOBODY, searchFor, storyPerson } from '../borough';
import { type Asking, type RunningStack, startStack } from '../stack';

let stack: RunningStack;
const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-stops-'));
const log: string[] = [];
beforeAll(async () => {
  stack = await startStack({
    dataDirectory,
    environment: { LOG_LEVEL: 'warn' },
    logDestination: { write: (line) => void log.push(line) },
  });
}, 60_000);
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const WHY = 'A solicitor told us today of an order of the court.';
const STOP = `mutation ($kind: StopKind!, $target: String, $references: [String!], $until: DateTime, $why: String!) {
  stop(kind: $kind, target: $target, references: $references, until: $until, why: $why) { reference inForce records agencies }
}`;
const LIFT =
  'mutation ($reference: ID!, $why: String!) { liftStop(reference: $reference, why: $why) { inForce liftedBy } }';
const stop = async (about: object) => {
  const { body } = await stack.ask('ig-officer', STOP, { variables: { why: WHY, ...about } });
  return { ...body.data.stop, code: body.errors?.[0]?.extensions.code };
};
const toldTo = (agency: string): string =>
  readFileSync(join(dataDirectory, 'subgraphs', agency, agency, 'notifications.jsonl'), 'utf8');
const lift = (reference: string) => stack.ask('ig-officer', LIFT, { variables: { reference, why: WHY } });
const PERSON = `displayName dateOfBirth identities { agency givenName } involvements { agency service } answers { agency status coverage }
  health { mandatedContacts { contactType: __typename } } education { attendance { __typename } }`;
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id ${PERSON} family { id members { person { displayName } relationships { relationship } } } } selected { agency } possible { agency } answers { agency status } } }`;
const find = (who: object, asking: Asking = {}) => stack.ask('head-of-centre', FIND, { ...asking, variables: { who } });
/** All but what names the operation, and the time at which an agency looked. */
const bytesOf = (text: string): string =>
  text.replace(/"operation":"[^"]*"/, '').replace(/"asOf":"[^"]*"/g, '"asOf":""');

const grace = storyPerson('okafor', 'toddler');
const refsOf = (truth: string) =>
  (['health', 'education', 'housing'] as const)
    .flatMap((agency) =>
      borough[agency].people.filter((one) => one.truth === truth).map(({ ref }) => `${agency}:${ref}`),
    )
    .concat(
      borough.socialCare.people.filter((one) => one.truth === truth).map(({ ref }) => `social-care:${ref}`),
      borough.childrensCentre.people.filter((one) => one.truth === truth).map(({ ref }) => `childrens-centre:${ref}`),
    );

test('a child who is stopped is found by nobody any more, and an open page has nothing of them at its next question', async () => {
  const [before, nobody] = [await find(searchFor(grace)), await find(NOBODY)];
  const [person] = before.body.data.findPeople.certain;
  expect(person.displayName).toContain(grace.givenName);

  const stopped = await stop({ kind: 'CHILD', references: refsOf(grace.id) });
  expect(stopped).toMatchObject({ inForce: true, records: refsOf(grace.id).length });

  // Found as nobody is: the same bytes.
  expect(bytesOf((await find(searchFor(grace))).text)).toBe(bytesOf(nobody.text));
  const open = await stack.ask('head-of-centre', `query ($id: PersonID!) { person(id: $id) { ${PERSON} } }`, {
    variables: { id: person.id },
  });
  const family = await stack.ask(
    'head-of-centre',
    `query ($id: FamilyID!) { family(id: $id) { members { person { id ${PERSON} } relationships { relationship to } } } }`,
    { variables: { id: person.family.id } },
  );
  expect(family.body.data.family.members.length).toBe(person.family.members.length - 1);
  expect(
    family.body.data.family.members.map((one: { person: { displayName: string } }) => one.person.displayName),
  ).not.toContain(null);
  for (const { text } of [open, family]) {
    expect(text).not.toContain(grace.givenName);
    expect(text).not.toContain(grace.dateOfBirth);
    expect(text).not.toMatch(/stop/i);
  }
  const explained = await stack.ask(
    'head-of-centre',
    'query ($id: PersonID!) { explainAccess(fields: ["HealthRecord.visits", "Person.displayName"], person: $id) { explanation conditions reason } }',
    { variables: { id: person.id } },
  );
  expect(explained.text).not.toMatch(/stop|marked/i);

  await lift(stopped.reference);
  expect((await find(searchFor(grace))).body.data.findPeople.certain).toHaveLength(1);
});

test('a stream, a clause and an agency that are stopped are told in the words of the protocol, to everybody at once', async () => {
  const notices = async () => {
    const { body, text } = await find(searchFor(grace));
    expect(text).not.toMatch(/stopped/i);
    return { person: body.data.findPeople.certain[0], notices: body.extensions.notices as { message: string }[] };
  };
  const isOpen = ({ person }: Awaited<ReturnType<typeof notices>>): boolean =>
    (person.health?.mandatedContacts ?? null) !== null;
  expect(isOpen(await notices())).toBe(true);

  const stream = await stop({ kind: 'STREAM', target: 'health:visits' });
  const without = await notices();
  expect(isOpen(without)).toBe(false);
  expect(without.notices.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/no clause of the protocol shares this/),
  );
  await lift(stream.reference);

  const agency = await stop({ kind: 'AGENCY', target: 'health' });
  expect(agency.agencies).toEqual(['health']);
  const silent = await notices();
  expect(silent.person.identities.map(({ agency: one }: { agency: string }) => one)).not.toContain('health');
  await lift(agency.reference);
  expect(isOpen(await notices())).toBe(true);

  expect((await stop({ kind: 'CLAUSE', target: 'EXCEPT-01' })).code).toBe('BAD_USER_INPUT');
  expect((await stop({ kind: 'STREAM', target: 'health:nothing' })).code).toBe('BAD_USER_INPUT');
});

test('a requester who is stopped is told so, and is on record for having asked', async () => {
  const stopped = await stop({ kind: 'REQUESTER', target: 'w-school-lead' });
  const { status, body } = await stack.ask('school-lead', '{ me { id } }');
  expect([status, body.errors[0].extensions.code]).toEqual([403, 'ACCESS_STOPPED']);
  expect((await stack.ask('head-of-centre', '{ me { id } }')).status).toBe(200);
  await lift(stopped.reference);
  expect((await stack.ask('school-lead', '{ me { id } }')).status).toBe(200);
  const LOOKS = '{ looks(by: { requester: "w-school-lead" }, first: 5) { looks { code outcome } } }';
  const looks = (await stack.ask('ig-officer', LOOKS)).body.data.looks.looks;
  expect(looks).toContainEqual({ code: 'ACCESS_STOPPED', outcome: 'refused' });
});

test('who may not stop finds no way to, and sees none', async () => {
  const { body } = await stack.ask('head-of-centre', STOP, {
    variables: { kind: 'AGENCY', target: 'health', why: WHY },
  });
  expect(body.errors[0].extensions).toMatchObject({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', stream: 'gateway:stops' });
  const listed = await stack.ask('head-of-centre', '{ stops { reference } }');
  expect(listed.body.data.stops).toBeNull();
});

test('a stop is told to the agencies whose records it closes, and recorded with who, what and why', async () => {
  const { reference } = await stop({ kind: 'STREAM', target: 'health:visits', until: '2099-01-01T00:00:00Z' });
  expect(toldTo('health')).toContain(reference);
  const LOOKS = '{ looks(by: { requester: "w-ig-officer" }, first: 5) { looks { code statement breakGlass } } }';
  const looks = (await stack.ask('ig-officer', LOOKS)).body.data.looks.looks;
  expect(looks).toContainEqual({ code: 'STOPPED', statement: WHY, breakGlass: null });
  await lift(reference);
});

test('an operator, or an agency’s own officer, stops by a command; a running gateway takes it and records it', async () => {
  const directory = join(dataDirectory, 'gateway');
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const streams = { stdout: stream, stderr: stream };
  const base = { directory, why: WHY, by: 'ops-1' };
  expect(await addCommand({ ...base, as: 'housing', stream: 'health:visits' }, streams)).toBe(2);
  expect(await addCommand({ ...base, as: 'health', stream: 'health:visits' }, streams)).toBe(0);
  const taken = async (): Promise<boolean> =>
    (await stack.ask('ig-officer', '{ stops { target by } }')).body.data.stops.some(
      (one: { target: string; by: string }) => one.target === 'health:visits' && one.by === 'ops-1',
    );
  while (!(await taken())) await new Promise((next) => setTimeout(next, 50));
  const [person] = (await find(searchFor(grace))).body.data.findPeople.certain;
  expect(person.health?.mandatedContacts ?? null).toBeNull();
  const recorded = async (): Promise<boolean> =>
    (await stack.ask('ig-officer', '{ looks(by: { requester: "ops-1" }, first: 5) { looks { code } } }')).body.data
      .looks.looks.length > 0;
  while (!(await recorded())) await new Promise((next) => setTimeout(next, 50));
  const entries = await createFileStopStore(stopsFile(directory)).read();
  // The agency whose records it closes is told, as it is of a stop that is made here.
  const { stop: kept } = entries.flatMap((one) => (one.entry === 'STOP' ? [one] : [])).at(-1)!;
  expect([kept.target, toldTo('health').includes(kept.reference)]).toEqual(['health:visits', true]);
  expect(JSON.stringify(entries)).not.toMatch(
    new RegExp(
      refsOf(grace.id)
        .map((one) => one.split(':')[1])
        .join('|'),
    ),
  );
  expect(log.some((line) => line.includes('"msg":"stops"') && line.includes('"alert":true'))).toBe(true);
});
