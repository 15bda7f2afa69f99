import { randomUUID } from 'node:crypto';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { parse } from 'yaml';
import { readActs } from '../acts/read-acts';
import { ASKINGS, type Asking } from './askings';
import type { Received } from './canary-agency';
import { canarySdl } from './canary-sdl';
import { type CanaryStack, type Performed, startCanaryStack } from './canary-stack';
import { SEED } from './search';

/**
 * Canaries over every act: what an agency is told with one is the requester's own words and, of somebody whom it does not hold,
 * what the protocol lets the requester's own agency pass on for it. Nothing that any agency holds comes back, or is written down.
 */
const TEXTS = publishedProtocols().map(({ text }) => text);
interface ActFlow {
  readonly by: string;
  readonly shares: readonly string[];
  readonly to: readonly string[];
  readonly acts?: readonly string[];
  readonly purposes: readonly string[];
}
/** By the protocol's text alone. */
const FLOWS = TEXTS.flatMap((text) => (parse(text) as { readonly flows?: readonly ActFlow[] }).flows ?? []).filter(
  ({ acts }) => acts !== undefined,
);
/** Whose word an organisation's worker may send: the agency of their own kind. */
const OWN_AGENCY: Readonly<Record<string, string>> = {
  HEALTH: 'health',
  EDUCATION: 'education',
  LOCAL_AUTHORITY: 'social-care',
  HOUSING: 'housing',
  CHILDRENS_CENTRE: 'childrens-centre',
};
const ACTS = readActs(canarySdl);
/** Found again wherever it goes: it stands nowhere else. */
const WORDS = 'zzWordsOfTheRequesterThatNobodyHolds';

let stack: CanaryStack;
beforeAll(async () => {
  stack = await startCanaryStack({ seed: SEED, agreed: TEXTS });
}, 300_000);
afterAll(() => stack.close());

interface Sent extends Performed {
  readonly asking: Asking;
  readonly act: (typeof ACTS)[number];
  readonly key: string;
  readonly about: string;
}
const sent: Sent[] = [];

async function sendEach(asking: Asking): Promise<void> {
  for (const [person, about] of named(asking))
    for (const act of ACTS) {
      const key = randomUUID();
      const words = `${WORDS} ${act.name}`;
      const query = `mutation ($person: PersonID!) { done: ${act.name}(agency: "${act.agency}", person: $person, key: "${key}", ${act.given(() => words)}) { outcome reason message reference } }`;
      const told = await stack.perform(asking, { query, operationName: undefined, variables: { person } });
      sent.push({ ...told, asking, act, key, about });
    }
}
/** One whom all agencies know, and one whom two do not; everybody, for those who lead some of the families and others not. */
const named = (asking: Asking): readonly (readonly [id: string, name: string])[] =>
  [...stack.idsFor(asking).people]
    .map(([id, { person }]) => [id, person.name] as const)
    .filter(([, name]) => asking.persona === 'lead-professional' || ['cal', 'hal'].includes(name));

const isAct = ({ query }: Received): boolean => query.startsWith('mutation');

test('every act of every role brings back nothing that an agency holds, and goes to the agency that it names alone', async () => {
  for (const asking of ASKINGS) await sendEach(asking);
  const faults = sent.flatMap(({ asking, act, bytes, received, about }) => [
    ...[...stack.borough.tokens.find(bytes).values()].map(
      ([cell]) => `${asking.persona} is told ${cell?.coordinate} with ${act.name} about ${about}`,
    ),
    ...received
      .filter((one) => one.body.includes(WORDS) && !(isAct(one) && one.agency === act.agency))
      .map((one) => `${one.agency} is told the words of ${act.name} at ${act.agency}`),
    ...(received.filter(isAct).length > 1 ? [`${act.name} is sent more than once`] : []),
  ]);
  expect(faults).toEqual([]);
  // It did ask where something is done, and where it is not.
  const outcomes = new Set(sent.map(({ body }) => body.data?.done?.outcome ?? 'no answer'));
  expect([...outcomes].sort()).toEqual(['DONE', 'REFUSED', 'no answer']);
  expect(new Set(sent.filter(({ body }) => body.data?.done?.outcome === 'DONE').map(({ act }) => act.name)).size).toBe(
    new Set(ACTS.map(({ name }) => name)).size,
  );
}, 900_000);

test('an agency that does not hold somebody is told of them by the requester’s own agency, by a flow that names the act, and by no other', () => {
  const told = sent.flatMap(({ asking, act, received }) =>
    received
      .filter(isAct)
      .flatMap((one) =>
        [...stack.borough.tokens.find(one.body).values()].map((cells) => ({ asking, act, cells, to: one.agency })),
      ),
  );
  const allowed = ({ asking, act, cells, to }: (typeof told)[number]): boolean =>
    cells.some(
      ({ agency, share }) =>
        // The agency's own reference of them; and where agencies write the same, one of them is enough.
        agency === to ||
        FLOWS.some(
          ({ by, shares, to: receivers, acts, purposes }) =>
            by === agency &&
            by === OWN_AGENCY[PERSONAS[asking.persona].organisationType] &&
            shares.includes(share ?? '') &&
            receivers.includes(to) &&
            acts!.includes(act.stream.split(':')[1]!) &&
            purposes.includes(asking.purpose),
        ),
    );
  expect(
    told
      .filter((one) => !allowed(one))
      .map(({ asking, act, cells, to }) => `${asking.persona}: ${to} is told ${cells[0]!.coordinate} with ${act.name}`),
  ).toEqual([]);
  // Somebody was told of, whom the receiver did not hold.
  expect(told.some(({ cells, to }) => cells.every(({ agency }) => agency !== to))).toBe(true);
});

test('what was written down holds nothing of anybody, and the requester’s words in the audit alone', async () => {
  const written = await stack.written();
  const found = [...written].flatMap(([place, text]) =>
    [...stack.borough.tokens.find(text)].map(([token, [cell]]) => `${token} in ${place}: ${cell?.coordinate}`),
  );
  expect(found).toEqual([]);
  const places = [...written].filter(([, text]) => text.includes(WORDS)).map(([place]) => place);
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter((place) => !place.includes('audit'))).toEqual([]);
});

test('each act that was sent has an intent and an outcome in the audit, and what was not sent has neither', async () => {
  const written = await stack.written();
  const audit = [...written].flatMap(([place, text]) => (place.includes('audit') ? [text] : [])).join('\n');
  const lines = audit.split('\n');
  const wrong = sent.flatMap(({ key, act, asking, received }) => {
    const kinds = lines.flatMap((line) =>
      line.includes(key) ? (/FAMILY_VIEW_ACT_(SENT|ANSWERED)/.exec(line)?.slice(1) ?? []) : [],
    );
    const expected = received.some(isAct) ? 'SENT ANSWERED' : '';
    return kinds.join(' ') === expected ? [] : [`${act.name} by ${asking.persona}: ${kinds.join(' ')}`];
  });
  expect(wrong).toEqual([]);
});
