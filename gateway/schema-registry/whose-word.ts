import type { Fact } from '../policy/types';
import type { Ownership } from './read-ownership';

/** Whose streams a fact may open, when this agency tells it: everybody's, its own, or nobody's. */
export type WhoseWord = (agency: string, fact: Pick<Fact, 'kind' | 'value'>) => NonNullable<Fact['opens']>;

/** Of these every agency that holds a person knows its own: they open where all of them agree, and close by any. */
const EVERYBODYS: ReadonlySet<Fact['kind']> = new Set(['AGE', 'DATE_OF_BIRTH', 'MARKER']);

/** As the ownership file has it. An agency that declares nothing opens nothing. */
export const whoseWord =
  ({ agencies }: Ownership): WhoseWord =>
  (agency, { kind, value }) => {
    if (EVERYBODYS.has(kind)) return 'ANY';
    const named = kind === 'RELATIONSHIP' ? value : kind;
    const declared = agencies.get(agency);
    const holds = (facts: readonly string[] | undefined): boolean => facts?.includes(named) === true;
    if (holds(declared?.facts)) return 'ANY';
    return holds(declared?.ownFacts) ? [agency] : [];
  };
