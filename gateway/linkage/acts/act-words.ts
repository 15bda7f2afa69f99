export type ActOutcome = 'DONE' | 'REFUSED' | 'UNKNOWN';

/** What to do next, by the codes of our own refusals and of those that agencies agreed on. */
const WHY: Readonly<Record<string, string>> = {
  NOT_SENT:
    'It was not sent: the agency is not answering just now. Nothing was done. Try again later, with the same key',
  NOT_HELD: 'The agency holds nobody who is certainly this person, or it may not be told of them',
  KEY_REUSED: 'Something else was asked for with this key. Make a new one for each act',
  ALREADY_OPEN: 'Your organisation has a referral of this person open there already',
  OWN_PROPOSAL: 'Nobody decides about what they have proposed themselves: a colleague of the management team does',
  NOT_FOUND: 'Nothing of that reference is there for this person',
  NOT_OPEN: 'It has been decided, or is over, already',
  REASON_NEEDED: 'It needs a reason',
  WORDS_NEEDED: 'It needs words, of at most 2,000 characters',
  ALREADY_MEMBER: 'The family is of this programme already',
  CONSENT_NEEDED: 'It needs the family to have been told; without their consent, say why it goes without',
  LEVELS_DO_NOT_FIT: 'The levels do not fit the direction, or the family is not at the first of them',
  ASSESSMENT_OPEN: 'The family has an open assessment already: add to that one',
  TOOL_UNKNOWN: 'No outcome tool of that name, scale or score is agreed',
  NOT_YOURS: 'It is for whoever it was given to',
  DATES_DO_NOT_FIT: 'The days do not fit one another, or lie before today or too far ahead',
  SERVICE_NOT_HERE: 'It does not have that service',
  REFUSED_BY_AGENCY: 'The agency did not take it from this requester',
  CONDITION_NOT_MET: 'It is open only under a condition that is not met here',
  FACTS_UNKNOWN: 'It is open only under a condition that is not known to be met here',
};

/** One sentence for each outcome, the same whoever it is about. */
export function inWords(
  { outcome, reason }: { readonly outcome: ActOutcome; readonly reason: string | null },
  { name, ring }: { readonly name: string; readonly ring: string | null },
): string {
  const orRing = ring ? ` Or ring: ${ring}.` : '';
  if (outcome === 'DONE') return `${name} has it.`;
  if (outcome === 'UNKNOWN')
    return `The line to ${name} failed after it was sent: it may have been done, and may not. Ask again with the same key: it is not done twice.${orRing}`;
  return `${name}: ${WHY[reason ?? ''] ?? 'it was refused'}.${orRing}`;
}
