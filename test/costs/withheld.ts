/**
 * What rules about people cost the families they were not meant for, by role: of all fields of a sample of the borough's
 * children, what share is withheld by the role's clauses, what share by what is known, or not known, of the person; and which
 * searches do not end certain, and why. `npx tsx test/costs/withheld.ts [FAMILIES] [SAMPLE] > now.json`; the same on an
 * earlier commit, and `npx tsx test/costs/tell-costs.ts before.json now.json` writes the table. It reads nothing but answers,
 * so that it can be copied to that commit.
 */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { inventBorough, type TruePerson } from '@family-view/population';
import { type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import { searchFor } from '../borough';
import { readPublishedSchema } from '../published-schema';
import { startStack } from '../stack';
import type { Costs, RoleCosts, Uncertain } from './costs';

const [families = 2_000, sample = 100] = process.argv.slice(2).map(Number);
const ROLES = [
  'head-of-centre',
  'family-support-lead',
  'health-lead',
  'lead-professional',
  'early-help-access',
  'social-worker',
  'school-lead',
  'housing-officer',
] as const satisfies readonly PersonaName[];

/** Coordinates that stand in the question, each with the leaves that are lost with it: itself, or all below it. */
type Below = Map<string, Set<string>>;

/** Every field of a child, each once: other people are left out. */
function fieldsOf(schema: GraphQLSchema, typeName: string, above: readonly string[], below: Below): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '__typename';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const returned = getNamedType(field.type);
    const coordinate = `${typeName}.${field.name}`;
    if (['Person', 'Family'].includes(returned.name) || above.some((one) => one.startsWith(`${returned.name}.`)))
      return [];
    if (!isLeafType(returned))
      return [`${field.name} { ${fieldsOf(schema, returned.name, [...above, coordinate], below)} }`];
    for (const one of [...above, coordinate]) below.set(one, (below.get(one) ?? new Set()).add(coordinate));
    return [field.name];
  });
  return parts.join(' ') || '__typename';
}

interface ToldNotice {
  readonly kind: string;
  readonly reason: string | null;
  readonly fields?: readonly string[];
}
/** Reasons that hang on the person. The others hang on the role, and are the same for everybody. */
const OF_THE_PERSON = ['FACTS_UNKNOWN', 'DENIED_BY_CLAUSE', 'CONDITION_NOT_MET'];

async function main(): Promise<void> {
  const schema = await readPublishedSchema();
  const below: Below = new Map();
  const query = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { ${fieldsOf(schema, 'Person', [], below)} }
    possible { agency outcome } answers { agency status } } }`;
  const leaves = new Set([...below.values()].flatMap((all) => [...all]));
  const borough = inventBorough({ families });
  const children = [...borough.people.values()].filter(({ dateOfBirth }) => (dateOfBirth ?? '') > '2010-01-01');
  const step = Math.max(1, Math.floor(children.length / sample));
  const drawn = children.filter((_, at) => at % step === 0).slice(0, sample);
  const stack = await startStack({ families });
  const roles: RoleCosts[] = [];
  try {
    for (const role of ROLES) {
      const withheld = { role: 0, person: 0 };
      const uncertain: Uncertain[] = [];
      let certain = 0;
      for (const child of drawn) {
        const { body } = await stack.ask(role, query, { variables: { who: searchFor(child) } });
        const found = body.data?.findPeople;
        if ((found?.certain ?? []).length === 0) {
          uncertain.push(reasonOf(child, body));
          continue;
        }
        certain += 1;
        const notices: readonly ToldNotice[] = body.extensions?.notices ?? [];
        const ofPerson = fieldsIn(notices, below, (reason) => OF_THE_PERSON.includes(reason));
        const ofRole = fieldsIn(notices, below, (reason) => !OF_THE_PERSON.includes(reason));
        withheld.person += ofPerson.size;
        withheld.role += [...ofRole].filter((field) => !ofPerson.has(field)).length;
      }
      roles.push({ role, asked: certain * leaves.size, withheld, uncertain });
      process.stderr.write(`${role}: ${certain} of ${drawn.length} certain\n`);
    }
  } finally {
    await stack.close();
  }
  const costs: Costs = { families, children: children.length, sample: drawn.length, fields: leaves.size, roles };
  process.stdout.write(`${JSON.stringify(costs, null, 1)}\n`);
}

/** The leaves, each once, that some agency withheld for such a reason. */
function fieldsIn(
  notices: readonly ToldNotice[],
  below: Below,
  isSuch: (reason: string) => boolean,
): ReadonlySet<string> {
  const named = notices
    .filter(({ kind, reason }) => kind === 'WITHHELD' && isSuch(reason ?? ''))
    .flatMap(({ fields = [] }) => fields);
  return new Set(named.flatMap((field) => [...(below.get(field) ?? [])]));
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of any commit
function reasonOf({ id, givenName, familyName, dateOfBirth }: TruePerson, body: any): Uncertain {
  const found = body.data?.findPeople;
  const statuses = (found?.answers ?? []).map(
    (one: { agency: string; status: string }) => `${one.agency} ${one.status}`,
  );
  const possible = (found?.possible ?? []).map(
    (one: { agency: string; outcome: string }) => `${one.agency} ${one.outcome}`,
  );
  const errors = (body.errors ?? []).map((one: { extensions: { code: string } }) => one.extensions.code);
  return {
    id,
    name: `${givenName} ${familyName} ${dateOfBirth}`,
    statuses,
    possible,
    errors: [...new Set<string>(errors)],
  };
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
