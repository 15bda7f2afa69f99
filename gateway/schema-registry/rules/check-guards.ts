import { nearest } from '../../shared/nearest';
import { refused, type SchemaFinding } from '../findings';
import type { DirectiveUse, ReadSubgraph } from '../read-subgraph';
import { JOINED_TYPES, type RuleContext } from '../rule-context';

/** What stands in `@policy`: streams of this agency that a protocol declares, on what is the agency's own. */
export function checkGuards({ uses }: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  return uses
    .filter(({ means }) => means === 'policy')
    .flatMap((use) => [...checkPlace(use, around), ...checkStreams(use, around)]);
}

function checkPlace(
  { coordinate, line, on }: DirectiveUse,
  { sharedTypes, owners }: RuleContext,
): readonly SchemaFinding[] {
  if (on === 'field') return [];
  const belongs = JOINED_TYPES.has(coordinate) || sharedTypes.has(coordinate) || owners.has(coordinate);
  if (!belongs) return [];
  return [
    refused(
      'POLICY_ON_SHARED',
      `@policy on ${coordinate} would close it for every agency. Put it on your own fields.`,
      { line, coordinate },
    ),
  ];
}

function checkStreams(use: DirectiveUse, { agency, streams }: RuleContext): readonly SchemaFinding[] {
  const { coordinate, line } = use;
  const { policies } = use.arguments;
  const written =
    Array.isArray(policies) &&
    policies.length > 0 &&
    policies.every((all) => Array.isArray(all) && all.length > 0 && all.every((one) => typeof one === 'string'));
  if (!written)
    return [
      refused(
        'POLICY_MALFORMED',
        `@policy on ${coordinate} needs streams, as @policy(policies: [["${agency}:visits"]]).`,
        { line, coordinate },
      ),
    ];
  return [...new Set((policies as string[][]).flat())].flatMap((stream) => {
    if (!stream.startsWith(`${agency}:`))
      return [
        refused(
          'STREAM_OF_ANOTHER',
          `${coordinate} stands under "${stream}", which is not a stream of ${agency}. An agency shares under its own streams: ${agency}:…`,
          { line, coordinate },
        ),
      ];
    if (streams.has(stream)) return [];
    const like = nearest(
      stream,
      [...streams.keys()].filter((one) => one.startsWith(`${agency}:`)),
    );
    return [
      refused(
        'UNKNOWN_STREAM',
        `No protocol declares "${stream}"${like === null ? '.' : `; did you mean "${like}"?`} Correct it, or have the stream added to the protocol with a clause that shares it.`,
        { line, coordinate },
      ),
    ];
  });
}
