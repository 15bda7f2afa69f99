import type { HeldGroup } from '@family-view/kit';
import type { ExportIndex } from './export/export-index';

/** The families a person is on a form with. The form does not ask for parental responsibility, nor since when. */
export function familyGroups(index: ExportIndex, ref: string): readonly HeldGroup[] {
  const familyRefs = index.people.get(ref)?.familyRefs ?? [];
  return familyRefs.map((familyRef) => ({
    ref: familyRef,
    kind: 'FAMILY',
    members: index.family(familyRef).flatMap((member) =>
      member.relationships
        .filter((stated) => stated.familyRef === familyRef)
        .map(({ relationship, child }) => ({
          ref: member.ref,
          relationship,
          to: child,
          from: null,
          until: null,
          parentalResponsibility: null,
        })),
    ),
  }));
}
