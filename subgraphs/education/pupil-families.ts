import type { HeldGroup } from '@family-view/kit';
import type { PupilRecord } from './format';

/**
 * The families that schools assert: the pupils of one family record, with the parents and carers on each pupil's own
 * record. A pupil without a family record makes a family with their own contacts; one person alone makes none.
 */
export function groupsOf(refs: readonly string[], pupils: readonly PupilRecord[]): readonly (readonly HeldGroup[])[] {
  const families = new Map<string, Map<string, PupilRecord>>();
  for (const pupil of pupils) {
    const family = pupil.familyId ?? `pupil:${pupil.person.ref}`;
    families.set(family, (families.get(family) ?? new Map()).set(pupil.person.ref, pupil));
  }
  const groups = [...families]
    // By reference, whoever of the family was asked about first.
    .map(([ref, children]) =>
      familyGroup(
        ref,
        [...children.keys()].sort().map((child) => children.get(child)!),
      ),
    )
    .filter((group) => group.members.length > 1);
  return refs.map((ref) => groups.filter((group) => group.members.some((member) => member.ref === ref)));
}

function familyGroup(ref: string, children: readonly PupilRecord[]): HeldGroup {
  return {
    ref,
    kind: 'FAMILY',
    members: children.flatMap((child) => [
      {
        ref: child.person.ref,
        relationship: 'Child',
        to: child.contacts[0]?.ref ?? null,
        from: null,
        until: null,
        parentalResponsibility: null,
      },
      ...child.contacts.map((contact) => ({ ...contact, to: child.person.ref })),
    ]),
  };
}
