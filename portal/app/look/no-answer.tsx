import { type Answered, placeAt } from '@family-view/client';
import { isLimit } from '../asking/limits';
import { Unavailable, WithheldPart } from './parts';

/**
 * An answer without data, told for what it is: what is withheld is no silence, and asking again would change nothing; a
 * limit says itself when it ends; only what did not come can be asked for again.
 */
export function NoAnswer({
  what,
  told,
  again,
}: {
  readonly what: string;
  readonly told: Answered<unknown> | null;
  readonly again?: (() => void) | undefined;
}) {
  const place = told === null ? null : placeAt(told, Object.keys((told.data as object | null) ?? {}).slice(0, 1));
  if (place?.kind === 'withheld') return <WithheldPart part={place} person={null} />;
  const limit = told?.errors.find(isLimit);
  if (limit !== undefined) return <p className="govuk-inset-text">{limit.message}</p>;
  return <Unavailable what={what} message={told?.errors[0]?.message} again={again} />;
}
