import type { Requester } from '../identity/types';
import { hmacBy } from '../shared/hmac-sha256';
import { nameOf } from '../shared/requester-name';
import { LimitReached } from './errors';
import type { LimitStore } from './limit-store';
import type { LimitTerms, Pattern } from './limit-terms';
import { type PatternSeen, patternsIn, type SearchAsked } from './search-patterns';
import { isWithin } from './working-hours';

/** One limit of which little is left. */
export interface NearLimit {
  readonly limit: 'SEARCHES_PER_MINUTE' | 'SEARCHES_PER_DAY' | 'PEOPLE_TOLD_PER_DAY';
  readonly used: number;
  readonly of: number;
  readonly resetsInSeconds: number;
}

/** What somebody will want to look at: raised once when it is first reached, and again when searching is stopped for it. */
export interface LimitAlert {
  readonly kind: 'SEARCHING_ALERT' | 'SEARCHING_STOPPED' | 'UNUSUAL_ACCESS';
  readonly pattern: Uppercase<Pattern> | Unusual;
}

/** What is out of the ordinary by itself: raised once in a day for each requester. */
export type Unusual = 'OUT_OF_HOURS' | 'OUTSIDE_AREA' | 'SEARCH_BUDGET';

/** The limits of one requester, for the length of one operation. */
export interface QueryLimits {
  /**
   * Before any agency is asked: counts what is about to be searched for, and pages of rosters.
   * @throws {LimitReached}
   */
  search(searches: readonly SearchAsked[], pages: number): Promise<void>;
  /** Before the answer leaves: of whom it tells, and of which families, each by any stable name. @throws {LimitReached} */
  tell(people: readonly string[], families: readonly string[], isOutsideArea?: boolean): Promise<void>;
  readonly near: readonly NearLimit[];
}

export interface RequesterLimits {
  of(
    requester: Pick<Requester, 'id' | 'organisation'>,
    terms: LimitTerms,
    alert: (alert: LimitAlert) => Promise<void>,
  ): QueryLimits;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Told from this share of a limit on. */
const NEAR = 0.8;

/** @param key keeps requesters, and what they searched for, out of the store; the same in every gateway that shares it. */
export function createRequesterLimits(options: {
  readonly key: Uint8Array;
  readonly store: LimitStore;
  readonly now?: () => Date;
}): RequesterLimits {
  const { key, store, now = () => new Date() } = options;
  const hmac = hmacBy(key);
  const digest = (...parts: readonly unknown[]): string => hmac(JSON.stringify(parts)).slice(0, 22);

  return {
    of(requester, terms, alert) {
      const who = nameOf(requester);
      const near: NearLimit[] = [];
      const tellNear = (limit: NearLimit['limit'], used: number, of: number, remaining: number): void => {
        if (used >= of * NEAR) near.push({ limit, used, of, resetsInSeconds: Math.ceil(remaining / 1_000) });
      };

      async function countSearches(many: number): Promise<void> {
        const { searchesPerMinute, searchesPerDay } = terms;
        const inMinute = await store.take(digest(who, 'minute'), many, searchesPerMinute, MINUTE);
        if (!inMinute.taken)
          throw new LimitReached(
            'TOO_MANY_SEARCHES',
            `At most ${searchesPerMinute} searches are made for one person in a minute.`,
            inMinute.remaining,
          );
        const inDay = await store.take(digest(who, 'day'), many, searchesPerDay, DAY);
        if (!inDay.taken) {
          await raise('SEARCH_BUDGET');
          throw new LimitReached(
            'TOO_MANY_SEARCHES',
            `At most ${searchesPerDay} searches are made for one person in a day.`,
            inDay.remaining,
          );
        }
        tellNear('SEARCHES_PER_MINUTE', inMinute.count, searchesPerMinute, inMinute.remaining);
        tellNear('SEARCHES_PER_DAY', inDay.count, searchesPerDay, inDay.remaining);
      }

      /** Once in a day. */
      async function raise(pattern: Unusual): Promise<void> {
        const { taken } = await store.take(digest(who, 'unusual', pattern), 1, 1, DAY);
        if (taken) await alert({ kind: 'UNUSUAL_ACCESS', pattern });
      }

      async function refusePeople(remaining: number): Promise<never> {
        await raise('SEARCH_BUDGET');
        throw tooManyPeople(terms, remaining);
      }

      const stopped = (): string => digest(who, 'stopped');
      async function refuseIfStopped(): Promise<void> {
        const { count, remaining } = await store.take(stopped(), 0, 0, HOUR);
        if (count > 0) throw stop(remaining);
      }

      async function watch(pattern: Pattern, about: string, members: readonly string[], window: number): Promise<void> {
        const { alert: from, stop: most } = terms.patterns[pattern];
        const name = digest(who, pattern, about);
        const hidden = members.map((one) => digest(who, pattern, about, one));
        const { taken, count, added } = await store.gather(name, hidden, most, window);
        const seen = pattern.toUpperCase() as Uppercase<Pattern>;
        if (!taken) {
          const { remaining } = await store.take(stopped(), 1, Number.MAX_SAFE_INTEGER, HOUR);
          await alert({ kind: 'SEARCHING_STOPPED', pattern: seen });
          throw stop(remaining);
        }
        if (count >= from && count - added < from) await alert({ kind: 'SEARCHING_ALERT', pattern: seen });
      }

      return {
        near,
        async search(searches, pages) {
          const many = searches.length + pages;
          if (many === 0) return;
          await refuseIfStopped();
          await countSearches(many);
          const full = await store.take(digest(who, 'people full'), 0, 0, DAY);
          if (full.count > 0) await refusePeople(full.remaining);
          for (const { pattern, about, member } of searches.flatMap((one): readonly PatternSeen[] => patternsIn(one)))
            await watch(pattern, about, [member], DAY);
        },
        async tell(people, families, isOutsideArea = false) {
          if (families.length > 0) await watch('families', '', families, HOUR);
          if (people.length === 0) return;
          const most = terms.peopleToldPerDay;
          const told = await store.gather(
            digest(who, 'people'),
            people.map((one) => digest(who, one)),
            most,
            DAY,
          );
          if (!told.taken) await refusePeople(told.remaining);
          if (isOutsideArea) await raise('OUTSIDE_AREA');
          if (terms.hours && !isWithin(terms.hours, now())) await raise('OUT_OF_HOURS');
          tellNear('PEOPLE_TOLD_PER_DAY', told.count, most, told.remaining);
          // Whoever has been told of everybody they may be is not searched for: those they know already stay open to them.
          if (told.count >= most) await store.take(digest(who, 'people full'), 1, 1, told.remaining);
        },
      };
    },
  };
}

const stop = (remaining: number): LimitReached =>
  new LimitReached(
    'SEARCHING_STOPPED',
    'This looks like guessing, not like work with a family: searching is stopped, and those who watch over this service have been told. If you do need it, ring the agency.',
    remaining,
  );

const tooManyPeople = ({ peopleToldPerDay }: LimitTerms, remaining: number): LimitReached =>
  new LimitReached(
    'TOO_MANY_PEOPLE',
    `One person is told of at most ${peopleToldPerDay} people in a day. Those whom you have looked at today stay open to you.`,
    remaining,
  );
