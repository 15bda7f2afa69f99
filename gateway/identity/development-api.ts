import { FamilyViewError } from '../errors';
import type { DevelopmentKey } from './development-keys';
import { PurposeUnknown } from './errors';
import { isPersonaName, PERSONAS, type Persona } from './personas';
import { signDevelopmentToken } from './sign-development-token';
import { PURPOSES, type Purpose } from './types';

class PersonaUnknown extends FamilyViewError {
  constructor(came: unknown) {
    super(
      `There is no persona ${JSON.stringify(came)?.slice(0, 60)}; expected one of ${Object.keys(PERSONAS).join(', ')}.`,
      { code: 'PERSONA_UNKNOWN', httpStatus: 400 },
    );
  }
}

/** Tokens for the IDE's persona picker. Opened in development only. */
export function openDevelopmentApi(key: DevelopmentKey, now: () => Date) {
  return {
    personas: (): readonly object[] =>
      Object.entries<Persona>(PERSONAS).map(
        ([persona, { role, title, name, organisation, purposes, defaultPurpose }]) => ({
          persona,
          name,
          role,
          title,
          organisation,
          purposes,
          defaultPurpose,
        }),
      ),
    token: async (persona: unknown, purpose: unknown): Promise<string> => {
      if (typeof persona !== 'string' || !isPersonaName(persona)) throw new PersonaUnknown(persona);
      if (purpose !== undefined && purpose !== null && !PURPOSES.includes(purpose as Purpose))
        throw new PurposeUnknown();
      return signDevelopmentToken(key, persona, { purpose: (purpose as Purpose | null | undefined) ?? undefined, now });
    },
  };
}
