import { useMemo } from 'react';
import { WhatIMayDo } from '../../operations/stored';
import type { Asker } from '../asking/ask';
import { useAsked } from '../asking/use-asked';

/** Agencies at which the requester may do something, by the name of the act. */
export type MayDo = ReadonlyMap<string, readonly string[]>;

/** What the protocol opens to this role, for this purpose, of everybody: what depends on the family is settled at the act. */
export function useWhatIMayDo(asker: Asker): MayDo {
  const { told } = useAsked(asker, WhatIMayDo, {});
  return useMemo(() => {
    const may = new Map<string, string[]>();
    for (const { field, decision, stream } of told?.data?.explainAccess ?? []) {
      const act = field.split('.')[1] ?? '';
      const agency = stream?.split(':')[0];
      if (decision === 'GRANTED' && agency) may.set(act, [...(may.get(act) ?? []), agency]);
    }
    return may;
  }, [told]);
}
