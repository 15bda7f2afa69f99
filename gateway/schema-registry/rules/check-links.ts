import { refused, type SchemaFinding } from '../findings';
import { federationVersion, type ReadLink, type ReadSubgraph } from '../read-subgraph';

/** What an agency's SDL may import, and what it does. Everything else is refused by name. */
export const SUPPORTED = ['key', 'policy', 'external', 'requires', 'provides', 'inaccessible', 'shareable'] as const;
const NEWEST = 9;

/** Names come from `@link`, under their own spelling: a renamed rule is a rule that somebody overlooks. */
export function checkLinks({ links }: ReadSubgraph): readonly SchemaFinding[] {
  if (!links.some((link) => federationVersion(link) !== null))
    return [
      refused(
        'NO_FEDERATION_LINK',
        'The SDL links no Federation 2 specification. Begin it with: extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@inaccessible", "@shareable"])',
        { line: 1 },
      ),
    ];
  const shareable = links.some(({ imports }) => imports.some(({ name }) => name === '@shareable'));
  const missing = shareable
    ? []
    : [
        refused(
          'SHAREABLE_NOT_IMPORTED',
          'The SDL does not import @shareable, which the shared types carry that are added to it. Add "@shareable" to the import of its @link.',
          { line: links.find((link) => federationVersion(link) !== null)?.line ?? null },
        ),
      ];
  return [...missing, ...links.flatMap(checkLink)];
}

function checkLink(link: ReadLink): readonly SchemaFinding[] {
  const at = { line: link.line };
  const version = federationVersion(link);
  if (link.malformed !== null)
    return [refused('UNSUPPORTED_LINK', `A @link has ${link.malformed} that is not of the form expected.`, at)];
  if (version === null || Number(version.slice(3)) > NEWEST)
    return [
      refused(
        'UNSUPPORTED_LINK',
        `${link.url || 'A @link without a url'} is not supported; expected federation/v2.9.`,
        at,
      ),
    ];
  const renamed = [
    ...(link.as === null ? [] : [`the specification as "${link.as}"`]),
    ...link.imports.filter(({ as }) => as !== null).map(({ name, as }) => `${name} as "${as}"`),
  ];
  return renamed.map((what) =>
    refused('RENAMED_IMPORT', `The SDL imports ${what}. Import it under its own name: rules are read by eye too.`, at),
  );
}
