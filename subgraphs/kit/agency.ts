import type { GraphQLScalarType } from 'graphql';
import type { KeptAct } from './acts/act-store';
import type { AgencyActs } from './acts/agency-acts';
import type { Connector, Requester } from './connector';
import type { AgencyStores } from './store/agency-stores';

/** What a resolver of an agency's subgraph is handed. One fresh context per request: DataLoaders live in `load`. */
export interface AgencyContext<C extends Connector = Connector> {
  readonly connector: C;
  readonly requester: Requester;
  readonly purpose: string;
  /**
   * The agency's veto on a record, for what is about one person but hangs on another or on a family (a household's list
   * of members): leave out whom this is true of. What hangs on the asked person itself the kit closes by itself.
   */
  isClosed(ref: string): Promise<boolean>;
  /** Whether this request's grant opens another stream of the agency for this person, too: for what a value alone tells. */
  isGranted(ref: string, stream: string): boolean;
  /** What was done to somebody here through the gateway, the oldest first: see `Agency.acts`. */
  actsOf(ref: string): readonly KeptAct[];
  /** Memoises a loader (a DataLoader, usually) for the length of this one request. */
  load<T>(name: string, make: () => T): T;
}

/** A Person or Family as `__resolveReference` hands it on: the key and nothing else. Loading is done in field resolvers. */
export interface Reference {
  readonly __typename: string;
  readonly [key: string]: string;
}

/** Resolves one field. `parent` is what the field above gave; what a resolver throws reaches nobody but the log. */
export type Resolver<C extends Connector> = (
  parent: never,
  args: Record<string, unknown>,
  context: AgencyContext<C>,
) => unknown;
/** Resolvers by type and field, as graphql-js takes them. A field without one is read off its parent by name. */
export type Resolvers<C extends Connector> = Record<string, Record<string, Resolver<C>> | GraphQLScalarType>;

/**
 * An agency, as its `index.ts` describes it to the kit.
 *
 * @example
 * ```ts
 * const adultLearning: Agency<AdultLearningConnector> = {
 *   name: 'adult-learning',
 *   sdl: `${readFileSync('schema.graphql', 'utf8')}\n${sharedSdl()}`,
 *   personKey: 'adultLearningRef',
 *   connector,
 *   resolvers: { Person: { adultLearning: ({ adultLearningRef }, _args, { connector }) => connector.record(adultLearningRef) } },
 * };
 * ```
 */
export interface Agency<C extends Connector = Connector> {
  /** As its SDL file is called, and the part of its streams before the colon: `social-care`. */
  readonly name: string;
  /** The SDL it publishes. The shield is built from its `@policy` directives; a field without one is refused. */
  readonly sdl: string;
  /** Field of `Person` (and `Family`) that carries this agency's key: `healthRef`, `socialCareGroupRef`. */
  readonly personKey: string;
  readonly familyKey?: string;
  readonly connector: C;
  /**
   * The connector as one request has it, where what is read may be shared within a request: it ends with the request, and is
   * never closed. Without it every request has `connector` itself.
   */
  readonly openConnector?: () => C;
  readonly resolvers: Resolvers<C>;
  /**
   * What may be done here: the rules of each field of the SDL's Mutation. The kit checks grant, person and key, keeps each act
   * with its answer in `acts.jsonl` before it answers, and does nothing twice.
   */
  readonly acts?: AgencyActs;
  /** What the connector reads in place of a real partner system; ended after the connector. */
  readonly standIn?: { close(): Promise<void> };
}

/** Where and how an agency is served. */
export interface ServeOptions {
  readonly port: number;
  readonly host?: string;
  /** Where the gateway publishes its grant keys: `http://127.0.0.1:4000/.well-known/jwks.json`. */
  readonly jwksUrl: string;
  /** Expected `iss` of a grant. Default `family-view`. */
  readonly issuer?: string;
  /** Folder for what the agency itself keeps: confirmed matches, notifications. */
  readonly dataDirectory: string;
  /**
   * Where it keeps that in place of the folder, and which grants were used: shared by the instances of an agency that has
   * several. Closing the agency closes them.
   */
  readonly stores?: AgencyStores;
  /**
   * The other agencies' public keys for cohorts (`cohort.pub`), agreed without the gateway: by an agency's name, 32 bytes in
   * base64. Without it the first key that each comes with is kept in `cohort-peers.json`, and no other is taken.
   */
  readonly cohortPeers?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  /** How long one request may take, in ms. Default 10 000. */
  readonly timeLimitMs?: number;
  /** Where the kit tells what happened; nothing in it is about a person. Default: JSON lines on standard output. */
  readonly log?: (entry: AgencyLogEntry) => void;
}

/** One line of the agency's log. `operation` is the gateway's reference, the same as in its audit. */
export interface AgencyLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly agency: string;
  readonly event: string;
  readonly operation?: string;
  readonly code?: string;
  /** Schema coordinate: `HealthRecord.immunisations`. */
  readonly coordinate?: string;
  /** What was being done, and the technical cause, in words that hold no data. */
  readonly doing?: string;
  readonly cause?: string;
  readonly stack?: string;
}

/** A served agency. `close` ends its server and its connector. */
export interface RunningAgency {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** What every agency's `start` takes. */
export interface StartOptions {
  readonly port: number;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  readonly jwksUrl: string;
  /** Folder for what the agency itself keeps; a stand-in keeps its own there too. */
  readonly dataDirectory: string;
  /** How long one request may take, in ms. Default 10 000. */
  readonly timeLimitMs?: number;
  /** Of the invented borough that a stand-in is made from: how many families, which seed, which day it is there. */
  readonly borough?: { readonly families?: number; readonly seed?: number; readonly today?: string };
  /** Where the kit tells what happened. Default: JSON lines on standard output. */
  readonly log?: (entry: AgencyLogEntry) => void;
  /**
   * Where the agency's real partner system is (a URL, a connection string, a folder), or a `.json` file of settings for it
   * (`partner-settings.ts`); without it a stand-in is started.
   */
  readonly partnerSystem?: string;
}

/** Milliseconds that a connector waits for a stand-in, which shares the agency's own process and its time. */
export const STAND_IN_TIME_LIMIT = 9_000;
