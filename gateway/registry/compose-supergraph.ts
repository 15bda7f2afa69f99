import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { FamilyViewError } from '../errors';

export interface PublishedSubgraph {
  readonly name: string;
  readonly sdl: string;
  /** Where it is reached; a name where that is configuration. */
  readonly url?: string;
}

/** The agencies' SDL do not compose. `faults` are the composer's own sentences, each naming the subgraph at fault. */
export class DoesNotCompose extends FamilyViewError {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The subgraphs do not compose:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, {
      code: 'DOES_NOT_COMPOSE',
    });
    this.faults = faults;
  }
}

/**
 * One supergraph from what the agencies and the gateway's own subgraphs publish.
 *
 * Routing URLs, where none is given, are names (`agency:health`): where an agency is reached is configuration, not schema.
 */
export function composeSupergraph(subgraphs: readonly PublishedSubgraph[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl, url = `agency:${name}` }) => ({
      name,
      typeDefs: parse(sdl, { noLocation: false }),
      url,
    })),
  );
  if (result.errors) throw new DoesNotCompose(result.errors.map((error) => error.message));
  return result.supergraphSdl;
}
