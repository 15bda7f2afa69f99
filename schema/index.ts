/** What the partners agreed, as text and as parsed files. Imports nothing of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = __dirname;
const read = (path: string): string => readFileSync(join(here, path), 'utf8');

/** Published agencies in the order of their ports, 4001 upwards. */
export const AGENCIES = ['health', 'education', 'social-care', 'housing', 'childrens-centre'] as const;
/** One of `AGENCIES`. */
export type AgencyName = (typeof AGENCIES)[number];

/** The SDL an agency publishes, as it stands in `schema/agencies/<agency>.graphql`, with the shared types. */
export function agencySdl(agency: string): string {
  return `${read(`agencies/${agency}.graphql`)}\n${sharedSdl()}`;
}

/** SDL of the types that every subgraph shares. */
export const sharedSdl = (): string => read('shared.graphql');

/** Every agency with an SDL in `schema/agencies`, the five founding ones first. */
export function publishedAgencies(): readonly string[] {
  const present = readdirSync(join(here, 'agencies')).map((file) => file.replace(/\.graphql$/, ''));
  return [
    ...AGENCIES.filter((name) => present.includes(name)),
    ...present.filter((name) => !AGENCIES.includes(name as AgencyName)).sort(),
  ];
}

/** The version of the contract that stands in `schema/contract.graphql`. */
export const CONTRACT_VERSION = 4;
/** From which version of the contract on an agency's word joins records, it countersigns the audit, tells what was noted, and takes part in cohorts. */
export const CONTRACT_SINCE = { recognises: 2, countersigns: 3, notes: 3, cohorts: 4 } as const;

/** SDL of the contract that each agency answers at `/contract`. */
export const contractSdl = (): string => read('contract.graphql');

/** `equivalent-facts.yaml`: one fact under several streams. */
export const equivalentFactsText = (): string => read('equivalent-facts.yaml');

/** Where the files of `schema/` are: the protocol, the supergraph. */
export const schemaDirectory = here;
export * from './grant';
