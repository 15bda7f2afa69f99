import { Kind } from 'graphql';
import { refused, type SchemaFinding } from '../findings';
import type { DirectiveUse, ReadSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';

const ALWAYS: ReadonlySet<string> = new Set([
  'key',
  'policy',
  'external',
  'requires',
  'provides',
  'deprecated',
  'specifiedBy',
  'oneOf',
  'link',
]);

const COUNTS = 'counts';

/** Which directives an agency may use, and where. */
export function checkDirectives(subgraph: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  const defined = subgraph.document.definitions.flatMap((definition) =>
    definition.kind === Kind.DIRECTIVE_DEFINITION
      ? [
          refused(
            'DIRECTIVE_DEFINED',
            `The SDL defines a directive of its own, @${definition.name.value}. Directives come from @link alone: what one agency defines would hold for all.`,
            { line: definition.loc?.startToken.line ?? null },
          ),
        ]
      : [],
  );
  return [...defined, ...subgraph.uses.flatMap((use) => checkUse(use, around))];
}

function checkUse(use: DirectiveUse, { agency, keys }: RuleContext): readonly SchemaFinding[] {
  const at = { line: use.line, coordinate: use.coordinate || null };
  const where = use.coordinate || 'the schema';
  switch (use.means) {
    case 'override':
      return [
        refused(
          'OVERRIDE',
          `${where} takes a field over from ${JSON.stringify(use.arguments.from)} by @override. No agency takes another's field.`,
          at,
        ),
      ];
    case 'shareable':
      return [
        refused(
          'SHAREABLE',
          `${where} is @shareable. Only the types of schema/shared.graphql are shared, and they are added to every SDL; remove it.`,
          at,
        ),
      ];
    case 'inaccessible': {
      const own = [`Person.${keys.Person}`, `Family.${keys.Family}`];
      if (own.includes(use.coordinate) && use.on === 'field') return [];
      return [
        refused(
          'INACCESSIBLE',
          `${where} is @inaccessible. Only the pointers of ${agency} are (${own.join(', ')}): what is hidden is judged by nobody.`,
          at,
        ),
      ];
    }
    default:
      // Defined beside the shared types: what the agency counts.
      if (use.means === null && use.written === COUNTS && use.on === 'schema') return [];
      if (use.means !== null && ALWAYS.has(use.means)) return [];
      return [
        refused(
          'UNSUPPORTED_DIRECTIVE',
          `${where} uses @${use.written}, which is not supported. An SDL may use @key, @policy, @external, @requires, @provides, @deprecated, @counts on the schema, and @inaccessible on its own pointers.`,
          at,
        ),
      ];
  }
}
