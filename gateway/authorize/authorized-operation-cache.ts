import { type DocumentNode, type FieldNode, type GraphQLSchema, print } from 'graphql';
import { type BuiltOnce, buildOnce } from '../audit/build-records';
import { searchFields } from '../limits/searches-of';
import type { OperationContext, OperationRequest } from '../operation-context';
import { compileShape, type ObjectShape } from '../planning/compile-shape';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import { decideFields, type FieldDecision } from '../policy/decide/field-decisions';
import { openToAll } from '../policy/decide/open-to-all';
import type { SupergraphRules } from '../policy/read/read-rules';
import type { FactKind, OpenStreams, Stream } from '../policy/types';
import { streamsBesideAll, withWhatTheyStandBeside } from '../schema-registry/gateway-sdl/linkage-streams';
import type { CacheSection } from '../shared/cache-budget';
import { heapBytes } from '../shared/heap-bytes';
import { narrow as narrowOperation, selectingVariables } from './narrow';
import { partlyWithheld } from './partly-withheld';
import type { NarrowedOperation, Withheld } from './types';
import { schemaFor } from './visible-sdl';

/** Of its document the text is kept, which takes a tenth of the space; null where nothing is left to ask. */
export type KeptNarrowing = Omit<NarrowedOperation, 'document'> & { readonly text: string | null };

export interface Narrowed {
  readonly narrowed: KeptNarrowing;
  /** The client's, which its shape is compiled from as it is met. */
  readonly document: DocumentNode;
  /** What it looks for. */
  readonly searches: readonly FieldNode[];
  readonly shape: ObjectShape;
  readonly decide: (coordinate: string) => FieldDecision;
  /** All that it needs of the agencies. */
  readonly streams: readonly Stream[];
  readonly streamsOf: OperationContext['streamsOf'];
  /** Streams of an agency that are open whoever it is about; null where that depends on facts about somebody. */
  readonly openToAll: (agency: string) => OpenStreams | null;
  /** Coordinates that are asked for. */
  readonly asked: ReadonlySet<string>;
  /** Kinds of facts on which what is asked depends. */
  readonly kinds: readonly FactKind[];
  readonly toldOnce: BuiltOnce;
  /** Whole fields, and of those that several agencies tell of, what some of them withhold. */
  readonly withheld: readonly Withheld[];
}

/** What is worked out once for everybody who is decided alike, and holds no value of anybody's. Of one version only. */
export interface Memory {
  /** decide → narrow → the answer's shape, remembered by (text, rights, selecting variables). */
  narrowed(
    request: OperationRequest,
    variables: Readonly<Record<string, unknown>>,
    rights: ReturnType<CompiledProtocol['rights']>,
  ): Narrowed;
  visibleTo(rights: ReturnType<CompiledProtocol['rights']>): GraphQLSchema;
}

export function createAuthorizedOperationCache(
  version: {
    readonly schema: GraphQLSchema;
    readonly requirements: ReadonlyMap<string, FieldRequirement>;
    readonly owners: ReadonlyMap<string, readonly string[]>;
    readonly inputs: SupergraphRules['inputs'];
    readonly caches: CacheSection;
    readonly agencies: readonly string[];
  },
  maxSelections: number,
  narrow: typeof narrowOperation = narrowOperation,
): Memory {
  const narrowedBefore = version.caches.open<Narrowed>('narrowed-operations', {
    bytesOf: (found) => heapBytes(found) + SHAPE_TO_DOCUMENT * heapBytes(found.document),
  });
  // Of every operation alike: a decision hangs on the rights and on nothing else.
  const deciders = version.caches.open<Narrowed['decide']>('field-decisions', {
    bytesOf: () => DECISION_BYTES * version.requirements.size,
  });
  const deciding = (rights: ReturnType<CompiledProtocol['rights']>): Narrowed['decide'] =>
    deciders.memo(rights.signature, () => decideFields(version.schema, version.requirements, rights));
  const visibleBefore = version.caches.open<GraphQLSchema>('visible-schemas', { bytesOf: schemaBytes });
  return {
    narrowed({ document, operation, operationName, form }, variables, rights) {
      const selecting = Object.fromEntries(selectingVariables(document).map((name) => [name, variables[name] ?? null]));
      const key = JSON.stringify([form, operationName, rights.signature, Object.values(selecting)]);
      let found = narrowedBefore.get(key);
      if (!found) {
        const decide = deciding(rights);
        // What is remembered holds no other value that somebody asked by.
        const asked = { schema: version.schema, document, operation, variables: selecting, decide };
        const { document: left, ...narrowed } = narrow({ ...asked, maxSelections });
        const streams = withWhatTheyStandBeside([...narrowed.asked.values()].flat());
        const coordinates = new Set(narrowed.asked.keys());
        const settling = [...streams, ...streamsBesideAll(version.agencies, coordinates)];
        const streamsOf = byAgency((agency) => streams.filter((stream) => stream.startsWith(`${agency}:`)));
        found = {
          decide,
          document,
          narrowed: { ...narrowed, text: left && print(left) },
          searches: searchFields(left),
          streams,
          streamsOf,
          openToAll: byAgency((agency) => {
            const { open, transforms, needing } = openToAll(streamsOf(agency), rights);
            return needing.length > 0 ? null : { open, transforms, refused: new Map() };
          }),
          asked: coordinates,
          toldOnce: buildOnce(narrowed.withheld, streams, rights.decide),
          kinds: [...new Set(settling.flatMap(rights.factsFor))],
          withheld: [...narrowed.withheld, ...partlyWithheld(narrowed.asked.keys(), version.requirements, rights)],
          shape: compileShape({ ...asked, narrowed, owners: version.owners, inputs: version.inputs }),
        };
        narrowedBefore.set(key, found);
      }
      return found;
    },
    visibleTo: (rights) => visibleBefore.memo(rights.signature, () => schemaFor(version, rights, deciding(rights))),
  };
}

/** What a compiled shape takes beside the document that it was compiled from, as measured. */
const SHAPE_TO_DOCUMENT = 2;
/** What one coordinate is decided to be, once it has been asked for. */
const DECISION_BYTES = 250;
/** A type with its fields and arguments, as measured. */
const TYPE_BYTES = 6_000;
const schemaBytes = (schema: GraphQLSchema): number => TYPE_BYTES * Object.keys(schema.getTypeMap()).length;

function byAgency<T>(find: (agency: string) => T): (agency: string) => T {
  const known = new Map<string, T>();
  return (agency) => {
    const found = known.get(agency) ?? find(agency);
    known.set(agency, found);
    return found;
  };
}
