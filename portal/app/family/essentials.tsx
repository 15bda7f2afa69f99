import { placeAt } from '@family-view/client';
import type {
  CentrePartFragment,
  EducationPartFragment,
  HealthPartFragment,
  HousingPartFragment,
  SocialCarePartFragment,
} from '../../operations/stored';
import { listed } from '../look/words';
import type { Family, Member } from './use-family';

type Records = Partial<
  HealthPartFragment & EducationPartFragment & SocialCarePartFragment & HousingPartFragment & CentrePartFragment
>;

/** A line on each person, of what a meeting asks first: school, GP, status, home. What is not shared is not in it. */
export function Essentials({ family, member }: { readonly family: Family; readonly member: Member }) {
  const lines = family.parts.flatMap(({ asked, at }): readonly string[] => {
    const path = at(member.id);
    const place = path === null || asked.told === null ? null : placeAt(asked.told, path);
    return place?.kind === 'shown' ? essentialsIn(place.value as Records) : [];
  });
  if (lines.length === 0) return null;
  return <p className="govuk-body-s person__essentials">{lines.join(' · ')}</p>;
}

function essentialsIn({ health, education, socialCare, housing, childrensCentre }: Records): readonly string[] {
  const status = socialCare?.status;
  return [
    health?.registration?.registeredGpSurgery ? `GP: ${health.registration.registeredGpSurgery}` : null,
    education?.setting?.educationSettingName
      ? `School: ${listed([education.setting.educationSettingName, yearOf(education.setting.ncYearActual)])}`
      : null,
    status?.childProtectionPlan ? 'On a child protection plan' : null,
    status?.childInNeed ? 'Child in need' : null,
    status?.lookedAfter ? 'Looked after' : null,
    childrensCentre?.registration?.centre?.name ? `Centre: ${childrensCentre.registration.centre.name}` : null,
    housing?.tenancy?.landlord && housing.tenancy.isActive !== false ? `Landlord: ${housing.tenancy.landlord}` : null,
  ].filter((line) => line !== null);
}

/** NCyearActual: N1, N2, R, 1 to 14. */
const yearOf = (year: string | null): string | null =>
  year === null ? null : /^\d+$/.test(year) ? `year ${year}` : year === 'R' ? 'reception' : 'nursery';
