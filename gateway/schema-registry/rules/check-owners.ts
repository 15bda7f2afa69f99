import { WORKLIST } from '../acts/read-acts';
import { refused, type SchemaFinding, warned } from '../findings';
import type { ReadSubgraph } from '../read-subgraph';
import { JOINED_TYPES, type RuleContext } from '../rule-context';

/** Whose types and fields these are: what somebody else publishes stays theirs, and what is joined is agreed first. */
export function checkOwners({ types }: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  const { agency, owners, ownership, sharedTypes } = around;
  const agreed = ownership.agencies.get(agency);
  const findings: SchemaFinding[] = agreed
    ? []
    : [warned('NOT_OWNER', `schema/ownership.yaml does not name ${agency} yet: it can be checked, and not published.`)];
  for (const { name, line, fields, ...type } of types) {
    if (sharedTypes.has(name))
      findings.push(
        refused(
          'TYPE_OF_ANOTHER',
          `${name} is one of the shared types (schema/shared.graphql), which are added to every SDL. Use it; do not ${type.extends ? 'extend' : 'define'} it.`,
          { line, coordinate: name },
        ),
      );
    else if (owners.has(name))
      findings.push(
        refused(
          'TYPE_OF_ANOTHER',
          `${name} is a type of ${toldOwner(owners.get(name)!)}. Name yours after what it holds, as ${exampleName(agency, name)}.`,
          { line, coordinate: name },
        ),
      );
    if (!JOINED_TYPES.has(name)) continue;
    for (const field of fields) {
      const owner = owners.get(field.coordinate);
      const at = { line: field.line, coordinate: field.coordinate };
      if (owner !== undefined)
        findings.push(
          refused(
            'FIELD_OF_ANOTHER',
            `${field.coordinate} belongs to ${toldOwner(owner)}; ${agency} may not publish it.`,
            at,
          ),
        );
      else if (agreed && name === 'Mutation' && agreed.acts.includes(field.name)) continue;
      else if (agreed && name === 'Mutation')
        findings.push(
          refused(
            'FIELD_NOT_AGREED',
            `${field.name} is not among the acts of ${agency} (${agreed.acts.join(', ') || 'none yet'}). Have it added to schema/ownership.yaml first.`,
            at,
          ),
        );
      else if (field.coordinate === `Query.${WORKLIST}`) continue;
      else if (agreed && !agreed.joins.includes(field.coordinate))
        findings.push(
          refused(
            'FIELD_NOT_AGREED',
            `${field.coordinate} is not among what ${agency} may join to ${name} (${agreed.joins.filter((one) => one.startsWith(`${name}.`)).join(', ') || 'nothing yet'}). Have it added to schema/ownership.yaml first.`,
            at,
          ),
        );
    }
  }
  return findings;
}

const toldOwner = (owner: string): string => (owner === 'gateway' ? 'the gateway' : owner);

const exampleName = (agency: string, type: string): string =>
  `${agency.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}${type}`;
