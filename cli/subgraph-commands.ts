import type { Command } from 'commander';
import { addSubgraphCheck } from './subgraph-check';
import { addConformanceCommand } from './subgraph-conformance';
import { addSubgraphPublish } from './subgraph-publish';

/** `familyview subgraph …`: for an agency that joins. */
export function addSubgraphCommands(program: Command): Command {
  const subgraph = program.command('subgraph').description("an agency's own subgraph: start, check, prove, publish");
  addConformanceCommand(subgraph);
  addSubgraphCheck(subgraph);
  addSubgraphPublish(subgraph);
  return subgraph;
}
