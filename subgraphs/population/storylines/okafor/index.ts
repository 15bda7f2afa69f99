import type { Draft } from '../../draft';
import type { Storyline } from '../../model';
import { Tale } from '../tale';
import { castOf } from './cast';
import { tellCentre } from './childrens-centre';
import { tellEducation } from './education';
import { tellHealth } from './health';
import { tellHousing } from './housing';
import { tellSocialCare } from './social-care';

/** COMPLEX: all five agencies know them, and none knows what the others know. */
export function tellOkafor(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'okafor',
    name: 'The Okafor family',
    need: 'COMPLEX',
    areaId: 'thornwick',
    summary:
      'A mother and three children known to all five agencies: attendance falling, a two-year review missed, a new baby, rent nine weeks behind.',
  });
  const cast = castOf(tale);
  tellHealth(tale, cast);
  tellEducation(tale, cast);
  tellSocialCare(tale, cast);
  tellHousing(tale, cast);
  tellCentre(tale, cast);
  return tale.finish();
}
