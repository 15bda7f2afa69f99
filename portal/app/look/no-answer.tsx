import { type Answered, placeAt } from '@family-view/client';
import { isLimit } from '../asking/limits';
import { Unavailable, WithheldPart } from './parts';

/** What went wrong on the way: asking again may help. Whatever else is told was refused, and says why. */
const SILENCES: ReadonlySet<unknown> = new Set([
  'AGENCY_UNAVAILABLE',
  'ANSWER_MALFORMED',
  'AUDIT_UNAVAILABLE',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  'OUR_FAULT',
  'OVERLOADED',
  'PLANNER_BUSY',
  'PLANNER_GONE',
]);

/**
 * An answer without data, told for what it is: what is withheld or refused is no silence, and asking again would change
 * nothing; a limit says itself when it ends; only what did not come can be asked for again.
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
  const error = told?.errors.find(isLimit) ?? told?.errors[0];
  if (error?.extensions?.code !== undefined && !SILENCES.has(error.extensions.code))
    return (
      <p className="govuk-inset-text" role="status">
        {error.message}
      </p>
    );
  return <Unavailable what={what} message={told?.errors[0]?.message} again={again} />;
}
