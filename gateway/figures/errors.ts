import { FamilyViewError } from '../errors';

/** A table that cannot be asked for so: what was expected, what came and what to do. */
export class BadFiguresRequest extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

/** A role that is told of its own area alone asks for another, or has none. */
export class NotOwnArea extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'NOT_OWN_AREA', httpStatus: 403 });
  }
}
