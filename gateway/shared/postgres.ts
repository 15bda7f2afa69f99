import { DatabaseError, Pool, type PoolClient } from 'pg';
import { FamilyViewError } from '../errors';

/** What several gateways share cannot be read or kept. What depends on it is refused. */
export class DatabaseUnavailable extends FamilyViewError {
  override readonly retryAfterSeconds = 5;
  /** @param isAway it does not answer; else it answered, and not as it should, or all connections are at work. */
  constructor(
    cause: unknown,
    readonly isAway: boolean,
  ) {
    super('The gateway cannot keep count of what is asked at the moment. Try again in a few seconds.', {
      code: 'DATABASE_UNAVAILABLE',
      httpStatus: 503,
      cause,
    });
  }
}

/** Rows as they came: whoever asks checks them. @throws {DatabaseUnavailable} */
export type Ask = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

/** The PostgreSQL that gateways share. Everything answers or throws within seconds, whatever became of the server. */
export interface Postgres {
  readonly ask: Ask;
  /** All of it is kept, or nothing. What `work` throws is thrown on. */
  inTransaction<T>(work: (ask: Ask) => Promise<T>): Promise<T>;
  /** As of the last time it was asked. */
  isAnswering(): boolean;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Told when it stops and starts answering; never told where it is. */
  readonly onChange?: (state: 'answering' | 'not answering') => void;
  /** Milliseconds after a failure in which it is not asked again. */
  readonly rest?: number;
  readonly connections?: number;
  /** Milliseconds that one statement may take. */
  readonly answerMs?: number;
  readonly now?: () => number;
}

const CONNECT_MS = 1_000;
const ANSWER_MS = 3_000;
/** A gateway that stands still with a lock in its hand loses it. */
const IDLE_IN_TRANSACTION_MS = 3_000;
/** Connection lost, server shutting down, no room for more: SQLSTATE classes 08, 53 and 57. */
const GONE = /^(08|53|57)/;

/** Connections are made when they are needed. @param url `postgres://…`, TLS by its `sslmode`. */
export function openPostgres(url: string, options: PostgresOptions = {}): Postgres {
  const {
    onChange = () => {},
    rest = 1_000,
    connections = 16,
    answerMs = ANSWER_MS,
    now = () => performance.now(),
  } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'family-view-gateway',
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    // The server ends it, and where the server stands still the client does.
    statement_timeout: answerMs,
    query_timeout: answerMs + 500,
    lock_timeout: answerMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  });
  // An idle connection that the server drops is replaced at the next use; unheard, the event would end the process.
  pool.on('error', () => {});

  let answering = true;
  let askAgainAt = 0;
  const change = (to: boolean): void => {
    if (answering !== to) onChange(to ? 'answering' : 'not answering');
    answering = to;
  };
  const failed = (fault: unknown): DatabaseUnavailable => {
    const isAway = !(fault instanceof DatabaseError) || GONE.test(fault.code ?? '');
    if (isAway) {
      change(false);
      askAgainAt = now() + rest;
    }
    return new DatabaseUnavailable(fault, isAway);
  };
  const connect = async (): Promise<PoolClient> => {
    if (now() < askAgainAt) throw new DatabaseUnavailable(new Error('it did not answer a moment ago'), true);
    // While it is in doubt one request tries it, and the others are refused.
    if (!answering) askAgainAt = now() + rest;
    return pool.connect().catch((fault: unknown) => {
      // All connections are at work: that says nothing of the server.
      const isCrowded = fault instanceof Error && fault.message.startsWith('timeout exceeded');
      throw isCrowded && answering ? new DatabaseUnavailable(fault, false) : failed(fault);
    });
  };
  const askOf =
    (client: PoolClient): Ask =>
    async (text, values = []) => {
      try {
        const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
        askAgainAt = 0;
        change(true);
        return rows;
      } catch (fault) {
        throw failed(fault);
      }
    };
  /** A connection on which anything failed is not used again: an answer may still be on its way. */
  const using = async <T>(work: (ask: Ask) => Promise<T>): Promise<T> => {
    const client = await connect();
    try {
      const done = await work(askOf(client));
      client.release();
      return done;
    } catch (fault) {
      client.release(true);
      throw fault;
    }
  };

  return {
    ask: (text, values) => using((ask) => ask(text, values)),
    inTransaction: (work) =>
      using(async (ask) => {
        await ask('BEGIN');
        const done = await work(ask);
        await ask('COMMIT');
        return done;
      }),
    isAnswering: () => answering,
    close: () => pool.end(),
  };
}
