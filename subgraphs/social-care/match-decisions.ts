/**
 * Decisions about possible matches, for the command line, which speaks to agencies and not to their kit. They are kept alike
 * by every agency that is served by the kit, so this reads any such agency's folder.
 */
export { KitError, RecordStoreNotWritten, RecordStoreUnreadable } from '@family-view/kit/errors';
export { openStaffFiles, type StaffFiles } from '@family-view/kit/store/agency-stores';
export {
  agreeToMatchDecision,
  listMatchDecisions,
  type MatchDecision,
  undoMatchDecision,
} from '@family-view/kit/store/match-decisions';
export { listWorklist, markWorklistItemDone, type WorklistItem } from '@family-view/kit/store/worklist';
