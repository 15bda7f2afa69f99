/** V: a record that the agency closes cannot be told from one that it does not hold. */
import { askField, readField, wholeGrant } from './ask-contract';
import { groupOf } from './audit';
import { expectThat, NotTried } from './expect-that';
import { heldLeaves, tellPath, tellPlace } from './read-reply';
import { NOBODY, type Target } from './target';

/** Every ref on the roster, up to five hundred. */
async function rosterOf(target: Target): Promise<readonly string[]> {
  const { refs } = await readField(
    target,
    'roster',
    { area: target.pointers.area, mine: false, first: 500 },
    wholeGrant(target, []),
  );
  return refs as string[];
}

const subjectOf = (target: Target): Readonly<Record<string, unknown>> => {
  const { subject } = target.closed;
  if (!subject)
    throw new NotTried('it needs what a searcher would know of the closed record: its "subject" in --pointers');
  return subject;
};

export const vetoAudits = groupOf('V', 'The veto', [
  [
    'MUST',
    'answer for a closed record, under every stream, exactly as for one that it does not hold',
    async (target) => {
      for (const { ref } of [target.closed, ...target.pointers.closed.slice(1)]) {
        const closed = await target.askPeople([ref], [target.all([ref])]);
        const nobody = await target.askPeople([NOBODY], [target.all([NOBODY])]);
        const entity: unknown = closed.body?.data?._entities?.[0];
        const leaked = heldLeaves(entity, target.shape.person.leaves);
        expectThat(
          leaked.length === 0,
          `expected nothing at ${leaked.map(tellPath).join(', ')} of a closed record, came a value`,
        );
        expectThat(
          closed.status === nobody.status &&
            tellPlace(closed, entity, 0) === tellPlace(nobody, nobody.body?.data?._entities?.[0], 0),
          'expected the answer of a record that is not held, came another: it tells that there is one',
        );
      }
    },
  ],
  [
    'MUST',
    'answer identity, involvements, members and facts of a closed record as of one that it does not hold',
    async (target) => {
      for (const { ref } of [target.closed, ...target.pointers.closed.slice(1)])
        for (const [name, more] of [
          ['identity', {}],
          ['involvements', {}],
          ['members', {}],
          ['facts', { kinds: ['AGE', 'MARKER', 'DATE_OF_BIRTH', 'AREA', 'RELATIONSHIP'] }],
        ] as const) {
          const closed = await askField(target, name, { refs: [ref], ...more }, wholeGrant(target, [ref]));
          const nobody = await askField(target, name, { refs: [NOBODY], ...more }, wholeGrant(target, [NOBODY]));
          expectThat(
            JSON.stringify(closed.body) === JSON.stringify(nobody.body),
            `expected ${name} as of a record that is not held, came another answer`,
          );
        }
    },
  ],
  [
    'MUST',
    'leave a closed record out of its roster',
    async (target) => {
      const { ref } = target.closed;
      expectThat(
        !(await rosterOf(target)).includes(ref),
        'expected a roster without the closed record, came one with it',
      );
    },
  ],
  [
    'MUST',
    "leave a closed record out of everybody else's family and household, and point at it from nowhere",
    async (target) => {
      const closed = [target.closed, ...target.pointers.closed.slice(1)].map(({ ref }) => ref);
      const refs = [...new Set([...target.pointers.open, ...(await rosterOf(target))])].slice(0, 500);
      for (const name of ['members', 'identity']) {
        const reply = await askField(target, name, { refs }, wholeGrant(target, refs));
        const pointed = closed.filter((ref) => reply.text.includes(JSON.stringify(ref)));
        expectThat(pointed.length === 0, `expected ${name} without the closed record, came one that names it`);
      }
    },
  ],
  [
    'MUST',
    'match a closed record to nobody',
    async (target) => {
      const [found] = (await readField(target, 'match', { subjects: [subjectOf(target)] }, wholeGrant(target, []))) as {
        ref: string;
      }[][];
      expectThat(!found!.some(({ ref }) => ref === target.closed.ref), 'expected no candidate, came the closed record');
    },
  ],
  [
    'MUST',
    'tell by markers, and by no pointer, that somebody who may be meant is marked',
    async (target) => {
      const reply = await askField(target, 'markers', { subjects: [subjectOf(target)] }, wholeGrant(target, []));
      const [markers] = (reply.body?.data?.markers ?? [[]]) as string[][];
      expectThat(
        (markers ?? []).some((marker) => ['RESTRICTED', 'SHIELDED', 'ADOPTED'].includes(marker)),
        'expected RESTRICTED, SHIELDED or ADOPTED, came none: the gateway withholds by it',
      );
      expectThat(!reply.text.includes(target.closed.ref), 'expected markers alone, came a pointer');
    },
  ],
  [
    'MUST',
    'keep no decision about a closed record',
    async (target) => {
      const { ref } = target.closed;
      const ask = { subject: subjectOf(target), ref, same: true, statement: 'Conformance' };
      expectThat(
        (await readField(target, 'confirm', ask, wholeGrant(target, [ref]))) === false,
        'expected false, came true',
      );
    },
  ],
]);
