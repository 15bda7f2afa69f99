import { schoolIn } from '../../places';
import { storyHome, type Tale } from '../tale';

export type Cast = ReturnType<typeof castOf>;

export function castOf(tale: Tale) {
  const { draft } = tale;
  const home = storyHome(1, '14 Loom Street', 'Thornwick', 'ZB2 4ZQ');
  const fathersHome = storyHome(2, '8 Kiln Court', 'Aldermere', 'ZB1 2ZD');
  const common = { familyName: 'Okafor', address: home, ethnicity: 'BAFR' };
  const mother = tale.person('mother', {
    ...common,
    kind: 'carer',
    givenName: 'Ngozi',
    formerNames: ['Eze'],
    dateOfBirth: '1992-05-14',
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
  });
  const father = tale.person('father', {
    ...common,
    address: fathersHome,
    kind: 'carer',
    givenName: 'Chidi',
    dateOfBirth: '1989-12-03',
    sex: 'M',
    nhsNumber: draft.newNhsNumber(),
  });
  // Moved in last summer. Only the landlord has been told.
  const partner = tale.person('partner', {
    kind: 'carer',
    givenName: 'Darren',
    familyName: 'Pickles',
    address: home,
    dateOfBirth: '1990-11-02',
    sex: 'M',
  });
  const child = { ...common, kind: 'child' as const, mother: mother.id, father: father.id };
  const school = schoolIn(tale.area, 'primary', 0);
  const oldest = tale.person('oldest', {
    ...child,
    givenName: 'Daniel',
    dateOfBirth: '2017-03-22',
    sex: 'M',
    nhsNumber: draft.newNhsNumber(),
    upn: draft.newUpn(school.laEstab, 2021),
    laChildId: draft.newLaChildId(),
  });
  const toddler = tale.person('toddler', {
    ...child,
    givenName: 'Grace',
    dateOfBirth: '2024-04-30',
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
    laChildId: draft.newLaChildId(),
  });
  const baby = tale.person('baby', {
    ...child,
    givenName: 'Samuel',
    dateOfBirth: '2026-07-09',
    sex: 'M',
    nhsNumber: draft.newNhsNumber(),
    laChildId: draft.newLaChildId(),
  });
  return { mother, father, partner, oldest, toddler, baby, home, school };
}
