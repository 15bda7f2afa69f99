/** Distinct valid texts of one size, each of a kind that the gateway has other reasons to remember. */
export const KINDS = ['ids', 'aliases', 'fields'] as const;
export type Kind = (typeof KINDS)[number];

export const CHARACTERS = 1_600;

/** Those of a person that have nothing below them, and those that have; each with what may be asked of it. */
const FIELDS: readonly string[] = [
  'displayName',
  'dateOfBirth',
  'lifeState',
  ...pairs('identities', ['agency', 'givenName', 'familyName', 'dateOfBirth', 'postcode', 'asOf']),
  ...pairs('involvements', ['agency', 'service', 'role', 'from', 'to', 'lastInteraction']),
  ...pairs('answers', ['agency', 'status', 'asOf', 'coverage']),
  ...pairs('health', ['immunisations { vaccine }', 'mandatedContacts { kind outcome }']),
];

/** The `at`th text of a kind: no two are alike. @param id of nobody: what is looked at is what a text costs. */
export function writeText(kind: Kind, at: number): string {
  if (kind === 'ids') return filled((part) => `p${part}: person(id: "id-${at}-${part}") { displayName dateOfBirth }`);
  if (kind === 'aliases')
    return filled((part) => `p${part}: person(id: "nobody") { ${names(at, part)} answers { s${at}: status } }`);
  // Each bit of the number says whether a field is asked for; what is left over tells further parts apart.
  return filled((part) => {
    const bits = (at + 1) * 2_654_435_761 + part * 40_503;
    const chosen = FIELDS.filter((_, field) => Math.floor(bits / 2 ** (field % 30)) % 2 === 1);
    return `p${part}: person(id: "nobody-${part}") { id ${chosen.join(' ')} f${at}: displayName }`;
  });
}

const names = (at: number, part: number): string =>
  ['displayName', 'dateOfBirth', 'lifeState', 'id']
    .map((field, index) => `a${at}x${part}x${index}: ${field}`)
    .join(' ');

function filled(write: (part: number) => string): string {
  const parts: string[] = [];
  for (let length = 4; ; ) {
    const part = write(parts.length);
    length += part.length + 1;
    if (parts.length > 0 && (length > CHARACTERS || parts.length === MOST_ROOTS)) break;
    parts.push(part);
  }
  return `{ ${parts.join(' ')} }`.padEnd(CHARACTERS);
}
/** Of one operation. */
const MOST_ROOTS = 20;

function pairs(field: string, below: readonly string[]): readonly string[] {
  return below.map((one) => `${field} { ${one} }`);
}
