/** Asking the contract, and holding what comes against `schema/contract.graphql`. */
import { contractSdl } from '@family-view/schema';
import { buildSchema, type GraphQLField, getNamedType, isObjectType } from 'graphql';
import { misfits } from './check-shape';
import { reachOf } from './describe-agency';
import { Broken, expectThat } from './expect-that';
import { tellReply } from './read-reply';
import type { AuditRequest, Reply, Target } from './target';

const contract = buildSchema(contractSdl());
const NO_POLICIES = { ofType: new Map(), ofField: new Map() };

function fieldOf(name: string): GraphQLField<unknown, unknown> {
  const field = contract.getQueryType()?.getFields()[name] ?? contract.getMutationType()?.getFields()[name];
  if (!field) throw new TypeError(`the contract has no ${name}`);
  return field;
}

/** `{ … }` of everything that a field of the contract answers; nothing for a scalar. */
const everythingOf = (field: GraphQLField<unknown, unknown>): string => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? `{ ${reachOf(type, NO_POLICIES, []).selection} }` : '';
};

/** One field of the contract, asked whole, with these arguments; its argument types are the contract's. */
export async function askField(
  target: Target,
  name: string,
  given: Readonly<Record<string, unknown>>,
  granted: Omit<AuditRequest, 'query'>,
): Promise<Reply> {
  const field = fieldOf(name);
  const declared = field.args.filter((arg) => arg.name in given);
  const head = declared.length === 0 ? '' : `(${declared.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')})`;
  const passed = declared.length === 0 ? '' : `(${declared.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})`;
  const kind = contract.getMutationType()?.getFields()[name] ? 'mutation' : 'query';
  return target.ask({
    endpoint: '/contract',
    query: `${kind} ${head} { ${name}${passed} ${everythingOf(field)} }`,
    variables: given,
    ...granted,
  });
}

/** The same, and what came, which must be whole and in the contract's shape. */
export async function readField(
  target: Target,
  name: string,
  given: Readonly<Record<string, unknown>>,
  granted: Omit<AuditRequest, 'query'>,
  // biome-ignore lint/suspicious/noExplicitAny: its shape has been checked against the contract
): Promise<any> {
  const reply = await askField(target, name, given, granted);
  const value: unknown = reply.body?.data?.[name];
  if (value === undefined || (reply.body?.errors?.length ?? 0) > 0)
    throw new Broken(`expected ${name} without an error, came ${tellReply(reply)}`);
  const faults = misfits(value, fieldOf(name).type, name);
  expectThat(faults.length === 0, faults.slice(0, 5).join('; '));
  return value;
}

/** Everything granted for these people, and generally. */
export const wholeGrant = (target: Target, refs: readonly string[], but: readonly string[] = []) => ({
  people: [target.all(refs, but)],
  streams: target.everything.filter((stream) => !but.includes(stream)),
});
