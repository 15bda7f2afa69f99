import { ownWord } from '../look/own-word';
import { word } from '../look/words';

const KINDS: Readonly<Record<string, string>> = {
  BREAK_GLASS: 'Emergency access',
  RELATIONSHIP_CLAIMED: 'Said that they work with somebody',
  MATCH_DECIDED: 'Decided about a possible match',
  OWN_FAMILY_STOPPED: 'Looked for their own family, and was stopped',
  SEARCHING_ALERT: 'Unusual searching',
  SEARCHING_STOPPED: 'Unusual searching, which was stopped',
  UNUSUAL_ACCESS: 'Unusual access',
};
const REASONS: Readonly<Record<string, string>> = {
  SPELLINGS: 'one birthday with many names',
  BIRTHDAYS: 'one name with many birthdays',
  GUESSES: 'one person with many addresses or numbers',
  FAMILIES: 'many families in an hour',
  OUT_OF_HOURS: 'out of hours',
  OUTSIDE_AREA: 'outside their own area',
  SEARCH_BUDGET: 'all searches of a day spent',
  LOOK_UP: 'by a search',
  BREAK_GLASS: 'under emergency access',
  TAF_MEMBER: 'in the team around the family',
  ON_ROLL: 'child on roll',
  SAME: 'the same person',
  DIFFERENT: 'not the same person',
};

export const titleOf = ({ kind, reason }: { readonly kind: string; readonly reason: string }): string =>
  `${ownWord(KINDS, kind) ?? word(kind)}: ${ownWord(REASONS, reason) ?? (word(reason) ?? '').toLowerCase()}`;

const ACTIONS: Readonly<Record<string, string>> = {
  ASSIGNED: 'Given to',
  CLEARED: 'Cleared',
  ESCALATED: 'Escalated',
  OVERDUE: 'Raised as overdue',
};
export const actionInWords = (action: string): string => ownWord(ACTIONS, action) ?? word(action) ?? action;
