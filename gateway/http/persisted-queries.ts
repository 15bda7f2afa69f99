import { createHash } from 'node:crypto';
import { Lexer, Source, type Token, TokenKind } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RedisConnection } from '../shared/redis-connection';
import type { OperationManifest } from './operation-manifest';

/** Texts of operations by their hash, as Apollo's `KeyValueCache<string>`, for its automatic persisted queries. */
export interface PersistedQueries {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, options?: { ttl?: number | null }): Promise<void>;
  delete(key: string): Promise<boolean>;
}

const LARGEST_TEXT = 65_536;
const DAY_IN_SECONDS = 86_400;
/** Longer numbers may be somebody's identifier; page sizes and ages are not. */
const LONGEST_NUMBER = 4;

/**
 * Keeps operation texts in memory, bounded, and in Redis where there is one, so that every gateway knows them.
 *
 * Nothing about a person is kept: a text with strings, long numbers or comments in it is not stored (its front end
 * sends it whole each time; with variables it is stored). A text is believed only under its own SHA-256, so that who
 * can write in Redis cannot make a front end run another operation.
 */
export function createPersistedQueries(
  options: {
    readonly redis?: RedisConnection | null;
    readonly maxBytes?: number;
    /** Operations that front ends were built with: known from the start, whatever they hold. */
    readonly manifest?: OperationManifest | null;
    /** Throws where a text is beyond the limits: one that comes from Redis has not passed this check. */
    readonly measure?: (text: string) => void;
  } = {},
): PersistedQueries {
  const { redis = null, maxBytes = 10 * 1_048_576, manifest = null, measure = () => {} } = options;
  const here = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (text, key) => Buffer.byteLength(text) + Buffer.byteLength(key),
  });
  return {
    async get(key) {
      const known = manifest?.get(key.replace(/^apq:/, '')) ?? here.get(key);
      if (known !== undefined || !redis) return known;
      const answer = await redis.ask((client) => client.get(redisKey(key)));
      if (!answer.answered || typeof answer.value !== 'string' || !mayStore(key, answer.value)) return undefined;
      if (!passes(measure, answer.value)) return undefined;
      here.set(key, answer.value);
      return answer.value;
    },
    async set(key, text, { ttl } = {}) {
      if (!mayStore(key, text)) return;
      here.set(key, text, ttl ? { ttl: ttl * 1_000 } : {});
      await redis?.ask((client) =>
        client.set(redisKey(key), text, { expiration: { type: 'EX', value: ttl ?? DAY_IN_SECONDS } }),
      );
    },
    async delete(key) {
      await redis?.ask((client) => client.del(redisKey(key)));
      return here.delete(key);
    },
  };
}

function passes(measure: (text: string) => void, text: string): boolean {
  try {
    measure(text);
    return true;
  } catch {
    return false;
  }
}

const redisKey = (key: string): string => `family-view:operation:${key}`;

/** Apollo's keys are `apq:` and the hash. */
function mayStore(key: string, text: string): boolean {
  if (text.length > LARGEST_TEXT) return false;
  return key.endsWith(createHash('sha256').update(text).digest('hex')) && !holdsValues(text);
}

/** Whether a text holds more than names and structure. A text that is no GraphQL is taken to. */
function holdsValues(text: string): boolean {
  try {
    const lexer = new Lexer(new Source(text));
    let token: Token | null = lexer.token;
    while (lexer.advance().kind !== TokenKind.EOF);
    // Comments are not among the tokens that `advance` gives, only in their chain.
    for (; token; token = token.next) if (isValue(token) && !isLabel(token)) return true;
    return false;
  } catch {
    return true;
  }
}

/** The label of a part, which is a name: it stands in the text of a program, and is told back as it is. */
function isLabel({ kind, value, prev: colon }: Token): boolean {
  const name = colon?.prev;
  if (kind !== TokenKind.STRING || colon?.kind !== TokenKind.COLON || name?.value !== 'label') return false;
  let at: Token | null = name;
  while (at && at.kind !== TokenKind.PAREN_L) at = at.prev;
  const directive = at?.prev;
  return LABEL.test(value) && directive?.prev?.kind === TokenKind.AT && /^(defer|stream)$/.test(directive.value);
}
const LABEL = /^[A-Za-z][A-Za-z0-9_ .-]{0,39}$/;

function isValue({ kind, value }: Token): boolean {
  switch (kind) {
    case TokenKind.STRING:
    case TokenKind.BLOCK_STRING:
    case TokenKind.COMMENT:
      return true;
    case TokenKind.INT:
    case TokenKind.FLOAT:
      return value.length > LONGEST_NUMBER;
    default:
      return false;
  }
}
