import type { PersonaName } from '@family-view/gateway/identity/personas';
import { startStack } from '../stack';
import { inventFamily } from './bench-family';
import { countRounds, serveRawAgencies } from './raw-agencies';
import type { Table } from './report';

const DELAY_MS = 60;
const ASKED: readonly (readonly [name: string, query: string])[] = [
  [
    'one guarded field',
    '{ findPeople(by: { givenName: "Daniel", familyName: "Okafor", dateOfBirth: "2017-03-22" }) { certain { earlyHelp { tafMeetings { date } } } } }',
  ],
];

/** Calls and rounds with and without a condition: counted at the agencies, each of which answers after a fixed while. */
export async function countConditionCost(familyQuery: string): Promise<Table> {
  const family = inventFamily(3);
  const rows: (string | number)[][] = [];
  let agencies: Awaited<ReturnType<typeof serveRawAgencies>> | undefined;
  const stack = await startStack({
    agencies: async () => {
      agencies = await serveRawAgencies(family, { delayMs: DELAY_MS });
      return agencies;
    },
  });
  try {
    for (const [name, query] of [...ASKED, ["the README's family query", familyQuery] as const]) {
      for (const persona of ['head-of-centre', 'lead-professional'] satisfies PersonaName[]) {
        await stack.ask(persona, query);
        agencies!.takeCalls();
        const { status, body } = await stack.ask(persona, query);
        if (status !== 200 || !body.data) throw new Error(`${name} as ${persona} was not answered: ${status}`);
        const calls = agencies!.takeCalls();
        const facts = calls.filter(({ question }) => question === 'facts');
        rows.push([
          name,
          persona,
          calls.length,
          countRounds(calls, DELAY_MS),
          facts.length,
          countRounds(facts, DELAY_MS),
        ]);
      }
    }
  } finally {
    await stack.close();
  }
  return {
    title: 'What a condition costs: calls to agencies, and rounds of them one after another',
    columns: ['asked', 'as', 'calls', 'rounds', 'of them facts', 'in rounds'],
    rows,
    notes: [
      'One guarded field (social-care:taf): open to head-of-centre without a condition; to lead-professional only with a relationship.',
      'The family query asks what shows whereabouts: for everybody under the condition that nobody shields the person.',
      'Facts: one request to each of the five agencies for everybody in the operation, all in one round.',
    ],
  };
}
