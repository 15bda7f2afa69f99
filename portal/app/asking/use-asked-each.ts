import type { TypedDocumentNode } from '@apollo/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Asker } from './ask';
import type { Asked } from './use-asked';

/** One of several questions that are asked at once, by a key of its own. `variables: null`: not yet. */
export interface Question {
  readonly key: string;
  readonly document: TypedDocumentNode<unknown, Record<string, unknown>>;
  readonly variables: Record<string, unknown> | null;
}
type Progress = Pick<Asked<unknown>, 'state' | 'told'>;

const ASKING: Progress = { state: 'asking', told: null };

/** Asks all of them at once, however many; each is told as soon as it is answered, and can be asked again by itself. */
export function useAskedEach(
  asker: Asker,
  questions: readonly Question[],
  breakGlassToken: string | null,
): ReadonlyMap<string, Asked<unknown>> {
  const [turns, setTurns] = useState<Readonly<Record<string, number>>>({});
  const [progress, setProgress] = useState<Readonly<Record<string, Progress>>>({});
  const started = useRef<ReadonlySet<string>>(new Set());
  // What was told for other variables or under another right is never shown in this one's place.
  const nameOf = ({ key, variables }: Question): string =>
    JSON.stringify([key, variables, breakGlassToken, turns[key] ?? 0]);
  const wanted = questions.filter(({ variables }) => variables !== null).map((one) => [nameOf(one), one] as const);
  const latest = useRef(wanted);
  latest.current = wanted;
  const names = wanted.map(([name]) => name).join('\n');
  useEffect(() => {
    const before = started.current;
    started.current = new Set(names === '' ? [] : names.split('\n'));
    const keep = (all: Readonly<Record<string, Progress>>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => started.current.has(name)));
    setProgress(keep);
    for (const [name, { document, variables }] of latest.current) {
      if (before.has(name) || variables === null) continue;
      const set = (one: Progress): void => setProgress((all) => keep({ ...all, [name]: one }));
      asker.ask(document, variables, { breakGlassToken }).then(
        (told) => set({ state: 'told', told } as Progress),
        () => set({ state: 'failed', told: null }),
      );
    }
  }, [asker, names, breakGlassToken]);
  const again = useCallback((key: string) => setTurns((all) => ({ ...all, [key]: (all[key] ?? 0) + 1 })), []);
  return new Map(
    questions.map((one) => {
      const now = progress[nameOf(one)] ?? ASKING;
      return [one.key, { ...now, again: () => again(one.key) } as Asked<unknown>];
    }),
  );
}
