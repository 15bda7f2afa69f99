/** Resources that more than one part of the stand-in's records is made of. */
import type { IsoDate, Worker } from '@family-view/population';
import { DUE_DATE, SYSTEMS, token } from './format/codes';
import type { Stored } from './stand-in-server';

/** Values that a token search finds: `system|code` and the bare code. */
export const tokens = (system: string, code: string): readonly string[] => [token({ system, code }), code];
/** Values that a reference search finds: `Patient/id` and the bare id. */
export const on = (type: string, id: string): readonly string[] => [`${type}/${id}`, id];
export const patientOf = (ref: string) => ({ reference: `Patient/${ref}` });
export const practitionerOf = (worker: Worker) => ({ reference: `Practitioner/${worker.id}`, display: worker.name });

export function careTeam(id: string, ref: string, name: string, category: string, worker: Worker | undefined): Stored {
  const participant = worker && {
    role: [{ text: worker.role }],
    member: practitionerOf(worker),
    onBehalfOf: { display: worker.organisation },
  };
  return {
    resource: {
      resourceType: 'CareTeam',
      id,
      status: 'active',
      category: [{ text: category }],
      name,
      subject: patientOf(ref),
      participant: participant ? [participant] : [],
    },
    found: { patient: on('Patient', ref), status: ['active'] },
  };
}

export const ambulatory = { system: SYSTEMS.actCode, code: 'AMB' };
export const emergency = { system: SYSTEMS.actCode, code: 'EMER' };

interface EncounterElements {
  readonly class: { readonly system: string; readonly code: string };
  readonly period?: { readonly start: string };
  readonly [element: string]: unknown;
}

export const encounter = (
  id: string,
  ref: string,
  status: string,
  more: EncounterElements,
  type: readonly string[] = [],
): Stored => ({
  resource: { resourceType: 'Encounter', id, status, subject: patientOf(ref), ...more },
  found: {
    patient: on('Patient', ref),
    status: [status],
    class: tokens(more.class.system, more.class.code),
    date: more.period ? [more.period.start] : [],
    type,
  },
});

export const dueDate = (
  id: string,
  subject: string,
  day: IsoDate | undefined,
  more: object,
  focus: readonly string[] = [],
): Stored => ({
  resource: {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [DUE_DATE] },
    subject: { reference: `Patient/${subject}` },
    ...(day === undefined ? {} : { valueDateTime: day }),
    ...more,
  },
  found: {
    patient: on('Patient', subject),
    code: tokens(DUE_DATE.system, DUE_DATE.code),
    'value-date': day === undefined ? [] : [day],
    focus,
  },
});
