import { foldName } from './fold-name';

/** What is written behind a name to tell a son from a father who has the same. */
const GENERATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    jr: '2',
    jnr: '2',
    junior: '2',
    ii: '2',
    sr: '1',
    snr: '1',
    senior: '1',
    iii: '3',
    iv: '4',
    esq: '',
  }),
);

const splitLast = (folded: string): readonly [rest: string, last: string] => {
  const at = folded.lastIndexOf(' ');
  return [folded.slice(0, Math.max(at, 0)), folded.slice(at + 1)];
};

/** The name without it. Expects a folded name; alone the word is a name (Junior). */
export function withoutGeneration(folded: string): string {
  const [rest, last] = splitLast(folded);
  return rest !== '' && GENERATIONS.has(last) ? rest : folded;
}

/** Which of the bearers of one name: 1 for Snr, 2 for Jnr or II; null where nothing says so. */
export function generationIn(...written: readonly (string | null | undefined)[]): string | null {
  for (const name of written) {
    const [rest, last] = splitLast(name ? foldName(name) : '');
    const generation = rest === '' ? undefined : GENERATIONS.get(last);
    if (generation) return generation;
  }
  return null;
}
