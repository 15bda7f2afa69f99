import { AGENCIES, agencySdl } from '@family-view/schema';
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';

/** An act as an agency publishes it: read from its SDL, not from the gateway. */
export interface PublishedAct {
  readonly agency: string;
  readonly name: string;
  readonly stream: string;
  /** Whether it is taken of somebody whom the agency does not hold. */
  readonly takesSubject: boolean;
  /** Its own arguments, as text with values that fit. */
  given(text: (argument: string) => string): string;
}

const SAMPLES: Readonly<Record<string, string>> = {
  Int: '99',
  Boolean: 'true',
  Date: '"2020-01-01"',
  ReferralService: 'CHILDRENS_CENTRE',
  PrimaryNeed: 'N4',
  ReferralConsent: 'NOT_ASKED',
  ReferralStatus: 'ACCEPTED',
  TriageDecision: 'SIGNPOST',
  AllocationKind: 'LEAD_PROFESSIONAL',
  FamilyChoice: 'CHOSEN',
  CaseRating: 'GREEN',
  StepDirection: 'UP',
  ContinuumLevel: 'UNIVERSAL',
  ClosingOutcome: 'NEEDS_MET',
  Programme: 'STRONGER_FAMILIES',
  ProgrammeLevel: 'MEDIUM',
  HeadlineOutcome: 'SECURE_HOUSING',
  ProgrammeOutcomeState: 'SOUGHT',
  VoiceOf: 'CHILD',
};
const OURS = ['ref', 'subject', 'key'];

export function readActs(
  sdlOf: (agency: string) => string = (agency) => agencySdl(agency as never),
): readonly PublishedAct[] {
  return AGENCIES.flatMap((agency) =>
    parse(sdlOf(agency))
      .definitions.filter((one): one is ObjectTypeDefinitionNode => one.kind === Kind.OBJECT_TYPE_DEFINITION)
      .filter(({ name }) => name.value === 'Mutation')
      .flatMap(({ fields = [] }) => fields.map((field) => readAct(agency, field))),
  );
}

function readAct(agency: string, field: FieldDefinitionNode): PublishedAct {
  const args = (field.arguments ?? []).filter(({ name }) => !OURS.includes(name.value));
  return {
    agency,
    name: field.name.value,
    stream: /policies: \[\["([^"]+)"/.exec(print(field))![1]!,
    takesSubject: (field.arguments ?? []).some(({ name }) => name.value === 'subject'),
    given: (text) =>
      args
        .map(({ name, type }) => {
          const named = print(type).replace(/[[\]!]/g, '');
          const value = SAMPLES[named] ?? JSON.stringify(text(name.value));
          return `${name.value}: ${print(type).startsWith('[') ? '[]' : value}`;
        })
        .join(', '),
  };
}
