/** The borough's health visiting, midwifery and clinical records, as the child health system holds them, in FHIR. */
import type { HealthContent, HeldInvolvement, Holdings, Worker } from '@family-view/population';
import { SYSTEMS } from './format/codes';
import { writeContent } from './stand-in-record';
import { ambulatory, careTeam, encounter, on, patientOf, practitionerOf, tokens } from './stand-in-resources';
import type { Stored } from './stand-in-server';

export function writeCare(held: Holdings<HealthContent>): readonly Stored[] {
  return [
    ...workersOf(held).flatMap(writeWorker),
    ...held.involvements.flatMap(writeInvolvement),
    ...[...held.content].flatMap(([ref, content]) => writeContent(ref, content)),
  ];
}

function workersOf({ workers, involvements, content }: Holdings<HealthContent>): readonly Worker[] {
  const inContent = [...content.values()].flatMap(({ healthVisitor, maternity, mandatedContacts }) => [
    healthVisitor,
    maternity?.midwife,
    ...mandatedContacts.map(({ practitioner }) => practitioner),
  ]);
  const all = [...workers, ...involvements.map(({ worker }) => worker), ...inContent].flatMap((worker) => worker ?? []);
  return [...new Map(all.map((worker) => [worker.id, worker])).values()];
}

function writeWorker(worker: Worker): readonly Stored[] {
  const telecom = [
    { system: 'phone', value: worker.phone, use: 'work' },
    { system: 'email', value: worker.email, use: 'work' },
  ];
  const identifier = [{ system: SYSTEMS.sdsUser, value: worker.id }];
  return [
    {
      resource: { resourceType: 'Practitioner', id: worker.id, identifier, name: [{ text: worker.name }], telecom },
      found: { identifier: tokens(SYSTEMS.sdsUser, worker.id) },
    },
    {
      resource: {
        resourceType: 'PractitionerRole',
        id: `${worker.id}-post`,
        practitioner: { reference: `Practitioner/${worker.id}` },
        organization: { display: worker.organisation },
        code: [{ text: worker.role }],
        healthcareService: [{ display: worker.team }],
      },
      found: { practitioner: on('Practitioner', worker.id) },
    },
  ];
}

function writeInvolvement(involvement: HeldInvolvement, place: number): readonly Stored[] {
  const { ref, service, worker, from, to, lastInteraction } = involvement;
  const id = `${ref}-care-${place + 1}`;
  const status = to === undefined ? 'active' : 'finished';
  const team = involvement.team ?? worker?.team;
  return [
    {
      resource: {
        resourceType: 'EpisodeOfCare',
        id,
        status,
        type: [{ text: service }],
        patient: patientOf(ref),
        period: { start: from, end: to },
        ...(worker && { careManager: practitionerOf(worker), managingOrganization: { display: worker.organisation } }),
        ...(team && { team: [{ reference: `CareTeam/${id}-team` }] }),
      },
      found: {
        patient: on('Patient', ref),
        status: [status],
        'care-manager': worker ? on('Practitioner', worker.id) : [],
      },
    },
    ...(team ? [careTeam(`${id}-team`, ref, team, service, worker)] : []),
    ...(lastInteraction
      ? [
          encounter(`${id}-last`, ref, 'finished', {
            class: ambulatory,
            period: { start: lastInteraction },
            episodeOfCare: [{ reference: `EpisodeOfCare/${id}` }],
          }),
        ]
      : []),
  ];
}
