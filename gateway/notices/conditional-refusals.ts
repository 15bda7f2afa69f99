import type { NarrowedOperation, Withheld } from '../authorize/types';
import type { Stream, WithheldReason } from '../policy/types';

/** What facts closed for somebody, as the notices tell it: by stream, of nobody in particular. */
export const conditionalRefusals = (
  { asked }: Pick<NarrowedOperation, 'asked'>,
  refused: ReadonlyMap<Stream, WithheldReason>,
): readonly Withheld[] =>
  [...refused].flatMap(([stream, reason]) =>
    [...asked]
      .filter(([, streams]) => streams.includes(stream))
      .map(([coordinate]) => ({ kind: 'withheld' as const, coordinate, stream, reason, clause: null })),
  );
