/** S: what the agency publishes. */

import { personKey } from '@family-view/schema';
import { getNamedType, isNonNullType, isObjectType, Kind, parse } from 'graphql';
import { ruleFields } from '../subgraph/field-rules';
import { groupOf } from './audit';
import { describeAgency, keyOf } from './describe-agency';
import { expectThat } from './expect-that';
import { isRefused, tellReply } from './read-reply';
import type { Target } from './target';

const SDL_ONLY = '{ _service { sdl } }';

export const schemaAudits = groupOf('S', 'What it publishes', [
  [
    'MUST',
    'answer { _service { sdl } } at /graphql without a grant: the SDL is public, and is what was published',
    async (target) => {
      const reply = await target.post('/graphql', JSON.stringify({ query: SDL_ONLY }));
      const sdl: unknown = reply.body?.data?._service?.sdl;
      expectThat(typeof sdl === 'string', `expected the SDL as text, came ${tellReply(reply)}`);
      expectThat(
        describeAgency(sdl, target.shape.name).person.selection === target.shape.person.selection,
        'expected the same SDL each time, came another',
      );
    },
  ],
  [
    'MUST',
    'key Person by its own pointer alone, <agency>Ref: ID! @inaccessible',
    async ({ shape }) => {
      const expected = personKey(shape.name);
      expectThat(
        shape.personKey === expected,
        `expected @key(fields: "${expected}") on Person, found "${shape.personKey}"`,
      );
      const person = shape.schema.getType('Person');
      const field = isObjectType(person) ? person.getFields()[expected] : undefined;
      expectThat(
        String(field?.type) === 'ID!',
        `expected ${expected}: ID!, found ${String(field?.type ?? 'no field')}`,
      );
      expectThat(
        (field?.astNode?.directives ?? []).some(({ name }) => /(^|__)inaccessible$/.test(name.value)),
        `expected ${expected} to be @inaccessible: no client may name a pointer`,
      );
    },
  ],
  [
    'MUST',
    'name a stream on every field with data, on itself or on its type, and key nothing but Person and Family',
    async ({ shape }) => {
      const entities = new Map([['Person', shape.personKey]]);
      const family = shape.familyKey;
      if (family) entities.set('Family', family);
      try {
        ruleFields(shape.schema, shape.stated, { entities });
      } catch (fault) {
        expectThat(false, (fault as Error).message);
      }
      const keyed = parse(shape.sdl)
        .definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : []))
        .filter((type) => !entities.has(type) && keyOf(shape.sdl, type) !== null);
      expectThat(keyed.length === 0, `expected keys on Person and Family only, found one on ${keyed.join(', ')}`);
    },
  ],
  [
    'MUST',
    'name only streams of its own',
    async ({ shape }) => {
      const others = shape.streams.filter((stream) => !stream.startsWith(`${shape.name}:`));
      expectThat(others.length === 0, `expected streams of ${shape.name}, found ${others.join(', ')}`);
    },
  ],
  [
    'MUST',
    'publish every field as one that may be null, but for keys: a withheld field that may not would null the person',
    async ({ shape }) => {
      const keys = [`Person.${shape.personKey}`, `Family.${shape.familyKey}`];
      const strict = Object.values(shape.schema.getTypeMap()).flatMap((type) =>
        isObjectType(type) && !type.name.startsWith('_')
          ? Object.values(type.getFields())
              .filter((field) => isNonNullType(field.type) && !field.name.startsWith('_'))
              .map((field) => `${type.name}.${field.name}`)
          : [],
      );
      const broken = strict.filter((coordinate) => !keys.includes(coordinate));
      expectThat(broken.length === 0, `expected nullable fields, found ${broken.join(', ')}`);
    },
  ],
  [
    'MUST',
    'publish no field that returns a Person or a Family, and no Subscription',
    async ({ shape }) => {
      const returning = Object.values(shape.schema.getTypeMap()).flatMap((type) =>
        isObjectType(type) && !type.name.startsWith('_')
          ? Object.values(type.getFields())
              .filter((field) => ['Person', 'Family'].includes(getNamedType(field.type).name))
              .map((field) => `${type.name}.${field.name}`)
          : [],
      );
      expectThat(returning.length === 0, `expected no field that returns people, found ${returning.join(', ')}`);
      const subscription = shape.schema.getSubscriptionType()?.name;
      expectThat(subscription === undefined, `expected no ${subscription}: an agency answers, it does not push`);
    },
  ],
  [
    'MUST',
    'refuse without a grant everything that is not the SDL, though it stands beside it',
    async (target) => {
      for (const query of [
        '{ __schema { types { name } } }',
        `{ _service { sdl } _entities(representations: []) { __typename } }`,
        `query { _service { sdl } ...More } fragment More on Query { _entities(representations: []) { __typename } }`,
      ]) {
        const reply = await target.post('/graphql', JSON.stringify({ query }));
        expectThat(isRefused(reply), `expected a refusal of ${query.slice(0, 60)}, came ${tellReply(reply)}`);
      }
    },
  ],
  [
    'SHOULD',
    'answer nothing to GET: what is in a URL ends in logs',
    async (target) => {
      const reply = await getAt(target, `/graphql?query=${encodeURIComponent('{ __typename }')}`);
      expectThat(reply.status === 405 || isRefused(reply), `expected 405, came ${tellReply(reply)}`);
    },
  ],
  [
    'SHOULD',
    'say application/graphql-response+json where it is asked for',
    async (target) => {
      const reply = await target.post('/graphql', JSON.stringify({ query: SDL_ONLY }));
      expectThat(
        /^application\/(graphql-response\+)?json\b/.test(reply.contentType),
        `expected a media type of GraphQL, came "${reply.contentType}"`,
      );
      expectThat(
        reply.contentType.startsWith('application/graphql-response+json'),
        `expected application/graphql-response+json, came "${reply.contentType}"`,
      );
    },
  ],
  [
    'MAY',
    'answer 200 at /health, for whoever watches it',
    async (target) => {
      const reply = await getAt(target, '/health');
      expectThat(reply.status === 200, `expected 200, came ${reply.status}`);
    },
  ],
]);

const getAt = (target: Target, path: string) => target.post(path, '', { method: 'GET', body: undefined });
