import { FamilyViewError } from '../errors';

/** Less than one of something was asked for. */
export class BadPage extends FamilyViewError {
  constructor() {
    super('"first" is how many are wanted at most, and at least 1.', { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

/**
 * How many a page has: what was asked for, up to `most`; `usual` where it was not said.
 * @throws {BadPage} (GraphQL Cursor Connections, section 4.4)
 */
export function pageSize(
  first: number | null | undefined,
  { most, usual = 20 }: { readonly most: number; readonly usual?: number },
): number {
  if (first === null || first === undefined) return usual;
  if (first < 1) throw new BadPage();
  return Math.min(first, most);
}
