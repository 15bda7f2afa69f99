import { type Command, Option } from 'commander';
import { z } from 'zod';
import { addGatewayOptions, askGateway, type GatewayOptions } from '../frame/ask-gateway';
import { EXIT, type Streams, told, writeJson } from '../frame/command';

export interface ReviewOptions extends GatewayOptions {
  readonly state?: string;
  readonly overdue?: boolean;
  readonly first?: string;
  readonly before?: string;
  readonly to?: string;
  readonly outcome?: string;
  readonly note?: string;
  readonly supersedes?: string;
  readonly json?: boolean;
}

const LINE = 'reference kind reason at requester role organisation statement reviewBy overdue state assignee isOwn';
const WHOLE = `${LINE} purpose caseReference told notTold actions { action at by assignee note decision supersedes } seen { at told outcome agencies { agency answer fields } }`;

const line = z.looseObject({
  ...{ reference: z.string(), kind: z.string(), reason: z.string(), at: z.string(), requester: z.string() },
  ...{ role: z.string(), organisation: z.string(), statement: z.string().nullable(), reviewBy: z.string() },
  ...{ overdue: z.boolean(), state: z.string(), assignee: z.string().nullable() },
});
const whole = line.extend({
  actions: z.array(
    z.looseObject({
      ...{ action: z.string(), at: z.string(), by: z.string(), assignee: z.string().nullable() },
      ...{ note: z.string().nullable(), decision: z.string().nullable(), supersedes: z.string().nullable() },
    }),
  ),
  seen: z.array(
    z.looseObject({
      ...{ at: z.string(), told: z.string(), outcome: z.string() },
      agencies: z.array(z.object({ agency: z.string(), answer: z.string(), fields: z.array(z.string()) })),
    }),
  ),
});
type Line = z.infer<typeof line>;
type Whole = z.infer<typeof whole>;

/** `familyview reviews …`: through the gateway's graph, so that each is decided and recorded there. */
export function addReviewCommands(program: Command): void {
  const reviews = program
    .command('reviews')
    .description('what somebody did that a person looks at afterwards, and what became of it');
  const asking = (command: Command): Command =>
    addGatewayOptions(command).option('--purpose <code>', 'what you ask for', 'SUBJECT_ACCESS');
  const end = async (code: Promise<number>): Promise<void> => {
    process.exitCode = await code;
  };
  asking(reviews.command('list'))
    .description('the newest first, and how many there are of each')
    .addOption(new Option('--state <state>', 'these alone').choices(['OPEN', 'ASSIGNED', 'CLEARED', 'ESCALATED']))
    .option('--overdue', 'those that were to be done before now, and are not')
    .option('--first <n>', 'so many', '20')
    .option('--before <n>', 'the page before this')
    .action((options: ReviewOptions) => end(listReviewsCommand(options, process)));
  asking(reviews.command('show'))
    .description('who did it and why, what was seen, and what was decided')
    .argument('<reference>')
    .action((reference: string, options: ReviewOptions) => end(showReviewCommand(reference, options, process)));
  asking(reviews.command('assign'))
    .description('give it to somebody: to yourself, where nobody is named; never to whoever is reviewed')
    .argument('<reference>')
    .option('--to <id>', 'to whom')
    .action((reference: string, options: ReviewOptions) => end(assignReviewCommand(reference, options, process)));
  asking(reviews.command('decide'))
    .description('say what became of it; a second decision names the first')
    .argument('<reference>')
    .addOption(
      new Option('--outcome <outcome>', 'what became of it').choices(['CLEARED', 'ESCALATED']).makeOptionMandatory(),
    )
    .requiredOption('--note <words>', 'why, in 20 to 500 characters; name nobody')
    .option('--supersedes <decision>', 'the decision whose place it takes')
    .action((reference: string, options: ReviewOptions) => end(decideReviewCommand(reference, options, process)));
}

const counts = z.object({
  ...{ open: z.number(), assigned: z.number(), overdue: z.number(), cleared: z.number(), escalated: z.number() },
});
const pageForm = z.object({
  reviews: z.object({ reviews: z.array(line), before: z.number().nullable(), counts }),
});

/** `familyview reviews list`: 0 listed, 1 refused, 2 usage. */
export function listReviewsCommand(options: ReviewOptions, streams: Streams): Promise<number> {
  return told(streams, async () => {
    const query = `query ($state: [ReviewState!], $overdue: Boolean, $first: Int!, $before: Int) { reviews(state: $state, overdue: $overdue, first: $first, before: $before) { reviews { ${LINE} } before counts { open assigned overdue cleared escalated } } }`;
    const variables = {
      state: options.state ? [options.state] : null,
      overdue: options.overdue ?? null,
      first: Number(options.first ?? 20),
      before: options.before === undefined ? null : Number(options.before),
    };
    const { reviews } = await askGateway(options, query, variables, pageForm);
    if (options.json) writeJson(streams, reviews);
    else {
      for (const one of reviews.reviews) streams.stdout.write(`${sentenceOf(one)}\n`);
      const { open, assigned, overdue, cleared, escalated } = reviews.counts;
      streams.stdout.write(
        `${open} open, ${assigned} assigned, ${overdue} overdue, ${cleared} cleared, ${escalated} escalated.\n`,
      );
      if (reviews.before !== null) streams.stdout.write(`For the next page: --before ${reviews.before}\n`);
    }
    return EXIT.fine;
  });
}

const one = (root: string) => z.object({ [root]: whole });

async function askOne(
  root: string,
  query: string,
  variables: object,
  options: ReviewOptions,
  streams: Streams,
): Promise<number> {
  const review = (await askGateway(options, query, variables, one(root)))[root]!;
  if (options.json) writeJson(streams, review);
  else tellWhole(review, streams);
  return EXIT.fine;
}

/** `familyview reviews show REFERENCE`: 0 told, 1 refused, 2 usage. */
export const showReviewCommand = (reference: string, options: ReviewOptions, streams: Streams): Promise<number> =>
  told(streams, () =>
    askOne(
      'review',
      `query ($reference: ID!) { review(reference: $reference) { ${WHOLE} } }`,
      { reference },
      options,
      streams,
    ),
  );

/** `familyview reviews assign REFERENCE`: 0 given, 1 refused, 2 usage. */
export const assignReviewCommand = (reference: string, options: ReviewOptions, streams: Streams): Promise<number> =>
  told(streams, () =>
    askOne(
      'assignReview',
      `mutation ($reference: ID!, $to: ID) { assignReview(reference: $reference, to: $to) { ${WHOLE} } }`,
      { reference, to: options.to ?? null },
      options,
      streams,
    ),
  );

/** `familyview reviews decide REFERENCE`: 0 decided, 1 refused, 2 usage. */
export const decideReviewCommand = (reference: string, options: ReviewOptions, streams: Streams): Promise<number> =>
  told(streams, () =>
    askOne(
      'decideReview',
      `mutation ($reference: ID!, $outcome: ReviewOutcome!, $note: String!, $supersedes: ID) { decideReview(reference: $reference, outcome: $outcome, note: $note, supersedes: $supersedes) { ${WHOLE} } }`,
      { reference, outcome: options.outcome, note: options.note, supersedes: options.supersedes ?? null },
      options,
      streams,
    ),
  );

function sentenceOf({
  reference,
  kind,
  reason,
  at,
  requester,
  role,
  organisation,
  reviewBy,
  state,
  ...more
}: Line): string {
  const { overdue, assignee, statement } = more;
  const standing = `${state}${assignee === null ? '' : ` to ${assignee}`}${overdue ? ', OVERDUE' : ''}`;
  const words = statement === null ? '' : `; in their own words: ${JSON.stringify(statement)}`;
  return `${reference}  ${at}  ${kind} ${reason}  ${requester}, ${role}, ${organisation}  ${standing}, by ${reviewBy}${words}`;
}

function tellWhole(review: Whole, { stdout }: Streams): void {
  stdout.write(`${sentenceOf(review)}\n`);
  for (const { action, at, by, assignee, note, decision, supersedes } of review.actions)
    stdout.write(
      `  ${at}  ${action}${assignee === null ? '' : ` to ${assignee}`} by ${by}${note === null ? '' : `: ${JSON.stringify(note)}`}${decision === null ? '' : `  decision ${decision}`}${supersedes === null ? '' : `, in the place of ${supersedes}`}\n`,
    );
  stdout.write(`  ${review.seen.length} looks:\n`);
  for (const { at, told: what, outcome, agencies } of review.seen)
    stdout.write(
      `    ${at}  ${what}, ${outcome}  ${agencies.map(({ agency, answer, fields }) => `${agency} (${answer}): ${fields.join(' ')}`).join('; ')}\n`,
    );
}
