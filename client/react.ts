import { useCallback, useEffect, useState } from 'react';
import type { FamilyViewClient, GatewayAnswer } from './client';

/** What became of a question. `failed`: nothing answered; it says nothing about anybody. */
export type Asked<Data> =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly answer: GatewayAnswer<Data>; readonly again: () => void }
  | { readonly state: 'failed'; readonly fault: unknown; readonly again: () => void };

/**
 * Asks when the client, the text or the variables change, and drops the answer to what was asked before: one person's record
 * is never shown under another's name.
 */
export function useFamilyView<Data = Record<string, unknown>>(
  client: FamilyViewClient,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Asked<Data> {
  const [times, setTimes] = useState(0);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  const given = JSON.stringify(variables);
  const key = `${times} ${query} ${given}`;
  const [told, setTold] = useState<{
    readonly key: string;
    readonly client: FamilyViewClient;
    readonly asked: Asked<Data>;
  }>();

  useEffect(() => {
    const stop = new AbortController();
    const tell = (asked: Asked<Data>): void => {
      if (!stop.signal.aborted) setTold({ key, client, asked });
    };
    client.ask<Data>(query, JSON.parse(given), { signal: stop.signal }).then(
      (answer) => tell({ state: 'answered', answer, again }),
      (fault: unknown) => tell({ state: 'failed', fault, again }),
    );
    return () => stop.abort();
  }, [client, query, given, key, again]);

  return told?.key === key && told.client === client ? told.asked : { state: 'asking' };
}
