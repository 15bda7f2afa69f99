import type { Command } from 'commander';
import { addSubgraphCheck } from './check';
import { addConformanceCommand } from './conformance';
import { addInitCommand } from './init';
import { addSubgraphPublish } from './publish';
import { addStartCommand } from './start';

/** `familyview subgraph …`: for an agency that joins, in the order in which it needs them. */
export function addSubgraphCommands(program: Command): void {
  const subgraph = program.command('subgraph').description("an agency's own part of the supergraph");
  addInitCommand(subgraph);
  addStartCommand(subgraph);
  addConformanceCommand(subgraph);
  addSubgraphCheck(subgraph);
  addSubgraphPublish(subgraph);
}
