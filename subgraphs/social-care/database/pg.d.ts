/** The little of node-postgres that we use: it ships no types of its own. */
declare module 'pg' {
  import type { PostgresPool, PostgresPoolClient } from 'kysely';

  export interface PoolConfig {
    readonly connectionString: string;
    readonly max?: number;
    readonly connectionTimeoutMillis?: number;
    readonly statement_timeout?: number;
    readonly types?: { getTypeParser(oid: number, format?: string): (text: string) => unknown };
  }
  export class Pool implements PostgresPool {
    constructor(config: PoolConfig);
    on(event: 'error', listener: (error: Error) => void): this;
    connect(): Promise<PostgresPoolClient>;
    end(): Promise<void>;
  }
  export class Client {
    constructor(config: { readonly connectionString: string });
    connect(): Promise<void>;
    query(statement: string): Promise<unknown>;
    end(): Promise<void>;
  }
  export const types: { getTypeParser(oid: number, format?: string): (text: string) => unknown };
}
