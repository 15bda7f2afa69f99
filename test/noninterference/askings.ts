import { PERSONAS, type Persona, type PersonaName } from '@family-view/gateway/identity/personas';

/** One persona asking for one purpose. */
export interface Asking {
  readonly persona: PersonaName;
  readonly role: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly caseReference: string | null;
}

const needsCase = (purpose: string): boolean => purpose === 'SAFEGUARDING' || purpose === 'TRIAGE';

/** Every persona at each of its purposes. */
export const ASKINGS: readonly Asking[] = Object.entries<Persona>(PERSONAS).flatMap(
  ([persona, { purposes, role, organisation }]) =>
    purposes.map((purpose) => ({
      persona: persona as PersonaName,
      role,
      organisation,
      purpose,
      caseReference: needsCase(purpose) ? 'CASE-1' : null,
    })),
);
