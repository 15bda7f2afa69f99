import { FamilyViewError } from '../errors';

const LEAST = 20;
const MOST = 500;

class StatementUnfit extends FamilyViewError {
  constructor(came: number) {
    super(`Say why in ${LEAST} to ${MOST} characters; ${came} came. Name nobody: the reviewer has the reference.`, {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}

/** Somebody's own words for what they do, without the blanks around them. @throws where they are too few or too many. */
export function checkStatement(statement: string): string {
  const text = statement.trim();
  if (text.length < LEAST || text.length > MOST) throw new StatementUnfit(text.length);
  return text;
}
