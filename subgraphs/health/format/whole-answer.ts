/** What an answer says of itself as a whole: that something is missing from it, or that it is not to be shown. */
import type { Page } from './fhir';
import { closingLabels } from './labels';

/**
 * Codes by which an outcome of any severity says that what it rides with is not everything: processing that did not end,
 * and what security or consent kept back (FHIR R4, issue-type: transient and security with what stands under them).
 */
const NOT_EVERYTHING = new Set(
  `incomplete transient lock-error no-store exception timeout throttled too-costly
   security login unknown expired forbidden suppressed`.split(/\s+/),
);
export const saysNotAll = ({ severity, code }: { readonly severity?: string; readonly code?: string }): boolean =>
  severity === 'error' || severity === 'fatal' || NOT_EVERYTHING.has(code ?? '');

/**
 * A label on the whole answer is the highest of what is in it (FHIR R4, security labels). One that no entry explains may
 * be any entry's.
 */
export function isClosedAsWhole(page: Page): boolean {
  if (closingLabels(page.meta).length === 0) return false;
  return !(page.entry ?? []).some(({ resource }) => closingLabels(metaOf(resource)).length > 0);
}
const metaOf = (resource: unknown): unknown =>
  typeof resource === 'object' && resource !== null && 'meta' in resource ? resource.meta : undefined;
