import { agencyName, joined } from '../look/words';

interface Answer {
  readonly agency: string;
  readonly status: string;
}

/** Of a child who is stopped: at whom records of theirs may stay open, and what to do. Null where none may. */
export function notClosed(answers: readonly Answer[]): string | null {
  const at = (status: string): string | null =>
    joined(answers.flatMap((one) => (one.status === status ? [agencyName(one.agency)] : [])));
  const [silent, maybe] = [at('UNAVAILABLE'), at('POSSIBLE')];
  const told = [
    silent && `${silent} did not answer: what is held there is not stopped. Stop the child again when they answer.`,
    maybe && `${maybe} may know the child, and not for certain: what is held there is not stopped. Ring them.`,
  ].filter(Boolean);
  return told.length === 0 ? null : told.join(' ');
}
