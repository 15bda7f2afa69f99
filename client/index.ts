/** A small client of a Family View gateway, for any front end: asks, and says of every null why it is one. */
export type { AnswerError, Answered, ErrorExtensions, Notice } from './answer';
export {
  type BreakGlassReason,
  createFamilyView,
  type EmergencyAccess,
  type FamilyViewClient,
  type FamilyViewOptions,
  type GatewayAnswer,
  NotAGateway,
  type RequestContext,
} from './client';
export { isWhole, masked, possible, unavailable, withheld } from './notices';
export { codesOf, type Path, type Place, placeAt, type Withheld, withheldWithin } from './places';
