import type { GraphQLResolveInfo } from 'graphql';
import { allow, deny, rule, shield } from 'graphql-shield';
import { NotGranted } from '../not-granted';
import { type FieldRule, meets } from './field-rules';
import { whoIsAsked } from './read-entities';
import type { KitContext } from './request-context';

/** A rule that threw: our fault, and told as such. It must never read as a refusal. */
export class RuleFault extends Error {}

/** Makes the shield of an agency's subgraph. A field without a rule is denied. */
export function shieldFields(rules: ReadonlyMap<string, FieldRule>): ReturnType<typeof shield> {
  const tree: Record<string, Record<string, ReturnType<typeof guard>>> = {
    Query: { _service: allow, _entities: allow },
    _Service: { sdl: allow },
  };
  for (const [coordinate, fieldRule] of rules) {
    const [type, field] = coordinate.split('.') as [string, string];
    tree[type] = { ...tree[type], [field]: guard(coordinate, fieldRule) };
  }
  return shield(tree, {
    fallbackRule: deny,
    fallbackError: () => new NotGranted(),
    // Without it a resolver that throws reads "Not Authorised!": an outage dressed up as a refusal.
    allowExternalErrors: true,
  });
}

type ShieldRule = ReturnType<ReturnType<typeof rule>> | typeof allow;

function guard(coordinate: string, fieldRule: FieldRule): ShieldRule {
  // No cache: shield's caches answer for one person with what was decided about another.
  return rule(coordinate, { cache: 'no_cache' })((_parent, args, context: KitContext, info) => {
    try {
      return isOpen(fieldRule, context, info, args);
    } catch (cause) {
      return new RuleFault(`the rule of ${coordinate} threw`, { cause });
    }
  });
}

function isOpen(fieldRule: FieldRule, context: KitContext, info: GraphQLResolveInfo, args: Arguments): boolean {
  switch (fieldRule.kind) {
    case 'guarded above':
      return true;
    case 'key':
      return heldFor(context, info).size > 0;
    case 'policies':
      return meets(heldForAct(context, info, args) ?? heldFor(context, info), fieldRule.all);
    case 'any child': {
      const held = heldFor(context, info);
      return fieldRule.of.some((policies) => meets(held, policies));
    }
  }
}

type Arguments = Readonly<Record<string, unknown>>;

/** An act is open by what the grant says of the very person that it names; null of whatever is no act. */
function heldForAct(context: KitContext, info: GraphQLResolveInfo, { ref }: Arguments): ReadonlySet<string> | null {
  if (info.parentType !== info.schema.getMutationType() || typeof ref !== 'string') return null;
  return context.granted.forPerson(ref);
}

/** The streams that the grant opens of whom, or where, a field is about. */
export function heldFor(context: KitContext, info: GraphQLResolveInfo): ReadonlySet<string> {
  const asked = whoIsAsked(context, info);
  if (asked === 'a place') return context.granted.general;
  if (!asked) return new Set();
  return asked.type === 'Family' ? context.granted.forFamily(asked.ref) : context.granted.forPerson(asked.ref);
}
