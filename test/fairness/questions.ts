/** What everybody asks in the measurement of fairness. */
export const FAMILY = `query ($id: PersonID!) { person(id: $id) { displayName answers { agency status }
  involvements { agency service contact { name phone } } health { mandatedContacts { kind outcome } }
  family { members { person { displayName identities { agency familyName } } relationships { agency relationship } } } } }`;

const born = (at: number): string => new Date(Date.UTC(2012, 0, 1 + at)).toISOString().slice(0, 10);

/** As many searches as one request may have. */
export const twelveSearches = (from: number): string =>
  `{ ${Array.from({ length: 12 }, (_, at) => `a${at}: findPeople(by: { givenName: "G${from + at}", familyName: "F${from + at}", dateOfBirth: "${born(from + at)}" }) { certain { id displayName answers { agency status } } possible { agency } }`).join(' ')} }`;

export interface Asked {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

export async function askOver(url: string, token: string, query: string, variables: object = {}): Promise<Asked> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
}
