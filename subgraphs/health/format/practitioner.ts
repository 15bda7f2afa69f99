/** Practitioner to the worker the requester may ring. */
import type { HeldContact, HeldWorker } from '@family-view/kit';
import { SYSTEMS } from './codes';
import { fullName, idIn, telecomOf, wordsOf } from './elements';
import type { CareTeam, Practitioner, PractitionerRole, Reference } from './fhir';

/** Practitioners, and the posts they hold, by the practitioner's id. */
export type Practitioners = ReadonlyMap<
  string,
  { readonly practitioner: Practitioner; readonly post: PractitionerRole | undefined }
>;

/** A worker by reference; the display name alone where the reference leads nowhere. Null where nobody is named. */
export function readWorker(
  reference: Reference | undefined,
  practitioners: Practitioners,
  team: CareTeam | undefined,
): HeldWorker | null {
  if (reference === undefined) return null;
  const id = idIn(reference, 'Practitioner');
  const { practitioner, post } = practitioners.get(id ?? '') ?? {};
  const place = team?.participant?.find(({ member }) => member?.reference === reference.reference);
  const name = fullName(practitioner?.name) ?? reference.display ?? null;
  if (name === null && practitioner === undefined) return null;
  return {
    id: practitioner?.identifier?.find(({ system }) => system === SYSTEMS.sdsUser)?.value ?? null,
    name,
    role: wordsOf(place?.role?.[0]) ?? wordsOf(post?.code?.[0]),
    team: team?.name ?? post?.healthcareService?.[0]?.display ?? null,
    organisation: place?.onBehalfOf?.display ?? post?.organization?.display ?? null,
    phone: telecomOf(practitioner?.telecom, 'phone'),
    email: telecomOf(practitioner?.telecom, 'email'),
  };
}

export const contactOf = (worker: HeldWorker | null, team: CareTeam | undefined): HeldContact | null => {
  const dutyLine = telecomOf(team?.telecom, 'phone');
  if (worker === null && dutyLine === null) return null;
  return {
    name: worker?.name ?? null,
    role: worker?.role ?? null,
    phone: worker?.phone ?? null,
    email: worker?.email ?? null,
    dutyLine,
  };
};
