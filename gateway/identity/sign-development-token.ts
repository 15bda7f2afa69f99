import { importJWK, SignJWT } from 'jose';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, type DevelopmentKey } from './development-keys';
import { PurposeNotAllowed } from './errors';
import { PERSONAS, type Persona, type PersonaName } from './personas';
import type { Purpose } from './types';

export const DEVELOPMENT_TOKEN_HOURS = 12;

/**
 * A token for a persona, good for twelve hours.
 * @param options.id a colleague of theirs, by another work id.
 * @param options.purpose the purpose of requests that state none; by default the persona's own.
 * @throws {PurposeNotAllowed} where the persona may not state it.
 */
export async function signDevelopmentToken(
  key: DevelopmentKey,
  name: PersonaName,
  options: { readonly purpose?: Purpose; readonly now?: () => Date; readonly id?: string } = {},
): Promise<string> {
  const persona: Persona = PERSONAS[name];
  const { purpose = persona.defaultPurpose, now = () => new Date(), id = persona.id } = options;
  if (!persona.purposes.includes(purpose)) throw new PurposeNotAllowed(persona.purposes);
  const issued = Math.floor(now().getTime() / 1_000);
  return new SignJWT({
    name: persona.name,
    organisation: persona.organisation,
    organisation_type: persona.organisationType,
    role: persona.role,
    area: persona.area,
    training_until: persona.trainingUntil,
    given_name: persona.person.givenName,
    family_name: persona.person.familyName,
    birthdate: persona.person.dateOfBirth,
    address: { postal_code: persona.person.postcode },
    purposes: persona.purposes,
    purpose,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.privateJwk.kid })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setSubject(id)
    .setIssuedAt(issued)
    .setExpirationTime(issued + DEVELOPMENT_TOKEN_HOURS * 3_600)
    .sign(await importJWK(key.privateJwk, 'EdDSA'));
}
