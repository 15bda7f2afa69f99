import { composeServices } from '@apollo/composition';
import { type GraphQLError, parse, Source } from 'graphql';
import { FamilyViewError } from '../errors';

export interface PublishedSubgraph {
  readonly name: string;
  readonly sdl: string;
  /** Where it is reached; a name where that is configuration. */
  readonly url?: string;
}

/** The composer's own sentence, and where in which subgraphs' SDL it points. */
export interface CompositionFault {
  readonly message: string;
  readonly places: readonly { readonly subgraph: string; readonly line: number }[];
}

/** The agencies' SDL do not compose. `faults` are the composer's own sentences, each naming the subgraph at fault. */
export class DoesNotCompose extends FamilyViewError {
  readonly faults: readonly CompositionFault[];
  constructor(faults: readonly CompositionFault[]) {
    super(`The subgraphs do not compose:\n${faults.map(({ message }) => `  ${message}`).join('\n')}`, {
      code: 'DOES_NOT_COMPOSE',
    });
    this.faults = faults;
  }
}

const faultOf = ({ message, nodes }: GraphQLError): CompositionFault => ({
  message,
  places: (nodes ?? []).flatMap(({ loc }) => (loc ? [{ subgraph: loc.source.name, line: loc.startToken.line }] : [])),
});

/**
 * One supergraph from what the agencies and the gateway's own subgraphs publish.
 *
 * Routing URLs, where none is given, are names (`agency:health`): where an agency is reached is configuration, not schema.
 */
export function composeSupergraph(subgraphs: readonly PublishedSubgraph[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl, url = `agency:${name}` }) => ({
      name,
      typeDefs: parse(new Source(sdl, name)),
      url,
    })),
  );
  if (result.errors) throw new DoesNotCompose(result.errors.map(faultOf));
  return result.supergraphSdl;
}
