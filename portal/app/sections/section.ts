import type { ReactNode } from 'react';

/** One part of an agency's record of a person. */
export interface Section {
  readonly title: string;
  /** From the person, as `['health', 'immunisations']`. */
  readonly path: readonly string[];
  readonly show: (value: unknown) => ReactNode;
}

/** `show` is told the type that the stored operation gives the value at this path. */
export const section = <Value>(
  title: string,
  path: string,
  show: (value: NonNullable<Value>) => ReactNode,
): Section => ({ title, path: path.split('.'), show: show as Section['show'] });
