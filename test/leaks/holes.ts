/** Defences that can be switched off in a running stack, each by itself. `plant` gives what switches it on again. */
import { createHash } from 'node:crypto';
import { narrow } from '@family-view/gateway/authorize/narrow';
import type { NarrowOptions } from '@family-view/gateway/authorize/narrowing-walk';
import type { NarrowedOperation } from '@family-view/gateway/authorize/types';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { ContractClient } from '@family-view/gateway/linkage/contract-client';
import { FactsReader } from '@family-view/gateway/linkage/facts-reader';
import { Linker } from '@family-view/gateway/linkage/linker';
import { SingleViewReader } from '@family-view/gateway/linkage/single-view';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { OpenStreams, Transform } from '@family-view/gateway/policy/types';
import { Kind, print, visit } from 'graphql';

export interface Hole {
  readonly name: string;
  readonly asked: readonly PersonaName[];
  plant(stage: NarrowingStage): () => void;
}

/** The narrowing of a running stack: what stands in it can be changed. */
export interface NarrowingStage {
  narrow: (options: NarrowOptions) => NarrowedOperation;
}

/** Puts another in the place of a method, and gives what puts it back. */
function replace<T extends object>(owner: T, name: string, make: (own: (...given: never[]) => unknown) => unknown) {
  const methods = owner as Record<string, unknown>;
  const own = methods[name] as (...given: never[]) => unknown;
  if (typeof own !== 'function') throw new TypeError(`there is no ${name} to put another in the place of`);
  methods[name] = make(own);
  return () => {
    methods[name] = own;
  };
}

function inTheStage(stage: NarrowingStage, other: NarrowingStage['narrow']): () => void {
  const own = stage.narrow;
  stage.narrow = other;
  return () => {
    stage.narrow = own;
  };
}

/** Narrowing that grants what the protocol withholds, of the coordinates named. */
export const letThrough = (which: (coordinate: string) => boolean) => (options: NarrowOptions) =>
  narrow({
    ...options,
    decide: (coordinate) => {
      const decision = options.decide(coordinate);
      if (decision.kind !== 'withheld' || !which(coordinate)) return decision;
      return { kind: 'granted', streams: decision.stream === null ? [] : [decision.stream] };
    },
  });

type Open = (agency: string, type: string, ref: string, streams: readonly string[]) => Promise<OpenStreams>;
/** What is open of each person, changed before anybody reads it. */
const settledAs = (change: (settled: OpenStreams, asked: Parameters<Open>) => OpenStreams) => () =>
  replace(
    FactsReader.prototype,
    'open',
    (own) =>
      async function (this: FactsReader, ...asked: Parameters<Open>) {
        return change(await (own as unknown as Open).apply(this, asked), asked);
      },
  );
const withTransforms = (change: (transform: Transform) => Transform | null) =>
  settledAs((settled) => ({
    ...settled,
    transforms: new Map(
      [...settled.transforms].flatMap(([stream, transform]) => {
        const changed = change(transform);
        return changed ? [[stream, changed] as const] : [];
      }),
    ),
  }));

type Known = { readonly facts: readonly { readonly kind: string }[]; readonly complete: boolean };
const knownAs = (change: (known: Known) => Known) => () =>
  replace(
    FactsReader.prototype,
    'read',
    (own) =>
      async function (this: FactsReader, people: never) {
        return ((await own.call(this, people)) as readonly Known[]).map(change);
      },
  );

type Selection = { identity: string; involvements: string; coverage: string; streams: string[] };
/** The single view asks the contract for more, of whoever it asks for anything. */
const asksMore = (stream: string, fields: string) => () =>
  replace(
    SingleViewReader.prototype,
    'selection',
    (own) =>
      function (this: SingleViewReader, ...given: never[]) {
        const selection = own.apply(this, given) as Selection;
        if (selection.identity === '' || selection.streams.includes(stream)) return selection;
        return {
          ...selection,
          identity: `${selection.identity} ${fields}`,
          streams: [...selection.streams, stream],
        };
      },
  );

const openToEverybody = settledAs((settled, [, , , streams]) => ({
  ...settled,
  open: new Set(streams),
  refused: new Map(),
}));
/** Of everybody, what is flatly withheld: what is closed by a condition stays so. */
const openThoughWithheld = settledAs((settled, [, , , streams]) => ({
  ...settled,
  open: new Set(streams.filter((stream) => !settled.refused.has(stream))),
}));
const both = (one: () => void, other: () => void) => () => {
  one();
  other();
};

export const HOLES: readonly Hole[] = [
  {
    name: 'nothing is cut from an operation, nor of anybody',
    asked: ['head-of-centre'],
    plant: (stage) =>
      both(
        inTheStage(
          stage,
          letThrough(() => true),
        ),
        openThoughWithheld(),
      ),
  },
  {
    name: 'one field is not cut from an operation, nor of anybody',
    asked: ['head-of-centre'],
    plant: (stage) =>
      both(
        inTheStage(
          stage,
          letThrough((at) => at === 'HealthRecord.emergencyAttendances' || at === 'EmergencyAttendance.reason'),
        ),
        openThoughWithheld(),
      ),
  },
  {
    name: 'a stream under a condition is open to everybody',
    asked: ['lead-professional'],
    plant: openToEverybody,
  },
  {
    name: 'what is known of one person is taken for all',
    asked: ['lead-professional', 'social-worker'],
    plant: () => {
      const first = new Map<string, Promise<OpenStreams>>();
      return replace(
        FactsReader.prototype,
        'open',
        (own) =>
          function (this: FactsReader, ...asked: Parameters<Open>) {
            const [agency, type, , streams] = asked;
            const name = JSON.stringify([agency, type, streams]);
            const settled = first.get(name) ?? (own as unknown as Open).apply(this, asked);
            first.set(name, settled);
            return settled;
          },
      );
    },
  },
  {
    name: 'what is told as recorded is shown',
    asked: ['social-worker'],
    plant: withTransforms((transform) => ({ ...transform, others: 'SHOWN' })),
  },
  {
    name: 'a postcode of which half is shared is shown whole',
    asked: ['health-lead'],
    plant: withTransforms(({ postcode: _, ...transform }) => ({ ...transform, others: 'SHOWN' })),
  },
  {
    name: 'a date of birth of which the year is shared is shown whole',
    asked: ['family-support-lead'],
    plant: withTransforms(({ dateOfBirth: _, ...transform }) => transform),
  },
  {
    name: 'no marker closes anything',
    asked: ['health-lead', 'social-worker'],
    plant: knownAs(({ facts }) => ({ facts: facts.filter(({ kind }) => kind !== 'MARKER'), complete: true })),
  },
  {
    name: 'who did not answer is taken to have nothing to tell',
    asked: ['lead-professional', 'school-lead', 'social-worker', 'housing-officer'],
    plant: knownAs((known) => ({ ...known, complete: true, markersComplete: true })),
  },
  {
    name: 'agencies are asked whether they know somebody though that may not be known',
    asked: ['housing-officer'],
    plant: () =>
      replace(
        ContractClient.prototype,
        'openAgencies',
        () =>
          function (this: ContractClient) {
            return (this as unknown as { readonly agencies: readonly string[] }).agencies;
          },
      ),
  },
  {
    name: 'the single view asks for addresses',
    asked: ['lead-professional'],
    plant: asksMore('address', 'postcode uprn'),
  },
  {
    name: 'the single view asks for numbers',
    asked: ['lead-professional'],
    plant: asksMore('identifiers', 'nhsNumber upn'),
  },
  {
    name: "a client's own names reach the engine",
    asked: ['health-lead', 'social-worker'],
    plant: (stage) =>
      inTheStage(stage, (options) => {
        const narrowed = narrow(options);
        const aliases = new Map<string, string>();
        visit(options.document, {
          Field: ({ name, alias }) => {
            if (alias && !aliases.has(name.value)) aliases.set(name.value, alias.value);
          },
        });
        const named = (name: string, key: string): string => (key.startsWith('k_') ? key : (aliases.get(name) ?? key));
        const document =
          narrowed.document &&
          visit(narrowed.document, {
            Field: (node) => ({
              ...node,
              alias: { kind: Kind.NAME, value: named(node.name.value, node.alias?.value ?? node.name.value) },
            }),
          });
        return {
          ...narrowed,
          document,
          hash: document ? createHash('sha256').update(print(document)).digest('hex') : '',
          keyOf: (node, field, type) => named(node.name.value, narrowed.keyOf(node, field, type)),
        };
      }),
  },
  {
    name: "a plan is kept by the client's text",
    asked: ['head-of-centre', 'health-lead', 'social-worker', 'housing-officer'],
    plant: (stage) =>
      inTheStage(stage, (options) => {
        const narrowed = narrow(options);
        const hash = createHash('sha256')
          .update(`planted ${print(options.document)}`)
          .digest('hex');
        return { ...narrowed, hash: narrowed.document ? hash : '' };
      }),
  },
  {
    name: 'what was cut for one asker is served to another',
    asked: ['head-of-centre', 'health-lead', 'social-worker', 'housing-officer'],
    plant: (stage) => {
      const before = new Map<string, NarrowedOperation>();
      return inTheStage(stage, (options) => {
        const text = print(options.document);
        const narrowed = before.get(text) ?? narrow(options);
        before.set(text, narrowed);
        return narrowed;
      });
    },
  },
  {
    name: 'a grant carries one stream more',
    asked: ['head-of-centre'],
    plant: settledAs((settled, [agency]) => ({
      ...settled,
      open: new Set([...settled.open, `${agency}:address`, `${agency}:alerts`]),
    })),
  },
  {
    name: 'what is masked is told as nothing held',
    asked: ['social-worker'],
    plant: () => replace(OperationAnswers.prototype, 'maskAt', () => () => undefined),
  },
  {
    name: 'a notice names agencies whose existence is hidden',
    asked: ['housing-officer'],
    plant: () =>
      replace(Linker.prototype, 'unresolved', () => () => ({
        unanswered: new Set(),
        possible: new Set(['health', 'education']),
      })),
  },
];
