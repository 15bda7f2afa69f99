import { useMemo } from 'react';
import { WhatIMayDo, type WhatIMayDoQuery } from '../../operations/stored';
import type { Asker } from '../asking/ask';
import { type Asked, useAsked } from '../asking/use-asked';

/** Agencies at which the requester may do something, by the name of the act; and who tells of the team around a family. */
export type MayDo = ReadonlyMap<string, readonly string[]>;
/** The page that shows how a family's early help stands: for whoever may see or do some of it, for some families at least. */
export const TEAM_PAGE = 'teamAroundFamily';
const OF_THE_TEAM = ['EarlyHelpRecord.stepProposals', 'EarlyHelpRecord.calledMeetings', 'Mutation.finishAction'];
type Told = NonNullable<Asked<WhatIMayDoQuery>['told']>;

/** What the protocol opens to this role, for this purpose, of everybody: what depends on the family is settled at the act. */
export function useWhatIMayDo(asker: Asker): { readonly mayDo: MayDo; readonly mayDoAsked: Asked<WhatIMayDoQuery> } {
  const asked = useAsked(asker, WhatIMayDo, {});
  return useMemo(() => ({ mayDo: openIn(asked.told), mayDoAsked: asked }), [asked]);
}

function openIn(told: Told | null): MayDo {
  const may = new Map<string, string[]>();
  for (const { field, decision, stream } of told?.data?.explainAccess ?? []) {
    const act = field.split('.')[1] ?? '';
    const agency = stream?.split(':')[0];
    if (OF_THE_TEAM.includes(field) && decision !== 'WITHHELD' && agency) may.set(TEAM_PAGE, [agency]);
    if (decision === 'GRANTED' && agency) may.set(act, [...(may.get(act) ?? []), agency]);
  }
  return may;
}
