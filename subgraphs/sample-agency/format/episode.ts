import type { DataQuality, HeldWorker } from '@family-view/kit';
import { readFields } from '@family-view/kit/field-reader';

/** Something that this agency does, or did, with one person. Days are ISO `YYYY-MM-DD`. */
export interface Episode {
  readonly personRef: string;
  readonly activity: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly worker: HeldWorker | null;
  readonly dataQuality: readonly DataQuality[];
}

/** A row of `/episodes`; null where it names nobody. */
export function readEpisode(value: unknown): Episode | null {
  const fields = readFields(value);
  const personRef = fields?.text('personId') ?? null;
  if (fields === null || personRef === null) return null;
  const worker = fields.part('worker');
  return {
    personRef,
    activity: fields.text('activity'),
    startDate: fields.date('startDate'),
    endDate: fields.date('endDate'),
    worker: worker && {
      id: worker.text('id'),
      name: worker.text('name'),
      role: worker.text('role'),
      team: worker.text('team'),
      organisation: worker.text('organisation'),
      phone: worker.text('phone'),
      email: worker.text('email'),
    },
    dataQuality: fields.faults,
  };
}

export const isRunning = ({ startDate, endDate }: Episode, today: string): boolean =>
  (startDate === null || startDate <= today) && (endDate === null || endDate >= today);
