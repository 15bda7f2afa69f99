import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { AccessExplanation } from '@family-view/gateway/policy/explain/explain';
import { readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { entryOf, writeExplanations } from './explain';
import { openProtocols } from './source';

export interface SimulateOptions {
  readonly as: string;
  readonly purpose: string;
  /** `GIVEN,FAMILY,DOB,POSTCODE`; each may be left empty. */
  readonly person: string;
  readonly url?: string;
  readonly case?: string;
  readonly json?: boolean;
}

const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } answers { agency status } } }';
const EXPLAIN = `query ($fields: [String!]!, $person: PersonID) {
  explainAccess(fields: $fields, person: $person) { field purpose decision stream clause protocolVersion reason conditions explanation ring }
}`;
const AT_ONCE = 100;

/**
 * `familyview protocol simulate --as ROLE --purpose P --person GIVEN,FAMILY,DOB,POSTCODE`: asks a gateway in
 * development what this role would see of one person, conditions settled. Shows decisions, and no value of any record.
 * 0 told, 1 nobody certain was found, 2 usage or no gateway.
 */
export function simulateCommand(options: SimulateOptions, streams: Streams): Promise<number> {
  return told(streams, async () => {
    entryOf(openProtocols(undefined).protocol, options);
    const ask = await enter(options);
    const found = (await ask(FIND, { who: subjectOf(options.person) })) as Found;
    const person = found.findPeople?.certain?.[0]?.id;
    if (person === undefined) {
      const answers = (found.findPeople?.answers ?? []).map(({ agency, status }) => `${agency} ${status}`);
      throw new Stopped(
        `${options.as} finds nobody who is certainly this person for ${options.purpose}${answers.length > 0 ? ` (${answers.join(', ')})` : ''}.`,
        EXIT.found,
      );
    }
    const explanations: AccessExplanation[] = [];
    const fields = recordFields();
    for (let at = 0; at < fields.length; at += AT_ONCE) {
      const part = (await ask(EXPLAIN, { fields: fields.slice(at, at + AT_ONCE), person })) as Explained;
      explanations.push(...(part.explainAccess ?? []));
    }
    if (options.json) writeJson(streams, explanations);
    else writeExplanations(explanations, streams);
    return EXIT.fine;
  });
}

interface Found {
  readonly findPeople?: {
    readonly certain?: readonly { readonly id: string }[] | null;
    readonly answers?: readonly { readonly agency: string; readonly status: string }[] | null;
  } | null;
}
interface Explained {
  readonly explainAccess?: readonly AccessExplanation[] | null;
}

/** Fields that a stream guards by itself, and that are about people. */
const recordFields = (): readonly string[] =>
  [...readRequirements().requirements.values()]
    .filter(({ kind, coordinate }) => kind === 'guarded' && !coordinate.startsWith('Query.'))
    .map(({ coordinate }) => coordinate)
    .sort();

function subjectOf(person: string): Readonly<Record<string, string>> {
  const [givenName = '', familyName = '', dateOfBirth = '', postcode = '', ...rest] = person
    .split(',')
    .map((part) => part.trim());
  if (rest.length > 0)
    throw new Stopped('--person is GIVEN,FAMILY,DOB,POSTCODE; more than four parts came.', EXIT.usage);
  const given = Object.entries({ givenName, familyName, dateOfBirth, postcode }).filter(([, value]) => value !== '');
  return Object.fromEntries(given);
}

/** A development token of the role's persona, and a way to ask with it. */
async function enter({
  as,
  purpose,
  url = 'http://127.0.0.1:4000',
  case: caseReference = 'SIMULATION',
}: SimulateOptions) {
  const persona = Object.entries(PERSONAS).find(([, { role }]) => role === as)?.[0];
  const { token } = (await post(`${url}/development/token`, { persona, purpose })) as { readonly token?: string };
  if (token === undefined)
    throw new Stopped(
      `${url} gives no development tokens: it must be a Family View gateway in development.`,
      EXIT.usage,
    );
  const headers = { authorization: `Bearer ${token}`, 'x-purpose': purpose, 'x-case-reference': caseReference };
  return async (query: string, variables: object): Promise<object> => {
    const { data, errors } = (await post(`${url}/graphql`, { query, variables }, headers)) as {
      readonly data?: object | null;
      readonly errors?: readonly { readonly message: string }[];
    };
    if (!data)
      throw new Stopped(errors?.map(({ message }) => message).join('\n') ?? 'The gateway did not answer.', EXIT.found);
    return data;
  };
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<object> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    throw new Stopped(`${new URL(url).origin} does not answer: is a gateway running there (npm start)?`, EXIT.usage);
  }
}
