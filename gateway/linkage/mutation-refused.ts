import { FamilyViewError } from '../errors';

/** What was asked for cannot be done as it was put. */
export class MutationRefused extends FamilyViewError {
  constructor(
    code:
      | 'BAD_USER_INPUT'
      | 'NOTHING_TO_CONFIRM'
      | 'MATCH_AMBIGUOUS'
      | 'MATCH_CONTRADICTED'
      | 'NOT_COMPARED'
      | 'NOT_KEPT'
      | 'NOBODY_TOLD'
      | 'NOBODY_UNDER_GLASS'
      | 'ACT_UNDER_BREAK_GLASS',
    message: string,
  ) {
    super(message, { code, httpStatus: 400 });
  }
}
