/**
 * What each count of the catalogue should be, from the population's own records: the catalogue's written definitions and the
 * rules that it cites, said a second time. Shares no code with the agencies' counting, nor with the kit's.
 */
import type { Borough } from '@family-view/population';
import { centreDefinitions } from './childrens-centre';
import type { Definition } from './definition';
import { educationDefinitions } from './education';
import { healthDefinitions } from './health';
import { housingDefinitions } from './housing';
import { socialCareDefinitions } from './social-care';
import { openSubjects, type View } from './subjects';

export type Oracle = (agency: string, count: string) => Definition;

export function openOracle(borough: Borough, view: View): Oracle {
  const subjects = openSubjects(borough, view);
  const definitions = {
    health: healthDefinitions(subjects),
    education: educationDefinitions(borough, subjects),
    'social-care': socialCareDefinitions(borough, subjects),
    housing: housingDefinitions(borough, subjects),
    'childrens-centre': centreDefinitions(borough, subjects),
  };
  return (agency, count) => {
    const found = definitions[agency as keyof typeof definitions][count];
    if (!found) throw new Error(`no definition of ${count} of ${agency}`);
    return found;
  };
}
