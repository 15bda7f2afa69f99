import type { ProtocolDocument } from '../read/protocol-document';

export const distinct = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];
/** a, b and c */
export const listed = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
/** As the newest that names it has it. */
export const roleTitle = (both: readonly ProtocolDocument[], role: string): string =>
  both
    .toReversed()
    .flatMap(({ roles }) => roles)
    .find(({ code }) => code === role)?.title ?? role;
export const purposeTitle = (both: readonly ProtocolDocument[], purpose: string): string =>
  (
    both
      .toReversed()
      .flatMap(({ purposes }) => purposes)
      .find(({ code }) => code === purpose)?.title ?? purpose
  ).toLowerCase();
