import { createIdCipher } from '@family-view/gateway/linkage/id-cipher';
import { z } from 'zod';
import { PERSON_BEHIND } from './asked-fields';
import { type BenchPerson, FAMILY_NAME, POSTCODE } from './bench-family';
import { askBody, type Contestant, LINKAGE_KEY, NOW } from './contestants';
import { familyQuery } from './decisions';

/** What a contestant is asked: each request is one of the bodies, by chance. */
export interface Question {
  readonly name: string;
  readonly atOnce: readonly number[];
  /** Requests before it is measured, and more until it levels off. */
  readonly warm: number;
  /** Whether this one can answer it. */
  isFor(contestant: Contestant): boolean;
  bodies(contestant: Contestant): readonly string[];
  /** Null: the answers were compared when the server was started. @throws where an answer shows nobody. */
  check: ((answer: unknown) => unknown) | null;
}

const PAGE = 20;
const CASELOAD = `query Caseload($after: String) {
  caseload(first: ${PAGE}, after: $after) {
    nodes { displayName dateOfBirth answers { agency status } involvements { agency service } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const somebody = z.array(z.object({ displayName: z.string() }));
const found = z.object({ data: z.object({ findPeople: z.object({ certain: somebody.length(1) }) }) });
const listed = z.object({ data: z.object({ caseload: z.object({ nodes: somebody.length(PAGE) }) }) });

/** One of the families by its id, which all can answer; a search by name and a page of a caseload, which only ours can. */
export function peerQuestions(
  families: readonly (readonly BenchPerson[])[],
  agencies: readonly string[],
): readonly Question[] {
  const isOurs = ({ name }: Contestant): boolean => name.startsWith('ours');
  return [
    {
      name: 'a family by its id',
      atOnce: [1, 16, 64],
      warm: 6_000,
      isFor: () => true,
      bodies: (contestant) => families.map((_, family) => askBody(contestant, family)),
      check: null,
    },
    {
      name: "a search by name, the README's query",
      atOnce: [16],
      warm: 1_000,
      isFor: isOurs,
      bodies: () => searches(families),
      check: (answer) => found.parse(answer),
    },
    {
      name: `a caseload's page of ${PAGE}`,
      atOnce: [16],
      warm: 1_000,
      isFor: isOurs,
      bodies: () => pages(families.flat().length / PAGE, agencies),
      check: (answer) => listed.parse(answer),
    },
  ];
}

function searches(families: readonly (readonly BenchPerson[])[]): readonly string[] {
  const query = familyQuery()
    .text.replace(/by: \{[^}]*\}/, 'by: $by')
    .replace(/query \w+/, 'query FamilyFound($by: PersonSearch!)');
  return families.map(([child]) => {
    const { givenName, dateOfBirth } = child!;
    const by = { givenName, familyName: FAMILY_NAME, dateOfBirth, postcode: POSTCODE };
    return JSON.stringify({ query, variables: { by } });
  });
}

/** An agency's cursor is the place of the next: see `answerContract`. */
function pages(count: number, agencies: readonly string[]): readonly string[] {
  const cipher = createIdCipher(Buffer.from(LINKAGE_KEY, 'hex'), agencies, NOW);
  return Array.from({ length: Math.floor(count) }, (_, page) => {
    const after = page === 0 ? null : cipher.sealCursor(String(page * PAGE), PERSON_BEHIND.requester.organisation);
    return JSON.stringify({ query: CASELOAD, variables: { after } });
  });
}
