import type { Command } from 'commander';
import { addSubgraphCheck } from './subgraph-check';
import { addConformanceCommand } from './subgraph-conformance';
import { addInitCommand } from './subgraph-init';
import { addSubgraphPublish } from './subgraph-publish';
import { addStartCommand } from './subgraph-start';

/** `familyview subgraph …`: for an agency that joins, in the order in which it needs them. */
export function addSubgraphCommands(program: Command): void {
  const subgraph = program.command('subgraph').description("an agency's own part of the supergraph");
  addInitCommand(subgraph);
  addStartCommand(subgraph);
  addConformanceCommand(subgraph);
  addSubgraphCheck(subgraph);
  addSubgraphPublish(subgraph);
}
