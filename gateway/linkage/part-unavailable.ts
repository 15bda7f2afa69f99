import { FamilyViewError } from '../errors';

/** Nothing can be said, because those who would know did not answer: never an empty list, which reads as "nothing". */
export class PartUnavailable extends FamilyViewError {
  readonly agencies: readonly string[];
  constructor(agencies: readonly string[]) {
    super('No agency that would know could be reached in time. This does not mean that nothing is held.', {
      code: 'AGENCY_UNAVAILABLE',
      httpStatus: 424,
    });
    this.agencies = agencies;
  }
}
