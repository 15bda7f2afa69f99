/** What differs between what came of one question in two worlds. */
import type { Outcome } from './two-stacks';

export const ROUNDS = 'rounds';

/** What differs between two outcomes. */
export function compare(there: Outcome, notThere: Outcome): readonly string[] {
  const faults: string[] = [];
  const alike = (one: unknown, other: unknown, what: string): void => {
    const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
    if (a !== b) faults.push(`${what} differ: ${difference(a, b)}`);
  };
  alike(there.bytes, notThere.bytes, 'answers');
  alike(there.text.length, notThere.text.length, 'lengths of answers');
  const asked = ({ calls }: Outcome) => calls.map(({ round: _r, answer: _a, ...call }) => call);
  alike(asked(there), asked(notThere), 'calls');
  alike(
    there.calls.map(({ answer }) => answer),
    notThere.calls.map(({ answer }) => answer),
    "agencies' answers",
  );
  alike(there.work, notThere.work, "agencies' work");
  const rounds = ({ calls }: Outcome) => calls.map(({ agency, round }) => `${round} ${agency}`).sort();
  alike(rounds(there), rounds(notThere), ROUNDS);
  return faults;
}

function difference(a: string, b: string): string {
  const at = [...a].findIndex((character, place) => character !== b[place]);
  const from = Math.max(0, at - 120);
  return `…${a.slice(from, at + 200)}… against …${b.slice(from, at + 200)}…`;
}

/** To questions asked both times: who the requester is at home is asked once for many minutes. */
export function answersDiffer(one: Outcome, other: Outcome): boolean {
  const answers = new Map(
    one.calls.map(({ agency, query, variables, answer }) => [`${agency} ${query} ${variables}`, answer]),
  );
  return other.calls.some(({ agency, query, variables, answer }) => {
    const found = answers.get(`${agency} ${query} ${variables}`);
    return found !== undefined && found !== answer;
  });
}
