/**
 * The five agencies over a borough of FAMILIES families, in a process of their own. Tells, when it is asked, how much
 * processor time it had and, with COUNT=1, what it was asked since the last time: answers then wait for those of their
 * round.
 */
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { type Call, openDoor, Rounds } from '../noninterference/record-calls';

export interface ToldByBorough {
  readonly usage: NodeJS.CpuUsage;
  readonly calls: number;
  readonly rounds: number;
  /** Bytes. */
  readonly asked: number;
  readonly answered: number;
}

async function main(): Promise<void> {
  const { FAMILIES, JWKS_URL = '', DATA = '', COUNT } = process.env;
  const running = await serveSubgraphs({
    ...{ firstPort: 0, jwksUrl: JWKS_URL, dataDirectory: DATA, without: [], timeLimitMs: 120_000 },
    families: Number(FAMILIES),
  });
  const rounds = new Rounds();
  rounds.quietMs = 60;
  let calls: Call[] = [];
  const urls = await Promise.all(
    [...running.ports].map(async ([agency, port]) => {
      const url = `http://127.0.0.1:${port}`;
      const door = COUNT === '1' ? await openDoor(agency, url, rounds, (call) => void calls.push(call)) : { url };
      return [agency, door.url] as const;
    }),
  );
  const bytes = (of: (call: Call) => number): number => calls.reduce((sum, call) => sum + of(call), 0);
  process.on('message', () => {
    const told: ToldByBorough = {
      usage: process.cpuUsage(),
      calls: calls.length,
      rounds: new Set(calls.map(({ round }) => round)).size,
      asked: bytes(({ size }) => size),
      answered: bytes(({ answer }) => Buffer.byteLength(answer)),
    };
    rounds.begin();
    calls = [];
    process.send?.(told);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(urls);
}

void main();
