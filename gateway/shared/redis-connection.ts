import { createClient } from 'redis';

const makeClient = (url: string) =>
  createClient({
    url,
    // Otherwise commands wait in memory for a server that may never come back.
    disableOfflineQueue: true,
    // A server that stopped without closing its connection is found out by these two.
    pingInterval: 2_000,
    socket: {
      connectTimeout: 500,
      socketTimeout: 5_000,
      reconnectStrategy: (attempts) => Math.min(50 * 2 ** attempts, 2_000) + Math.floor(Math.random() * 100),
    },
  });
export type RedisClient = ReturnType<typeof makeClient>;

/** Not answered: down, slow, or found so a moment ago. The caller goes on without Redis. */
export type RedisAnswer = { readonly answered: true; readonly value: unknown } | { readonly answered: false };

/** Redis as a convenience: what it holds may be lost at any time, and no request ever waits for it to come back. */
export interface RedisConnection {
  /** Answers within `patience`, or at once where Redis has just failed; never rejects. */
  ask(command: (client: RedisClient) => Promise<unknown>): Promise<RedisAnswer>;
  isAnswering(): boolean;
  close(): void;
}

export interface RedisOptions {
  /** Milliseconds to wait for one command. */
  readonly patience?: number;
  /** Milliseconds after a failure in which Redis is not asked again. */
  readonly rest?: number;
  /** Told of each command whether it was answered. */
  readonly onAsked?: (answered: boolean) => void;
  /** Told when Redis stops and starts answering; never told where it is. */
  readonly onChange?: (state: 'answering' | 'not answering') => void;
  /** The clock of the rest. */
  readonly now?: () => number;
}

/**
 * Connects to the Redis at `url`; null where no url is given. A Redis that is down is connected to in the background,
 * for as long as it takes.
 */
export async function connectRedis(
  url: string | undefined,
  options: RedisOptions = {},
): Promise<RedisConnection | null> {
  if (!url) return null;
  const {
    patience = 50,
    rest = 1_000,
    onChange = () => {},
    onAsked = () => {},
    now = () => performance.now(),
  } = options;
  const client = makeClient(url);
  // Without a listener, a lost connection would end the process. `ask` tells of it.
  client.on('error', () => {});
  const connected = client.connect().catch(() => {});
  await within(connected, 500);

  let state: 'answering' | 'not answering' = client.isReady ? 'answering' : 'not answering';
  let askAgainAt = 0;
  const change = (to: typeof state) => {
    if (state !== to) onChange(to);
    state = to;
  };

  return {
    async ask(command) {
      if (!client.isReady) change('not answering');
      if (!client.isReady || now() < askAgainAt) {
        onAsked(false);
        return { answered: false };
      }
      // While Redis is in doubt one request tries it, and the others go on without.
      if (state === 'not answering') askAgainAt = now() + rest;
      const answer = await within(
        answerOf(() => command(client)),
        patience,
      );
      if (answer?.answered) askAgainAt = 0;
      else askAgainAt = now() + rest;
      change(answer?.answered ? 'answering' : 'not answering');
      onAsked(answer?.answered === true);
      return answer ?? { answered: false };
    },
    isAnswering: () => client.isReady && state === 'answering',
    close() {
      if (client.isOpen) client.destroy();
    },
  };
}

async function answerOf(command: () => Promise<unknown>): Promise<RedisAnswer> {
  try {
    return { answered: true, value: await command() };
  } catch {
    return { answered: false };
  }
}

/** The result, or undefined when it does not come in time; then its own end is of no interest. */
async function within<Result>(result: Promise<Result>, milliseconds: number): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
