/** C, from 23 on: each answer says of whom it is, by references that the gateway can seal. What is not so it takes for none. */
import { MOST_FAMILY_MEMBERS, REFERENCE_BYTES } from '@family-view/schema';
import { readField, wholeGrant } from './ask-contract';
import type { AuditLine } from './audit';
import { expectThat } from './expect-that';
import type { Target } from './target';

interface Group {
  readonly ref: string;
  readonly kind: string;
  readonly members: readonly { readonly ref: string; readonly subject: { readonly ref: string } | null }[];
}

const groupsOf = async (target: Target, refs: readonly string[]): Promise<readonly (readonly Group[])[]> =>
  readField(target, 'members', { refs }, wholeGrant(target, refs));

export const REFERENCES_OF_THE_CONTRACT: readonly AuditLine[] = [
  [
    'MUST',
    'name in each involvement the person it is about, by the ref that was asked for',
    async (target) => {
      const refs = [...target.two].reverse();
      const told = await readField(target, 'involvements', { refs }, wholeGrant(target, refs));
      for (const [at, involvements] of (told as { ref: string }[][]).entries())
        expectThat(
          involvements.every(({ ref }) => ref === refs[at]),
          "expected `ref` of an involvement to be the person's that was asked for, came another: it is no number of the involvement",
        );
    },
  ],
  [
    'MUST',
    'put whoever is asked for among the members of each of their groups, and every subject under the ref of its member',
    async (target) => {
      const refs = target.two;
      for (const [at, groups] of (await groupsOf(target, refs)).entries())
        for (const { kind, members } of groups) {
          expectThat(
            members.some(({ ref }) => ref === refs[at]),
            `expected the person asked for among the members of their ${kind}, came a group of others`,
          );
          expectThat(
            members.every(({ ref, subject }) => subject === null || subject.ref === ref),
            `expected each subject of a ${kind} under the ref of its member, came another person's`,
          );
        }
    },
  ],
  [
    'MUST',
    `give no reference that is empty or of more than ${REFERENCE_BYTES} bytes`,
    async (target) => {
      const groups = await groupsOf(target, target.two);
      const { area } = target.pointers;
      const roster = area
        ? await readField(target, 'roster', { area, first: 100 }, wholeGrant(target, []))
        : { refs: [] };
      const told: readonly string[] = [
        ...target.two,
        ...groups.flat().flatMap(({ ref, members }) => [ref, ...members.map((member) => member.ref)]),
        ...roster.refs,
      ];
      const unfit = told.filter((ref) => ref === '' || Buffer.byteLength(ref) > REFERENCE_BYTES).length;
      expectThat(
        unfit === 0,
        `expected references of 1 to ${REFERENCE_BYTES} bytes in UTF-8, came ${unfit} of another length of ${told.length}`,
      );
    },
  ],
  [
    'MUST',
    `assert no more than ${MOST_FAMILY_MEMBERS} people of one person's families`,
    async (target) => {
      for (const groups of await groupsOf(target, target.two)) {
        const families = groups.filter(({ kind }) => kind === 'FAMILY');
        const members = new Set(families.flatMap(({ members }) => members.map(({ ref }) => ref))).size;
        expectThat(
          members <= MOST_FAMILY_MEMBERS,
          `expected at most ${MOST_FAMILY_MEMBERS} people in the families of one person, came ${members}`,
        );
      }
    },
  ],
];
