import type { GraphQLFormattedError } from 'graphql';

/** As the gateway tells of a limit of which little is left. */
export interface NearLimit {
  readonly limit: string;
  readonly used: number;
  readonly of: number;
  readonly resetsInSeconds: number;
}

/** One limit as the page tells it, until `until`: milliseconds of the page's clock. */
export interface ToldLimit {
  readonly limit: string;
  readonly message: string;
  readonly isReached: boolean;
  readonly until: number;
}

const REACHED: ReadonlySet<string> = new Set([
  'TOO_MANY_SEARCHES',
  'TOO_MANY_PEOPLE',
  'SEARCHING_STOPPED',
  'TOO_MANY_REQUESTS',
]);
const NOT_TOLD_S = 60;

const WHAT: Readonly<Record<string, readonly [used: string, left: string]>> = {
  SEARCHES_PER_MINUTE: ['searches that you may make in a minute', 'make'],
  SEARCHES_PER_DAY: ['searches that you may make in a day', 'make'],
  PEOPLE_TOLD_PER_DAY: ['people that you may look at in a day', 'look at'],
};

/** Whether what was asked was refused because of a limit, and not by an agency or the protocol. */
export const isLimit = ({ extensions }: { readonly extensions?: { readonly code?: unknown } }): boolean =>
  REACHED.has(String(extensions?.code));

/** What an answer says of limits, a sentence each; `clock` writes a time of day. */
export function limitsIn(
  near: readonly NearLimit[],
  errors: readonly GraphQLFormattedError[],
  clock: (at: Date) => string,
  now: number,
): readonly ToldLimit[] {
  const reached = errors.find(isLimit);
  const told = near.map((one): ToldLimit => {
    const until = now + one.resetsInSeconds * 1_000;
    return { limit: one.limit, message: sayNear(one, clock(new Date(until))), isReached: false, until };
  });
  if (!reached) return told;
  const seconds = Number(reached.extensions?.retryAfterSeconds ?? NOT_TOLD_S);
  return [...told, { limit: 'REACHED', message: reached.message, isReached: true, until: now + seconds * 1_000 }];
}

function sayNear({ limit, used, of }: NearLimit, until: string): string {
  const [what, verb] = WHAT[limit] ?? ['things that you may ask for', 'ask for'];
  const rest = used >= of ? 'You can go on' : `You can ${verb} ${of - used} more; the count starts again`;
  return `You have used ${used} of the ${of} ${what}. ${rest} at ${until}.`;
}

/** Of one limit the newest word counts; one that is over is told no longer. */
export const withNewest = (
  before: readonly ToldLimit[],
  told: readonly ToldLimit[],
  now: number,
): readonly ToldLimit[] => [
  ...before.filter(({ limit, until }) => until > now && !told.some((one) => one.limit === limit)),
  ...told,
];
