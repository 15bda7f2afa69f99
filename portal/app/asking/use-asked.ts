import type { TypedDocumentNode } from '@apollo/client';
import type { Answered } from '@family-view/client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Asker } from './ask';

/** A question and how far it has come. `failed`: the gateway itself did not answer. */
export type Asked<Answer> = (
  | { readonly state: 'asking'; readonly told: null }
  | { readonly state: 'told'; readonly told: Answered<Answer> }
  | { readonly state: 'failed'; readonly told: null }
) & { readonly again: () => void };

type Progress<Answer> = Pick<Asked<Answer>, 'state' | 'told'> & { readonly of: string };

/** Asks when the page opens, and again when the variables change or `again` is called. Null asks nothing yet. */
export function useAsked<Answer, Variables extends Record<string, unknown>>(
  asker: Asker,
  document: TypedDocumentNode<Answer, Variables>,
  variables: Variables | null,
  breakGlassToken: string | null = null,
): Asked<Answer> {
  const [turn, setTurn] = useState(0);
  // What was told for other variables, under another right or before asking again is never shown in this one's place.
  const of = JSON.stringify([variables, breakGlassToken, turn]);
  const [progress, setProgress] = useState<Progress<Answer>>({ state: 'asking', told: null, of });
  useEffect(() => {
    const [asked] = JSON.parse(of) as [Variables | null];
    if (asked === null) return;
    let left = false;
    asker.ask(document, asked, { breakGlassToken }).then(
      (told) => left || setProgress({ state: 'told', told, of }),
      () => left || setProgress({ state: 'failed', told: null, of }),
    );
    return () => {
      left = true;
    };
  }, [asker, document, of, breakGlassToken]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return useMemo(() => {
    const now = progress.of === of ? progress : { state: 'asking', told: null };
    return { ...now, again } as Asked<Answer>;
  }, [progress, of, again]);
}
