import type { HeldPerson, MatchBlock } from '../connector';
import { type Decided, decideCandidates, type MatchCandidate, NOTHING_DECIDED } from './decide-candidates';
import type { FindBlock } from './find-blocks';
import { blocksFor } from './match-blocks';
import type { MatchSubject } from './subject';
import { decideUnborn, findNewborn, isUnborn } from './unborn';

/** A ref that no agency gives: it stands in for a mother who was not found, so that the same search is made. */
const NO_REF = '00000000-0000-0000-0000-000000000000';

/** What a match is made from, for one request. */
export interface MatchSources {
  readonly find: FindBlock;
  /** What people here decided before about a subject. */
  readonly recall: (subject: MatchSubject) => Promise<Decided>;
  readonly people: (refs: readonly string[]) => Promise<readonly (HeldPerson | null)[]>;
  /** Which records may be told of: those that are not take part in the work and not in the answer. */
  readonly takes: (person: HeldPerson) => boolean;
}

/**
 * Who these people are here. Compares inside the agency's own walls; answers one list for each subject.
 */
export async function matchSubjects(
  sources: MatchSources,
  subjects: readonly MatchSubject[],
): Promise<readonly (readonly MatchCandidate[])[]> {
  const { find } = sources;
  const findTaken = async (blocks: readonly MatchBlock[]): Promise<readonly HeldPerson[]> =>
    (await Promise.all(blocks.map(find))).flat().filter(sources.takes);

  const matchOne = async (subject: MatchSubject): Promise<readonly MatchCandidate[]> => {
    const decided = await sources.recall(subject);
    const [found, confirmed] = await Promise.all([
      findTaken(blocksFor(subject)),
      sources.people([...decided.same]).then((people) => people.filter((person) => person !== null)),
    ]);
    const themselves = decideCandidates(subject, [...found, ...confirmed], decided);
    if (!subject.mother)
      return isUnborn(subject) && decided.same.size === 0 ? themselves.map(neverByItself) : themselves;

    const mothers = decideCandidates(subject.mother, await findTaken(blocksFor(subject.mother)), NOTHING_DECIDED);
    const mother = mothers.find(({ outcome }) => outcome === 'MATCH')?.ref ?? NO_REF;
    const children = await findTaken([{ by: 'mother', value: mother }]);
    const undecided = children.filter(({ ref }) => !decided.different.has(ref));
    if (isUnborn(subject)) return decided.same.size > 0 ? themselves : decideUnborn(subject, undecided);
    if (themselves.some(({ outcome }) => outcome !== 'POTENTIAL')) return themselves;
    const told = new Set(themselves.map(({ ref }) => ref));
    return [...themselves, ...findNewborn(subject, undecided).filter(({ ref }) => !told.has(ref))];
  };
  return Promise.all(subjects.map(matchOne));
}

/** Without the mother nothing tells one unborn child from another, unless a person has. */
const neverByItself = (candidate: MatchCandidate): MatchCandidate =>
  candidate.comparedOn.some((field) => field === 'nhsNumber' || field === 'upn')
    ? candidate
    : { ...candidate, outcome: candidate.outcome === 'MATCH' ? 'POTENTIAL' : candidate.outcome };
