import { FamilyViewError } from '../errors';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { StopsInForce } from './types';

/** Somebody's access is stopped: they are told that it is, and nobody else is. */
export class AccessStopped extends FamilyViewError {
  constructor() {
    super('Your access to Family View is stopped. Ask your information-governance officer.', {
      code: 'ACCESS_STOPPED',
      httpStatus: 403,
    });
  }
}

/** The protocols, with what is stopped closed in every decision. */
export const underStops = (protocol: CompiledProtocol, stops: StopsInForce): CompiledProtocol =>
  stops.signature === '' ? protocol : { ...protocol, rights: (entry) => protocol.rights(entry, stops) };

/** Whether somebody's record at an agency is stopped; undefined where nobody's is, so that nothing is worked out for it. */
export const stoppedRecords = (
  { people }: StopsInForce,
  pseudonym: (value: string) => string,
): ((agency: string, ref: string) => boolean) | undefined =>
  people.size === 0 ? undefined : (agency, ref) => people.has(pseudonym(`${agency}|${ref}`));
