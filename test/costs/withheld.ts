/**
 * What rules about people withhold, by role: of a sample of the borough's children, how many of the values that a role's
 * clauses open came, and how many were closed by what is known, or not known, of the person; and which searches did not end
 * certain. `npx tsx test/costs/withheld.ts [FAMILIES] [SAMPLE]`. It reads nothing but answers, so that it can be run on an
 * earlier commit as well.
 */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { inventBorough } from '@family-view/population';
import { searchFor } from '../borough';
import { openHouse } from '../house';

const [families = 2_000, sample = 60] = process.argv.slice(2).map(Number);
const ROLES = [
  'head-of-centre',
  'family-support-lead',
  'health-lead',
  'early-help-access',
  'social-worker',
  'school-lead',
  'housing-officer',
] as const satisfies readonly PersonaName[];
const QUERY = `query ($who: PersonSearch!) { findPeople(by: $who) { certain {
  identities { agency postcode uprn } involvements { agency team contact { name phone } }
  health { registration { registeredGpName healthVisitingTeam } mandatedContacts { setting } }
  education { setting { educationSettingName } earlyYears { settingName } }
  socialCare { keyWorker { name } } earlyHelp { episodes { organisation } }
  housing { tenancy { landlord } temporaryAccommodation { kind } }
  childrensCentre { registration { centre { name } } }
} possible { agency outcome } answers { agency status } } }`;

interface ToldError {
  readonly extensions: {
    readonly code: string;
    readonly reason?: string;
    readonly others?: readonly { readonly reason: string }[];
  };
}
/** Reasons that hang on the person. The others hang on the role, and are the same for everybody. */
const OF_THE_PERSON = ['FACTS_UNKNOWN', 'DENIED_BY_CLAUSE'];

const leaves = (value: unknown): number => {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + leaves(one), 0);
  return typeof value === 'object' ? Object.values(value).reduce((sum: number, one) => sum + leaves(one), 0) : 1;
};

async function main(): Promise<void> {
  const borough = inventBorough({ families });
  const children = [...borough.people.values()].filter(({ dateOfBirth }) => (dateOfBirth ?? '') > '2010-01-01');
  const step = Math.max(1, Math.floor(children.length / sample));
  const drawn = children.filter((_, at) => at % step === 0).slice(0, sample);
  const house = await openHouse({ families });
  try {
    process.stdout.write(`${families} families, ${drawn.length} of ${children.length} children\n`);
    process.stdout.write(
      '| role | values shown | people with something closed for them | streams closed for them | not certain | stopped |\n|---|---|---|---|---|---|\n',
    );
    for (const role of ROLES) {
      const sum = { shown: 0, people: 0, streams: 0, uncertain: 0, stopped: 0 };
      for (const child of drawn) {
        const { body } = await house.ask(role, QUERY, { variables: { who: searchFor(child) } });
        const errors: readonly ToldError[] = body.errors ?? [];
        if (errors.some(({ extensions }) => extensions.code === 'OWN_FAMILY')) sum.stopped += 1;
        const certain = body.data?.findPeople?.certain ?? [];
        if (certain.length === 0) sum.uncertain += 1;
        sum.shown += leaves(certain);
        const notices: readonly { readonly stream: string | null; readonly reason: string | null }[] =
          body.extensions?.notices ?? [];
        const closed = new Set(
          notices.filter(({ reason }) => OF_THE_PERSON.includes(reason ?? '')).map(({ stream }) => stream),
        );
        sum.streams += closed.size;
        if (closed.size > 0) sum.people += 1;
      }
      process.stdout.write(
        `| ${role} | ${sum.shown} | ${sum.people} | ${sum.streams} | ${sum.uncertain} | ${sum.stopped} |\n`,
      );
    }
  } finally {
    await house.close();
  }
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
