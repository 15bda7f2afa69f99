import {
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  print,
} from 'graphql';
import { readSubgraph } from '../read-subgraph';

/** Arguments that the gateway fills in by what an agency knows of a person, and those that every act has. */
export const ACT_ARGUMENTS = { ref: 'ref', subject: 'subject', key: 'key', statement: 'statement' } as const;
/** Of `schema/shared.graphql`: what an act answers, whom it is about where the agency holds nobody, and a list of people. */
export const ACT_TYPES = { answer: 'Act', subject: 'ActSubject', worklist: 'Worklist' } as const;
/** The root field that lists on whom a requester may act. */
export const WORKLIST = 'worklist';

/** What somebody may do at one agency: a field of its Mutation. */
export interface AgencyAct {
  readonly name: string;
  readonly agency: string;
  /** `social-care:refer`; null where its @policy names no single stream, which the registry refuses. */
  readonly stream: string | null;
  /** It may be about somebody whom the agency does not hold. */
  readonly takesSubject: boolean;
  /** Arguments that the requester gives, as they stand in the SDL, besides the person and the key. */
  readonly given: readonly { readonly name: string; readonly type: string; readonly description: string | null }[];
  readonly description: string | null;
  readonly field: FieldDefinitionNode;
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** The acts that one agency publishes, in the order of its SDL; none of an SDL that cannot be read. */
export function actsOf({ name: agency, sdl }: { readonly name: string; readonly sdl: string }): readonly AgencyAct[] {
  // Most publish none, and every SDL is read again and again.
  if (!/\bMutation\b/.test(sdl)) return [];
  const read = readSubgraph(agency, sdl);
  if (!('types' in read)) return [];
  const streams = new Map(
    read.uses.filter(({ means }) => means === 'policy').map((use) => [use.coordinate, use.arguments.policies]),
  );
  const roots = read.document.definitions.filter(
    (one): one is ObjectNode =>
      (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      one.name.value === 'Mutation',
  );
  return roots
    .flatMap(({ fields = [] }) => fields)
    .map((field) => {
      const args = field.arguments ?? [];
      const own: readonly string[] = [ACT_ARGUMENTS.ref, ACT_ARGUMENTS.subject, ACT_ARGUMENTS.key];
      return {
        name: field.name.value,
        agency,
        stream: onlyStream(streams.get(`Mutation.${field.name.value}`)),
        takesSubject: args.some(({ name }) => name.value === ACT_ARGUMENTS.subject),
        given: args
          .filter(({ name }) => !own.includes(name.value))
          .map((one) => ({
            name: one.name.value,
            type: print(one.type),
            description: one.description?.value ?? null,
          })),
        description: field.description?.value ?? null,
        field,
      };
    });
}

function onlyStream(policies: unknown): string | null {
  const [first, ...more] = Array.isArray(policies) ? (policies as unknown[]) : [];
  const [stream, ...others] = Array.isArray(first) ? (first as unknown[]) : [];
  return more.length === 0 && others.length === 0 && typeof stream === 'string' ? stream : null;
}

/** Whether a root field is one that linkage alone asks: an act, or the list of those on whom somebody may act. */
export const isOfActs = (coordinate: string): boolean =>
  coordinate.startsWith('Mutation.') || coordinate === `Query.${WORKLIST}`;
