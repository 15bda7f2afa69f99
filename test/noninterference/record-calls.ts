/** A proxy before each agency that passes everything through, and tells what was asked, in which round, and answered. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GrantStatement } from '@family-view/schema';

/** One call to an agency, without what is new in every call: the operation's id, the salt and what they sign. */
export interface Call {
  readonly agency: string;
  readonly path: string;
  readonly round: number;
  readonly query: string;
  readonly variables: string;
  readonly grant: string;
  /** Of the whole request, in bytes: signatures too. */
  readonly size: number;
  readonly answer: string;
}

interface Waiting {
  readonly go: () => void;
  answered: boolean;
}

/**
 * Holds answers back until nothing more is asked, so that a round is what was asked before any answer of it came. Without
 * that, two calls of one round could look like two rounds where one agency is quicker than the gateway.
 */
export class Rounds {
  round = 1;
  quietMs = 5;
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** The call's round, and a promise that its answer may go. */
  arrive(): { readonly round: number; readonly answered: () => Promise<void> } {
    let go = (): void => {};
    const may = new Promise<void>((resolve) => {
      go = resolve;
    });
    const one: Waiting = { go, answered: false };
    this.waiting.push(one);
    this.wait();
    const { round } = this;
    return {
      round,
      answered: () => {
        one.answered = true;
        this.wait();
        return may;
      },
    };
  }

  begin(): void {
    this.round = 1;
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.waiting.some(({ answered }) => !answered)) return;
      this.round += 1;
      for (const { go } of this.waiting.splice(0)) go();
    }, this.quietMs);
  }
}

export async function openDoor(
  agency: string,
  behind: string,
  rounds: Rounds,
  keep: (call: Call) => void,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const path = request.url ?? '/';
      const isPost = request.method === 'POST';
      // What an agency is told after an answer is of no round of it, nor of the next one's.
      const arrived = isPost && !isTold(body) ? rounds.arrive() : null;
      const answer = await fetch(`${behind}${path}`, {
        method: request.method,
        ...(isPost
          ? { body, headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' } }
          : {}),
      });
      const text = await answer.text();
      if (arrived) {
        keep(readCall(agency, path, arrived.round, body, `${answer.status} ${text}`));
        await arrived.answered();
      }
      response.writeHead(answer.status, { 'content-type': 'application/graphql-response+json; charset=utf-8' });
      response.end(text);
    };
    pass().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isTold = (body: Buffer): boolean => body.includes('notify(event: $event)');

function readCall(agency: string, path: string, round: number, body: Buffer, answer: string): Call {
  const { query, variables, extensions } = JSON.parse(body.toString('utf8')) as {
    readonly query: string;
    readonly variables: unknown;
    readonly extensions: { readonly grant: { readonly statement: string } };
  };
  const { operation, salt, ...statement } = JSON.parse(extensions.grant.statement) as GrantStatement;
  return {
    agency,
    path,
    round,
    query,
    variables: JSON.stringify(variables),
    grant: JSON.stringify({ ...statement, operation: operation.length, salt: salt.length }),
    size: body.length,
    answer,
  };
}
