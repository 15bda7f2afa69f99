import type { Answered, Notice } from '@family-view/client';
import { useCallback, useEffect, useState } from 'react';
import { Caseload, type CaseloadQuery } from '../../operations/stored';
import { isLimit } from '../asking/limits';
import { useSession } from '../session';
import { type Attention, attentionOf } from './attention';

/** How many people a page of the list holds. */
export const PAGE = 20;

export type Listed = NonNullable<NonNullable<NonNullable<CaseloadQuery['caseload']>['nodes']>[number]>;
export interface Row extends Listed {
  readonly attention: readonly Attention[];
}
export type ListAnswer = NonNullable<NonNullable<CaseloadQuery['caseload']>['answers']>[number];
type Cursor = string | null;
/** One page, as it was told last. */
interface PageOfPeople {
  /** How each agency whose list it is answered. */
  readonly answers: readonly ListAnswer[];
  readonly after: Cursor;
  readonly rows: readonly Row[];
  readonly notices: readonly Notice[];
  readonly next: Cursor;
}
interface Progress {
  readonly pages: readonly PageOfPeople[];
  /** Where the pages begin that are still to be asked. */
  readonly queue: readonly Cursor[];
  /** Why the first of them did not come; null where it was not asked yet. */
  readonly fault: { readonly message: string | null; readonly why: Loaded['why'] } | null;
}
export interface Loaded {
  readonly answers: readonly ListAnswer[];
  readonly rows: readonly Row[];
  readonly notices: readonly Notice[];
  /** Whether there are people after these. */
  readonly more: boolean;
  readonly state: 'asking' | 'told' | 'failed';
  readonly refused: string | null;
  /** Why it did not come: `refused` has the words of a limit, or of what is withheld. */
  readonly why: 'limit' | 'withheld' | 'silence' | null;
}

const NOTHING_YET: Progress = { pages: [], queue: [null], fault: null };

/**
 * Asks for the list page by page. A page that fails, or that came while an agency was silent, is asked again in its place:
 * what was loaded stays.
 */
export function useCaseload(area: string) {
  const { asker } = useSession();
  const [progress, setProgress] = useState(NOTHING_YET);
  const { pages, queue, fault } = progress;
  useEffect(() => {
    const [after] = queue;
    if (after === undefined || fault !== null) return;
    let left = false;
    asker.ask(Caseload, { area: area || null, first: PAGE, after }).then(
      (told) => left || setProgress((before) => withPage(before, after, told)),
      () => left || setProgress((before) => ({ ...before, fault: { message: null, why: 'silence' } })),
    );
    return () => {
      left = true;
    };
  }, [asker, area, queue, fault]);
  const more = useCallback(
    () => setProgress((before) => ({ ...before, queue: [before.pages.at(-1)?.next ?? null] })),
    [],
  );
  const again = useCallback(
    () =>
      setProgress(({ pages, queue }) => {
        const half = pages.filter(({ notices }) => notices.some(isSilence)).map(({ after }) => after);
        return { pages, queue: [...new Set([...half, ...queue])], fault: null };
      }),
    [],
  );
  const loaded: Loaded = {
    answers: pages.at(-1)?.answers ?? [],
    rows: oncePerPerson(pages.flatMap(({ rows }) => rows)),
    notices: oncePerMessage(pages.flatMap(({ notices }) => notices)),
    more: (pages.at(-1)?.next ?? null) !== null,
    state: fault !== null ? 'failed' : queue.length > 0 ? 'asking' : 'told',
    refused: fault?.message ?? null,
    why: fault?.why ?? null,
  };
  return { loaded, more, again };
}

function withPage(before: Progress, after: Cursor, { data, errors, notices }: Answered<CaseloadQuery>): Progress {
  const told = data?.caseload;
  if (!told?.nodes) {
    const message = notices.find(isSilence)?.message ?? errors[0]?.message ?? null;
    const isRefused = errors.some(({ extensions }) => extensions?.code === 'UNAUTHORIZED_FIELD_OR_TYPE');
    const why = errors.some(isLimit) ? 'limit' : isRefused && !notices.some(isSilence) ? 'withheld' : 'silence';
    return { ...before, fault: { message, why } };
  }
  const page: PageOfPeople = {
    after,
    answers: told.answers ?? [],
    rows: told.nodes.map((node) => ({ ...node, attention: attentionOf(node) })),
    notices,
    next: told.pageInfo?.hasNextPage ? told.pageInfo.endCursor : null,
  };
  const known = before.pages.some((one) => one.after === after);
  return {
    pages: known ? before.pages.map((one) => (one.after === after ? page : one)) : [...before.pages, page],
    queue: before.queue.slice(1),
    fault: null,
  };
}

const isSilence = ({ kind }: Notice): boolean => kind === 'UNAVAILABLE';
const oncePerPerson = (rows: readonly Row[]): readonly Row[] => [...new Map(rows.map((row) => [row.id, row])).values()];
const oncePerMessage = (notices: readonly Notice[]): readonly Notice[] => [
  ...new Map(notices.map((one) => [one.message, one])).values(),
];
