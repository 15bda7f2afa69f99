import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AGENCIES } from '@family-view/schema';
import { inventFamily } from './bench-family';
import { askBody, type Contestant, ourGateway } from './contestants';
import { familyQuery } from './decisions';
import { expectedAnswer, FAMILY_VIEW, familyView, SELECTIONS } from './family-view-query';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';
import { median } from './measure';
import { joinAgencies } from './more-agencies';
import { readTreeUse } from './process-tree';
import { countRounds, type RawAgencies, serveRawAgencies } from './raw-agencies';
import type { Table } from './report';
import { type RunningServer, startServer } from './running';

const PEOPLE = [3, 30, 100, 300];
const AGENCY_COUNTS = [5, 20, 50];
/** Long against the time in which one round's calls are sent. */
const DELAY_MS = 250;
const TIMES = 20;

export interface GrowthOptions {
  readonly turns: number;
  readonly progress: (doing: string) => void;
}

/** How our gateway grows with a family, with its agencies, and what the first of a kind costs. */
export async function benchGrowth(options: GrowthOptions): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `growth-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const provider = await startIdentityProvider(directory);
  try {
    return [
      await growFamily(directory, provider, options),
      await firstAndAgain(directory, provider, options),
      await growAgencies(directory, provider, options),
    ];
  } finally {
    await provider.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function growFamily(directory: string, provider: IdentityProvider, { progress }: GrowthOptions): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const people of PEOPLE) {
    progress(`growth: a family of ${people}`);
    const family = inventFamily(people);
    const agencies = await serveRawAgencies(family);
    const contestant = ourGateway('ours', {
      directory: join(directory, `family-${people}`),
      families: [family],
      provider,
      ...agencies,
    });
    const server = await startServer(contestant, expectedAnswer(family)).catch(async (fault: Error) => {
      await agencies.close();
      return fault;
    });
    if (server instanceof Error) {
      rows.push([people, `not measured: it ${server.message.split('. ')[0]!}`]);
      continue;
    }
    try {
      const asked = [
        ['by its id', askBody(contestant)],
        ["searched for, the README's query", JSON.stringify({ query: familyQuery().text })],
      ] as const;
      for (const [name, body] of asked) {
        const one = await watchOne(contestant, server, agencies, body);
        rows.push([people, name, one.calls, one.rounds, one.milliseconds, one.bytes, megabytesOf(server)]);
      }
    } finally {
      await server.stop();
      await agencies.close();
    }
  }
  return {
    title: `A family that grows, at five agencies (median of ${TIMES}, one at a time)`,
    columns: ['people', 'asked', 'calls', 'rounds', 'ms', 'bytes answered', 'RSS MB'],
    rows,
  };
}

/** Calls and rounds of one request, and how long it takes once everything about it has been met. */
async function watchOne(contestant: Contestant, server: RunningServer, agencies: RawAgencies, body: string) {
  const ask = () => askOnce(contestant, server, body);
  await ask();
  agencies.answerAfter(DELAY_MS);
  agencies.takeCalls();
  await ask();
  const calls = agencies.takeCalls();
  agencies.answerAfter(0);
  const times: number[] = [];
  let bytes = 0;
  for (let time = 0; time < TIMES; time++) {
    const one = await ask();
    times.push(one.milliseconds);
    bytes = one.bytes;
  }
  return { calls: calls.length, rounds: countRounds(calls, DELAY_MS), milliseconds: median(times), bytes };
}

async function askOnce({ path }: Contestant, { port, headers }: RunningServer, body: string) {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors":['))
    if (!text.includes('UNAUTHORIZED_FIELD_OR_TYPE'))
      throw new Error(`answered ${response.status}: ${text.slice(0, 200)}`);
  return { milliseconds: performance.now() - began, bytes: text.length };
}

const megabytesOf = ({ pid }: RunningServer): number => Math.round(readTreeUse(pid)?.residentMegabytes ?? Number.NaN);

/** Words of the query that it stands without: each set of them left out makes another text, with a plan of its own. */
const OPTIONAL = ['registeredGpSurgery', 'gpPracticeOds', 'dueDate', 'grossMotor', 'enrolStatus', 'tenureType'];
const VARIANTS = 2 ** OPTIONAL.length;

async function firstAndAgain(
  directory: string,
  provider: IdentityProvider,
  { turns, progress }: GrowthOptions,
): Promise<Table> {
  const family = inventFamily(3);
  const agencies = await serveRawAgencies(family);
  const started: number[] = [];
  const first: number[] = [];
  const again: number[] = [];
  const veryFirst: number[] = [];
  try {
    for (let turn = 0; turn < turns; turn++) {
      progress(`growth: a cold start, and ${VARIANTS} texts that were never met, ${turn + 1} of ${turns}`);
      const contestant = ourGateway('ours', {
        directory: join(directory, 'first'),
        families: [family],
        provider,
        ...agencies,
      });
      const server = await startServer(contestant, expectedAnswer(family));
      started.push(server.startedInMs);
      try {
        for (let variant = 1; variant < VARIANTS; variant++) {
          const query = OPTIONAL.reduce(
            (text, word, bit) => (variant & (1 << bit) ? text.replace(` ${word}`, '') : text),
            FAMILY_VIEW,
          );
          const body = askBody({ ...contestant, query });
          const met = await askOnce(contestant, server, body);
          (variant === 1 ? veryFirst : first).push(met.milliseconds);
          again.push((await askOnce(contestant, server, body)).milliseconds);
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    await agencies.close();
  }
  return {
    title: `The first of its kind (family of 3, five agencies, ${turns} starts of ${VARIANTS - 1} texts)`,
    columns: ['', 'median ms'],
    rows: [
      ['from the order to start to the first right answer', Math.round(median(started))],
      ['first other text after that', median(veryFirst)],
      ['a text never met', median(first)],
      ['the same text again', median(again)],
    ],
  };
}

export async function growAgencies(
  directory: string,
  provider: IdentityProvider,
  { progress, counts = AGENCY_COUNTS }: Pick<GrowthOptions, 'progress'> & { readonly counts?: readonly number[] },
): Promise<Table> {
  const family = inventFamily(3);
  const rows: (string | number)[][] = [];
  for (const count of counts) {
    progress(`growth: ${count} agencies`);
    const joined = await joinAgencies(join(directory, `agencies-${count}`), count - AGENCIES.length);
    const agencies = await serveRawAgencies(family, { agencies: joined.agencies, sdlOf: joined.sdlOf });
    const selections = { ...SELECTIONS, ...joined.selections };
    const contestant: Contestant = {
      ...ourGateway('ours', { directory: join(directory, `data-${count}`), families: [family], provider, ...agencies }),
      command: joined.command,
      query: familyView(selections),
    };
    try {
      const server = await startServer(contestant, expectedAnswer(family, selections));
      try {
        const one = await watchOne(contestant, server, agencies, askBody(contestant));
        const { composedInMs } = joined;
        const start = Math.round(server.startedInMs);
        rows.push([
          count,
          one.calls,
          one.rounds,
          one.milliseconds,
          start,
          Math.round(composedInMs),
          megabytesOf(server),
        ]);
      } finally {
        await server.stop();
      }
    } finally {
      await agencies.close();
    }
  }
  return {
    title: `Agencies that join (family of 3, one field more of each; median of ${TIMES}, one at a time)`,
    columns: ['agencies', 'calls', 'rounds', 'ms', 'cold start ms', 'composing ms', 'RSS MB'],
    rows,
  };
}
