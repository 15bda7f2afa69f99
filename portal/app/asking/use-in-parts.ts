import type { Answered } from '@family-view/client';
import { useEffect, useState } from 'react';
import type { Asker } from './ask';
import type { JoinedOperations } from './join-operations';

/** What has come of one question whose answer comes in parts. `failed`: the gateway itself did not answer, or refused all of it. */
export interface InParts {
  readonly state: 'asking' | 'whole' | 'failed';
  readonly soFar: Answered<unknown> | null;
}

/** Asks when the page opens, and again when whom it is about changes. Null asks nothing yet. */
export function useInParts(
  asker: Asker,
  joined: JoinedOperations | null,
  variables: Readonly<Record<string, string>>,
  breakGlassToken: string | null,
): InParts {
  const of = JSON.stringify([variables, breakGlassToken]);
  const [progress, setProgress] = useState<InParts & { readonly of: string }>({
    ...{ state: 'asking', soFar: null },
    of,
  });
  useEffect(() => {
    if (joined === null) return;
    const leaving = new AbortController();
    const [asked] = JSON.parse(of) as [Record<string, string>];
    const { signal } = leaving;
    const set = (state: InParts['state'], soFar: Answered<unknown> | null): void => {
      if (!signal.aborted) setProgress({ state, soFar, of });
    };
    const onPart = (soFar: Answered<unknown>, isWhole: boolean): void =>
      set(!isWhole ? 'asking' : soFar.data === null ? 'failed' : 'whole', soFar);
    asker.askInParts(joined.document, asked, { breakGlassToken, signal, onPart }).catch(() => set('failed', null));
    return () => leaving.abort();
  }, [asker, joined, of, breakGlassToken]);
  const now = progress.of === of ? progress : ({ state: 'asking', soFar: null } as const);
  return { state: now.state, soFar: now.soFar };
}
