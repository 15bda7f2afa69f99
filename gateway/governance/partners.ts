import { type GraphQLSchema, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import type { Partners } from '../linkage/linkage-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldDecision, FieldRequirement } from '../policy/decide/field-decisions';
import type { WithheldReason } from '../policy/types';

interface PartnerParts {
  readonly agencies: readonly string[];
  readonly protocol: CompiledProtocol;
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
}
interface ToWhom {
  /** The schema that the requester could ever be shown. */
  readonly visible: () => GraphQLSchema;
  readonly decide: (coordinate: string) => FieldDecision;
  readonly say: (stream: string | null, reason: WithheldReason) => string;
}
/** One value of an agency's record of a person, by the fields that lead to it. */
interface RecordLeaf {
  readonly path: readonly string[];
  /** Which of the fields on the path are lists. */
  readonly lists: readonly boolean[];
  readonly type: string;
  readonly label: string | null;
}
type Step = Pick<RecordLeaf, 'path' | 'lists'> & { readonly streams: readonly string[] };

/** Deeper than any record goes: a schema may lead in a circle. */
const DEEPEST = 6;

/**
 * Which agencies take part, and what each adds to a person's record: no more of it than introspection would tell this
 * requester, and of the rest the sentence that a notice would have. So that a page can show an agency it was not written for.
 */
export function resolvePartners(parts: PartnerParts, to: ToWhom): Partners {
  return {
    partners() {
      const leaves = leavesOf(to.visible(), parts);
      return parts.agencies.map((id) => {
        const party = parts.protocol.party(id);
        return {
          id,
          name: party?.name ?? id,
          ring: party?.duty ?? null,
          record: leaves.filter(({ agency }) => agency === id),
          withheld: withheldOf(id, parts, to),
        };
      });
    },
  };
}

function leavesOf(schema: GraphQLSchema, { requirements, protocol }: PartnerParts) {
  const found: (RecordLeaf & { readonly agency: string })[] = [];
  const walk = (typeName: string, above: Step): void => {
    const type = schema.getType(typeName);
    if (!isObjectType(type) || above.path.length >= DEEPEST) return;
    for (const field of Object.values(type.getFields())) {
      const requirement = requirements.get(`${typeName}.${field.name}`);
      if (requirement?.byLinkage || field.args.length > 0) continue;
      const own = requirement?.kind === 'guarded' ? requirement.alternatives.flat() : [];
      const streams = own.length > 0 ? own : above.streams;
      const step: Step = {
        path: [...above.path, field.name],
        lists: [...above.lists, isListType(getNullableType(field.type))],
        streams,
      };
      const returned = getNamedType(field.type);
      if (isObjectType(returned)) walk(returned.name, step);
      else if (streams[0] !== undefined)
        found.push({
          ...{ path: step.path, lists: step.lists, type: returned.name },
          label: protocol.stream(streams[0])?.label ?? null,
          agency: streams[0].split(':')[0]!,
        });
    }
  };
  walk('Person', { path: [], lists: [], streams: [] });
  return found.filter(({ path }) => path.length > 1);
}

function withheldOf(agency: string, { requirements }: PartnerParts, { decide, say }: ToWhom): readonly object[] {
  const closed = new Map<string, { readonly stream: string; readonly message: string }>();
  for (const { coordinate, alternatives, byLinkage } of requirements.values()) {
    if (byLinkage || !alternatives.flat().some((stream) => stream.startsWith(`${agency}:`))) continue;
    const decision = decide(coordinate);
    if (decision.kind !== 'withheld' || decision.stream === null) continue;
    closed.set(decision.stream, { stream: decision.stream, message: say(decision.stream, decision.reason) });
  }
  return [...closed.values()];
}
