import type { ReactNode } from 'react';

/** One part of an agency's record of a person. */
export interface Section {
  readonly title: string;
  /** From the person, as `['health', 'immunisations']`. */
  readonly path: readonly string[];
  readonly show: (value: unknown) => ReactNode;
  /** What of it stands in the timeline, where nothing was written for the agency. */
  readonly dates?: ((value: unknown) => readonly Dated[]) | undefined;
}
export interface Dated {
  readonly date: string | null;
  readonly what: string | null;
}

/** `show` is told the type that the stored operation gives the value at this path. */
export const section = <Value>(
  title: string,
  path: string,
  show: (value: NonNullable<Value>) => ReactNode,
): Section => ({ title, path: path.split('.'), show: show as Section['show'] });
