/** Which fields a stream of the contract is shown by; without one of them it was read to find somebody, or to decide. */
const SHOWN_BY: Readonly<Record<string, RegExp>> = {
  identity:
    /^(Person\.(displayName|dateOfBirth|expectedDateOfBirth|lifeState)|Identity\.(?!postcode|uprn|nhsNumber|upn|laChildId))/,
  address: /^Identity\.(postcode|uprn)$/,
  identifiers: /^Identity\.(nhsNumber|nhsNumberVerified|upn|laChildId)$/,
  family: /^(FamilyMember\.relationships|AssertedRelationship\.|Family\.endedTies|EndedTie\.)/,
  household: /^Family\.household/,
  contact: /^(Involvement\.(contact|team|role)|LeadContact\.)/,
  facts: /^$/,
};

/**
 * The streams that somebody was shown, of what was asked of an agency: what was read only to find the person, or to decide, is
 * no kind of information that they had. That an agency knows the person goes without saying where anything else is told.
 */
export function kindsShown(fields: readonly string[]): readonly string[] {
  const streams = fields.filter((field) => field.includes(':'));
  const shown = streams.filter((stream) => {
    const by = SHOWN_BY[stream.split(':')[1] ?? ''];
    return !by || fields.some((field) => by.test(field));
  });
  const more = shown.filter((stream) => !stream.endsWith(':existence'));
  return more.length > 0 ? more : shown;
}
