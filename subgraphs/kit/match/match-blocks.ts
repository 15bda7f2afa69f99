import type { MatchBlock } from '../connector';
import { swapDayAndMonth } from './compare/dates';
import type { MatchSubject } from './subject';

/**
 * The searches for one subject: by each identifier, by both readings of the date of birth, by address, and by
 * name, for whom a wrong birthday and a move hide from the others. They follow from
 * the question alone, so that as many are made whether or not anybody is found.
 */
export function blocksFor(subject: MatchSubject): readonly MatchBlock[] {
  const blocks: MatchBlock[] = [];
  const add = (by: Exclude<MatchBlock['by'], 'mother' | 'name'>, value: string | null): void => {
    if (value !== null) blocks.push({ by, value });
  };
  add('nhsNumber', subject.nhsNumber);
  add('upn', subject.upn);
  add('laChildId', subject.laChildId);
  add('dateOfBirth', subject.dateOfBirth);
  add('dateOfBirth', subject.dateOfBirth && swapDayAndMonth(subject.dateOfBirth));
  add('expectedDateOfBirth', subject.expectedDateOfBirth);
  add('postcode', subject.postcode);
  add('uprn', subject.uprn);
  if (subject.written)
    blocks.push({ by: 'name', value: subject.written.familyName, givenName: subject.written.givenName });
  return blocks;
}
