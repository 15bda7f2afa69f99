/** A: acts. An agency that takes none keeps every promise of them. */
import { randomUUID } from 'node:crypto';
import { type GraphQLField, type GraphQLType, getNamedType, isEnumType, isListType, isNonNullType } from 'graphql';
import { groupOf } from './audit';
import { expectThat } from './expect-that';
import { codesOf, isRefused, tellReply } from './read-reply';
import { type AuditRequest, NOBODY, type Reply, type Target } from './target';

/** One act, as the SDL has it. */
interface PublishedAct {
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly stream: string;
}

/** Filled in by whoever audits, as the gateway would. */
const OWN = ['ref', 'subject', 'key'];
const SAMPLES: Readonly<Record<string, unknown>> = {
  ID: 'no-such-reference',
  String: 'Said by the conformance suite, of nobody.',
  Int: 1,
  Boolean: true,
  Date: '2026-11-02',
  DateTime: '2026-11-02T09:00:00Z',
};

const actsOf = ({ shape }: Target): readonly PublishedAct[] =>
  Object.values(shape.schema.getMutationType()?.getFields() ?? {}).map((field) => ({
    name: field.name,
    field,
    stream: (shape.stated.ofField.get(`Mutation.${field.name}`) ?? []).flat(2)[0] ?? '',
  }));

function sampleOf(type: GraphQLType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [];
  const named = getNamedType(type);
  return isEnumType(named) ? named.getValues()[0]!.name : (SAMPLES[named.name] ?? null);
}

interface Asked {
  readonly ref: string;
  readonly key?: string;
  readonly words?: string;
  readonly requester?: string;
}

/** Asks for an act of one person, with what fits its arguments. */
function askAct(
  target: Target,
  { name, field, stream }: PublishedAct,
  { ref, key = randomUUID(), words, requester }: Asked,
  granted: Pick<AuditRequest, 'people' | 'streams'> = { people: [{ refs: [ref], streams: [stream] }] },
): Promise<Reply> {
  const given = field.args.filter((one) => !OWN.includes(one.name));
  const declared = ['$ref: ID!', '$key: ID!', ...given.map((one) => `$${one.name}: ${String(one.type)}`)];
  const passed = ['ref', 'key', ...given.map((one) => one.name)].map((one) => `${one}: $${one}`);
  const samples = given.map((one) => [one.name, one.name === 'statement' && words ? words : sampleOf(one.type)]);
  return target.ask({
    query: `mutation (${declared.join(', ')}) { ${name}(${passed.join(', ')}) { outcome reason reference } }`,
    variables: { ref, key, ...Object.fromEntries(samples) },
    ...granted,
    ...(requester
      ? { stated: { requester: { id: requester, organisation: 'another-organisation', role: 'AUDITOR', area: null } } }
      : {}),
  });
}

const answerOf = (reply: Reply, { name }: PublishedAct): Record<string, unknown> | null =>
  (reply.body?.data?.[name] as Record<string, unknown> | null | undefined) ?? null;

function expectNothingDone(reply: Reply, act: PublishedAct, where: string): void {
  const told = answerOf(reply, act);
  expectThat(
    told === null && (isRefused(reply) || codesOf(reply).length > 0),
    `expected ${act.name} to be refused ${where}, came ${told ? String(told.outcome) : tellReply(reply)}`,
  );
}

function expectAnswer(reply: Reply, act: PublishedAct): Record<string, unknown> {
  const told = answerOf(reply, act);
  expectThat(
    told !== null && ['DONE', 'REFUSED'].includes(String(told.outcome)),
    `expected ${act.name} to be DONE or REFUSED under its stream, came ${told ? String(told.outcome) : tellReply(reply)}`,
  );
  return told!;
}

export const actAudits = groupOf('A', 'Acts', [
  [
    'MUST',
    'publish each act with its own reference to a person, a key, one stream, and the answer Act',
    async (target) => {
      for (const { name, field } of actsOf(target)) {
        const typeOf = (argument: string): string =>
          String(field.args.find((one) => one.name === argument)?.type ?? 'none');
        expectThat(typeOf('key') === 'ID!', `expected ${name}(key: ID!), found ${typeOf('key')}`);
        const takesNobody = typeOf('ref') === 'ID' && typeOf('subject') === 'ActSubject';
        expectThat(
          typeOf('ref') === 'ID!' || takesNobody,
          `expected ${name}(ref: ID!), or ref: ID with subject: ActSubject, found ${typeOf('ref')}`,
        );
        const streams = (target.shape.stated.ofField.get(`Mutation.${name}`) ?? []).flat(2);
        expectThat(streams.length === 1, `expected one stream on ${name}, found ${streams.length}`);
        expectThat(String(field.type) === 'Act', `expected ${name} to answer Act, found ${String(field.type)}`);
      }
    },
  ],
  [
    'MUST',
    'do nothing to a person without the stream of the act, under every other stream',
    async (target) => {
      const [one] = target.two;
      for (const act of actsOf(target)) {
        const people = [target.all([one], [act.stream])];
        expectNothingDone(await askAct(target, act, { ref: one }, { people }), act, 'without its stream');
      }
    },
  ],
  [
    'MUST',
    'do nothing to a person whom the grant does not name for it: neither by another person nor by general streams',
    async (target) => {
      const [one, other] = target.two;
      for (const act of actsOf(target)) {
        const granted = { people: [{ refs: [other], streams: [act.stream] }], streams: [act.stream] };
        expectNothingDone(await askAct(target, act, { ref: one }, granted), act, 'of somebody who is not named');
      }
    },
  ],
  [
    'MUST',
    'refuse an act on a closed record as on somebody who is not held',
    async (target) => {
      for (const act of actsOf(target)) {
        const nobody = expectAnswer(await askAct(target, act, { ref: NOBODY }), act);
        const closed = expectAnswer(await askAct(target, act, { ref: target.closed.ref }), act);
        expectThat(
          nobody.outcome === 'REFUSED',
          `expected ${act.name} on nobody to be REFUSED, came ${nobody.outcome}`,
        );
        expectThat(
          JSON.stringify(nobody) === JSON.stringify(closed),
          `expected one answer of ${act.name} for both, came two: it tells that a closed record is held`,
        );
      }
    },
  ],
  [
    'MUST',
    'answer what is asked again with its key as it was answered, and do it once',
    async (target) => {
      const [one] = target.two;
      for (const act of actsOf(target)) {
        const key = randomUUID();
        const first = expectAnswer(await askAct(target, act, { ref: one, key }), act);
        const again = expectAnswer(await askAct(target, act, { ref: one, key }), act);
        expectThat(
          JSON.stringify(first) === JSON.stringify(again),
          `expected the first answer of ${act.name} again, came another`,
        );
      }
    },
  ],
  [
    'MUST',
    'refuse a key that came before with another person or other words',
    async (target) => {
      const [one, other] = target.two;
      for (const act of actsOf(target)) {
        const key = randomUUID();
        expectAnswer(await askAct(target, act, { ref: one, key }), act);
        const elsewhere = expectAnswer(await askAct(target, act, { ref: other, key }), act);
        expectThat(
          elsewhere.outcome === 'REFUSED',
          `expected ${act.name} with a used key to be REFUSED for another person`,
        );
        if (!act.field.args.some(({ name }) => name === 'statement')) continue;
        const words = 'Other words than those that came with this key.';
        const reworded = expectAnswer(await askAct(target, act, { ref: one, key, words }), act);
        expectThat(
          reworded.outcome === 'REFUSED',
          `expected ${act.name} with a used key to be REFUSED for other words`,
        );
      }
    },
  ],
  [
    'MUST',
    "keep a key to whoever used it: another requester's is another",
    async (target) => {
      const [one] = target.two;
      for (const act of actsOf(target)) {
        const key = randomUUID();
        const first = expectAnswer(await askAct(target, act, { ref: one, key }), act);
        if (first.outcome !== 'DONE') continue;
        const theirs = expectAnswer(await askAct(target, act, { ref: one, key, requester: 'somebody-else' }), act);
        // One that is refused may be pointed to what was done before.
        expectThat(
          theirs.outcome !== 'DONE' || theirs.reference !== first.reference,
          `expected ${act.name} of another requester to be another, came the first one's reference`,
        );
      }
    },
  ],
  [
    'MUST',
    'list on whom somebody may act under the stream of that act alone',
    async (target) => {
      const { worklist } = target.shape.schema.getQueryType()?.getFields() ?? {};
      if (!worklist) return;
      const query = 'query ($act: ID!) { worklist(act: $act, first: 10) { refs next } }';
      const acts = actsOf(target);
      for (const { name, stream } of acts) {
        const others = acts.map((one) => one.stream).filter((one) => one !== stream);
        for (const streams of [[], others]) {
          const reply = await target.ask({ query, variables: { act: name }, streams });
          expectThat(
            (reply.body?.data?.worklist ?? null) === null,
            `expected no list for ${name} without its stream, came one`,
          );
        }
      }
    },
  ],
]);
