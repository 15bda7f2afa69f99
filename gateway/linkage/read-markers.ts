import { contractStream } from '@family-view/schema';
import type { Fact, KnownFacts, OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
import { markersReply } from './contract-replies';
import { type PersonSlots, pointerAt } from './slots';
import { isEmptySubject, type Learned, type Subject, subjectFor } from './subject';

/**
 * Markers that agencies without a pointer have put on people: a closed record is never matched, so each such agency is
 * told who is meant, as far as flows allow, and says its markers and nothing else. It is asked whether or not the
 * requester may know that it works with anybody: the answer goes to the gateway, which only withholds by it.
 */
export async function readMarkers(
  ask: LinkageQuestions,
  agencies: readonly string[],
  people: readonly PersonSlots[],
  run: OperationRun,
): Promise<readonly KnownFacts[]> {
  const telling = agencies.filter((agency) => run.rights.flows(agency, 'facts', 'gateway'));
  const learned = await learnAll(ask, people);
  const told = await Promise.all(
    telling.map(async (agency) => {
      const asked = people.map((slots, at): Subject | null => {
        const state = slots.get(agency)?.state;
        return state === 'pointer' || state === 'unanswered' ? null : subjectFor(agency, {}, learned[at]!, run.rights);
      });
      return { agency, markers: await askMarkers(ask, agency, asked) };
    }),
  );
  return people.map((slots, at): KnownFacts => {
    const facts: Fact[] = [];
    let complete = true;
    for (const { agency, markers } of told) {
      if (pointerAt(slots, agency) !== null) continue;
      const found = markers[at];
      if (!found) complete = false;
      else for (const value of found) facts.push({ kind: 'MARKER', value, from: null, until: null });
    }
    return { facts, complete };
  });
}

/** What the agencies that hold each of these people may pass on of them. */
async function learnAll(
  ask: LinkageQuestions,
  people: readonly PersonSlots[],
): Promise<readonly (readonly Learned[])[]> {
  const byAgency = await Promise.all(
    ask.openAgencies().map(async (agency) => {
      const refs = [...new Set(people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null))];
      const identities = refs.length > 0 ? await ask.identities(agency, refs) : [];
      return { agency, byRef: new Map(refs.map((ref, at) => [ref, identities?.[at] ?? null])) };
    }),
  );
  return people.map((slots) =>
    byAgency.flatMap(({ agency, byRef }): readonly Learned[] => {
      const identity = byRef.get(pointerAt(slots, agency) ?? '');
      return identity ? [{ from: agency, identity }] : [];
    }),
  );
}

/** For each subject its markers; null where the agency did not answer, or nothing may be told to it. */
async function askMarkers(
  ask: LinkageQuestions,
  agency: string,
  asked: readonly (Subject | null)[],
): Promise<readonly (readonly string[] | null)[]> {
  const subjects = asked.filter((subject) => subject !== null && !isEmptySubject(subject));
  if (subjects.length === 0) return asked.map(() => null);
  const reply = await ask.ask(agency, markersReply, {
    query: 'query ($subjects: [Subject!]!) { markers(subjects: $subjects) }',
    variables: { subjects },
    people: [],
    streams: [contractStream(agency, 'facts')],
  });
  if (!reply || reply.markers.length !== subjects.length) return asked.map(() => null);
  return asked.map((subject) => (subject ? (reply.markers[subjects.indexOf(subject)] ?? null) : null));
}
