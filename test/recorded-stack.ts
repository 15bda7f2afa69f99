import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSubgraphs } from '../cli/serve-subgraphs';
import { type Call, openDoor, Rounds } from './noninterference/record-calls';
import { type RunningStack, startStack } from './stack';

/** What an operation asked of agencies: which questions, of which agencies, in which round. */
export interface AskedRound {
  readonly round: number;
  /** Agencies by question: `identity+match`; `records` for the subgraph. */
  readonly asked: ReadonlyMap<string, readonly string[]>;
}

export interface RecordedHouse extends RunningStack {
  /** From now on; what comes of it is read once it is answered. */
  begin(): void;
  /** In order. */
  rounds(): readonly AskedRound[];
}

const nameOf = ({ path, query }: Call): string =>
  path === '/graphql'
    ? 'records'
    : [
        ...new Set(
          [...query.matchAll(/(\w+)\((?:refs|subjects): \$|(coverage)\b/g)].map(([, one, other]) => one ?? other),
        ),
      ].join('+');

/** The five agencies and the gateway, with a door before each agency that tells what was asked, and in which round. */
export async function openRecordedHouse(families?: number, quietMs = 20): Promise<RecordedHouse> {
  const rounds = new Rounds();
  rounds.quietMs = quietMs;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-recorded-'));
  let calls: Call[] = [];
  const stack = await startStack({
    agencies: async (jwksUrl) => {
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory, without: [], families });
      const doors = await Promise.all(
        [...running.ports].map(async ([agency, port]) => ({
          agency,
          ...(await openDoor(agency, `http://127.0.0.1:${port}`, rounds, (call) => void calls.push(call))),
        })),
      );
      return {
        origins: new Map(doors.map(({ agency, url }) => [agency, url])),
        close: async () => {
          await Promise.all(doors.map((door) => door.close()));
          await running.close();
          rmSync(dataDirectory, { recursive: true, force: true });
        },
      };
    },
  });
  return {
    ...stack,
    begin() {
      rounds.begin();
      calls = [];
    },
    rounds() {
      return [...new Set(calls.map(({ round }) => round))]
        .sort((one, other) => one - other)
        .map((round) => {
          const here = calls.filter((call) => call.round === round);
          const names = [...new Set(here.map(nameOf))];
          const by = (name: string) =>
            here
              .filter((call) => nameOf(call) === name)
              .map(({ agency }) => agency)
              .sort();
          return { round, asked: new Map(names.map((name) => [name, by(name)])) };
        });
    },
  };
}
