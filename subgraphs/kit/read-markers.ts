/** Reading the words by which a partner system says that a record is closed. */
import type { Marker } from './connector';

const MARKERS: readonly Marker[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED', 'DECEASED'];

/**
 * The markers in a partner's own texts, in any capitals, one or several to a text. A word that is not known still means
 * that somebody wanted the record closed: it counts as RESTRICTED, and `unknown` says that it must be told.
 *
 * @example
 * ```ts
 * readMarkers(['Restricted, adopted']); // { markers: ['RESTRICTED', 'ADOPTED'], unknown: false }
 * ```
 */
export function readMarkers(texts: readonly string[]): {
  readonly markers: readonly Marker[];
  readonly unknown: boolean;
} {
  const words = texts.flatMap((text) => {
    const parts = text.normalize('NFKC').split(/[\s;,|/]+/);
    const written = parts.filter((part) => part !== '');
    // An entry that is only space or punctuation was written all the same.
    return written.length === 0 ? [''] : written;
  });
  const read = words.map((word) => MARKERS.find((marker) => marker === word.toUpperCase()));
  return {
    markers: [...new Set(read.map((marker) => marker ?? 'RESTRICTED'))],
    unknown: read.includes(undefined),
  };
}
