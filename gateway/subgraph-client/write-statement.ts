import type { GrantGroup, GrantStatement } from '@family-view/schema';

/** A JSON text, and how the same stands between the quotes of another. */
export interface QuotedJson {
  readonly text: string;
  readonly within: string;
}

/** Printable ASCII that JSON leaves as it is, between one pair of quotes or two. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * A grant's statement as `JSON.stringify` would write it, and as it stands in the request: JSON within JSON. It is put
 * together from its texts, each looked at once, for to escape a whole statement takes longer than to sign it.
 */
export function writeStatement(statement: Omit<GrantStatement, 'v' | 'salt'>, salt: string): QuotedJson {
  const { agency, requester, purpose, caseReference, protocolVersion, operation, body } = statement;
  const id = quote(requester.id);
  const organisation = quote(requester.organisation);
  const role = quote(requester.role);
  const area = quoteOrNull(requester.area);
  const to = quote(agency);
  const why = quote(purpose);
  const about = quoteOrNull(caseReference);
  const version = quote(protocolVersion);
  const reference = quote(operation);
  const digest = quote(body);
  const people = quoteGroups(statement.people);
  const families = quoteGroups(statement.families);
  const streams = quoteAll(statement.streams);
  const salted = quote(salt);
  return {
    text: `{"v":1,"agency":${to.text},"requester":{"id":${id.text},"organisation":${organisation.text},"role":${role.text},"area":${area.text}},"purpose":${why.text},"caseReference":${about.text},"protocolVersion":${version.text},"operation":${reference.text},"body":${digest.text},"people":${people.text},"families":${families.text},"streams":${streams.text},"salt":${salted.text}}`,
    within: `{\\"v\\":1,\\"agency\\":${to.within},\\"requester\\":{\\"id\\":${id.within},\\"organisation\\":${organisation.within},\\"role\\":${role.within},\\"area\\":${area.within}},\\"purpose\\":${why.within},\\"caseReference\\":${about.within},\\"protocolVersion\\":${version.within},\\"operation\\":${reference.within},\\"body\\":${digest.within},\\"people\\":${people.within},\\"families\\":${families.within},\\"streams\\":${streams.within},\\"salt\\":${salted.within}}`,
  };
}

const NULL: QuotedJson = { text: 'null', within: 'null' };
const NONE: QuotedJson = { text: '[]', within: '[]' };

const quote = (text: string): QuotedJson =>
  PLAIN.test(text) ? { text: `"${text}"`, within: `\\"${text}\\"` } : quoteFully(text);

const quoteOrNull = (text: string | null): QuotedJson => (text === null ? NULL : quote(text));

function quoteAll(texts: readonly string[]): QuotedJson {
  if (texts.length === 0) return NONE;
  for (const one of texts) if (!PLAIN.test(one)) return quoteFully(texts);
  return { text: `["${texts.join('","')}"]`, within: `[\\"${texts.join('\\",\\"')}\\"]` };
}

function quoteGroups(groups: readonly GrantGroup[]): QuotedJson {
  if (groups.length === 0) return NONE;
  let text = '';
  let within = '';
  for (const { refs, streams } of groups) {
    const who = quoteAll(refs);
    const open = quoteAll(streams);
    const comma = text === '' ? '' : ',';
    text += `${comma}{"refs":${who.text},"streams":${open.text}}`;
    within += `${comma}{\\"refs\\":${who.within},\\"streams\\":${open.within}}`;
  }
  return { text: `[${text}]`, within: `[${within}]` };
}

/** Whatever is not plain. */
function quoteFully(value: unknown): QuotedJson {
  const text = JSON.stringify(value);
  return { text, within: JSON.stringify(text).slice(1, -1) };
}
