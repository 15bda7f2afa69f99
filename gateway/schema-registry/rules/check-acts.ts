import { Kind, print, type TypeNode } from 'graphql';
import { ACT_ARGUMENTS, ACT_TYPES, type AgencyAct, actsOf, WORKLIST } from '../acts/read-acts';
import { refused, type SchemaFinding } from '../findings';
import { namedType, type ReadSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';

/** Of the arguments that a requester gives, whatever is neither one of these nor an enum of the shared types. */
const SCALARS: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'Boolean', 'Date', 'DateTime']);
const WORKLIST_TYPE = ACT_TYPES.worklist;
const WORKLIST_ARGUMENTS = 'act: ID!, first: Int!, after: String';

/**
 * What may be done at an agency is a field of its Mutation that stands under one stream of the detail ACT, takes the agency's
 * own reference and a key by which nothing is done twice, and answers no person: the gateway alone fills in the reference.
 */
export function checkActs(subgraph: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  const acts = actsOf({ name: subgraph.name, sdl: subgraph.document.loc?.source.body ?? '' });
  return [...acts.flatMap((act) => checkAct(act, around)), ...checkWorklist(subgraph, acts, around)];
}

function checkAct(act: AgencyAct, { agency, streams, acts, sharedTypes }: RuleContext): readonly SchemaFinding[] {
  const coordinate = `Mutation.${act.name}`;
  const line = act.field.name.loc?.startToken.line ?? null;
  const found: SchemaFinding[] = [];
  const refuse = (code: Parameters<typeof refused>[0], message: string): void => {
    found.push(refused(code, message, { line, coordinate }));
  };
  const typeOf = (name: string): string | null => {
    const argument = act.field.arguments?.find((one) => one.name.value === name);
    return argument ? print(argument.type) : null;
  };
  if (act.stream === null)
    refuse(
      'ACT_UNGUARDED',
      `${coordinate} needs one stream of its own, as @policy(policies: [["${agency}:refer"]]): who may do it is decided by that.`,
    );
  else if (streams.has(act.stream) && streams.get(act.stream)?.isAct !== true)
    refuse(
      'ACT_UNGUARDED',
      `${coordinate} stands under "${act.stream}", by which something is shown. Declare a stream with the detail ACT for what is done.`,
    );
  if (typeOf(ACT_ARGUMENTS.key) !== 'ID!')
    refuse('ACT_WITHOUT_KEY', `${coordinate} needs the argument key: ID!, by which nothing is done twice.`);
  const ref = typeOf(ACT_ARGUMENTS.ref);
  const subject = typeOf(ACT_ARGUMENTS.subject);
  const fits = (ref === 'ID!' && subject === null) || (ref === 'ID' && subject === ACT_TYPES.subject);
  if (!fits)
    refuse(
      'ACT_WITHOUT_PERSON',
      `${coordinate} needs the argument ref: ID!, which the gateway fills in; or, where it may be about somebody whom ${agency} does not hold, ref: ID and subject: ${ACT_TYPES.subject}.`,
    );
  if (print(act.field.type) !== ACT_TYPES.answer)
    refuse(
      'ACT_ANSWER',
      `${coordinate} returns ${print(act.field.type)}; expected ${ACT_TYPES.answer}. What an act did is told, and nobody.`,
    );
  for (const { name, type } of act.field.arguments ?? []) {
    const own: readonly string[] = [ACT_ARGUMENTS.ref, ACT_ARGUMENTS.subject, ACT_ARGUMENTS.key];
    const named = namedType(type).name.value;
    if (own.includes(name.value)) continue;
    if (['agency', 'person'].includes(name.value))
      refuse('ACT_ARGUMENT', `${coordinate} has the argument ${name.value}, which the gateway's own field has.`);
    else if (!SCALARS.has(named) && !sharedTypes.has(named))
      refuse(
        'ACT_ARGUMENT',
        `${coordinate} takes ${name.value}: ${print(type)}; expected ${[...SCALARS].join(', ')} or an enum of the shared types.`,
      );
  }
  const other = acts.find(({ name }) => name === act.name);
  if (other && saidOf(other) !== saidOf(act))
    refuse(
      'ACT_DIFFERS',
      `${coordinate} takes (${saidOf(act)}), and ${other.agency} takes (${saidOf(other)}) by that name. One form for all: take the same, or name it otherwise.`,
    );
  return found;
}

const saidOf = ({ given }: AgencyAct): string => given.map(({ name, type }) => `${name}: ${type}`).join(', ');

/** The one root field by which an agency tells refs: to linkage, which makes people of them. */
function checkWorklist(
  { document }: ReadSubgraph,
  acts: readonly AgencyAct[],
  { agency }: RuleContext,
): readonly SchemaFinding[] {
  const fields = document.definitions
    .filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION)
    .flatMap((one) => (one.name.value === 'Query' ? (one.fields ?? []) : []))
    .filter(({ name }) => name.value === WORKLIST);
  return fields.flatMap((field) => {
    const args = (field.arguments ?? [])
      .map(({ name, type }) => `${name.value}: ${print(type as TypeNode)}`)
      .join(', ');
    const at = { line: field.name.loc?.startToken.line ?? null, coordinate: `Query.${WORKLIST}` };
    if (acts.length === 0)
      return [
        refused('ACT_WORKLIST', `Query.${WORKLIST} lists on whom somebody may act, and ${agency} takes no acts.`, at),
      ];
    if (args === WORKLIST_ARGUMENTS && print(field.type) === WORKLIST_TYPE) return [];
    return [
      refused(
        'ACT_WORKLIST',
        `Query.${WORKLIST} is (${args}): ${print(field.type)}; expected (${WORKLIST_ARGUMENTS}): ${WORKLIST_TYPE}.`,
        at,
      ),
    ];
  });
}
