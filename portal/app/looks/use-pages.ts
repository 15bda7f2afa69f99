import type { TypedDocumentNode } from '@apollo/client';
import { useCallback, useEffect, useState } from 'react';
import type { Asker } from '../asking/ask';
import type { Look } from './look-words';

export interface LooksLoaded {
  readonly looks: readonly Look[];
  readonly state: 'asking' | 'told' | 'failed';
  readonly fault: string | null;
  readonly more: (() => void) | null;
}

interface LooksPage {
  readonly looks: readonly Look[];
  readonly before: number | null;
}

const FIRST = 50;
const NO_LOOKS: Omit<LooksLoaded, 'more'> & { readonly before: number | null } = {
  ...{ looks: [], state: 'asking', fault: null, before: null },
};

/** Looks page by page. Another question begins anew. @param question null: nothing is asked yet. */
export function useLooks<Answer, Variables extends Record<string, unknown>>(
  asker: Asker,
  document: TypedDocumentNode<Answer, Variables & { first: number; before?: number | null }>,
  question: Variables | null,
  read: (answer: Answer) => LooksPage | null | undefined,
): LooksLoaded {
  const key = JSON.stringify(question);
  const [loaded, setLoaded] = useState({ ...NO_LOOKS, key });
  const load = useCallback(
    async (before: number | null): Promise<void> => {
      const asked = JSON.parse(key) as Variables | null;
      if (asked === null) return;
      const told = await asker.ask(document, { ...asked, first: FIRST, before }).catch(() => null);
      const page = told?.data ? read(told.data) : null;
      setLoaded((was) => {
        const base = was.key === key ? was : { ...NO_LOOKS, key };
        if (!page) return { ...base, state: 'failed', fault: told?.errors[0]?.message ?? null };
        const looks = before === null ? page.looks : [...base.looks, ...page.looks];
        return { ...base, looks, before: page.before, state: 'told', fault: null };
      });
    },
    [asker, document, key, read],
  );
  useEffect(() => void load(null), [load]);
  const now = loaded.key === key ? loaded : { ...NO_LOOKS, key };
  const { before } = now;
  return { ...now, more: before === null ? null : () => void load(before) };
}
