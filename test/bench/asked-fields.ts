import { loadProtocols } from '@family-view/gateway';
import { narrow } from '@family-view/gateway/authorize/narrow';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { Entry } from '@family-view/gateway/identity/types';
import { decideFields } from '@family-view/gateway/policy/decide/field-decisions';
import { readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';

export const PERSONA = 'family-support-lead';
/** Who asks, in every comparison. */
export const PERSON_BEHIND: Entry = { requester: PERSONAS[PERSONA], purpose: 'EARLY_HELP', caseReference: null };

/** The fields of a query that are open to them, and the streams that open them. */
export function askedOf(text: string) {
  const { schema, requirements } = readRequirements();
  const document = parse(text);
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  const decide = decideFields(schema, requirements, loadProtocols(() => new Date()).rights(PERSON_BEHIND));
  const { asked, withheld } = narrow({ schema, document, operation, variables: {}, decide, maxSelections: 2_000 });
  if (withheld.length > 0) throw new Error(`Not open: ${withheld.map(({ coordinate }) => coordinate).join(', ')}`);
  return {
    fields: [...asked.keys()],
    streams: [...new Set([...asked.values()].flat())],
    fieldsOf: (agency: string) =>
      [...asked]
        .filter(([, streams]) => streams.some((stream) => stream.startsWith(`${agency}:`)))
        .map(([name]) => name),
  };
}
