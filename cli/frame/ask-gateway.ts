import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { EXIT, Stopped } from './command';

export interface GatewayOptions {
  readonly gateway: string;
  readonly tokenFile?: string;
  /** Who asks, in development, where there is no token. */
  readonly as?: string;
  readonly purpose?: string;
  readonly case?: string;
}

/** How a command says which gateway it asks, as whom. The token stands in no list of processes. */
export const addGatewayOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--gateway <url>', 'the gateway').default(process.env.FAMILYVIEW_GATEWAY ?? 'http://127.0.0.1:4000'),
    )
    .option('--token-file <file>', 'your access token; by default FAMILYVIEW_TOKEN')
    .option('--json', 'one JSON document on standard output');

const PATIENCE_MS = 60_000;
const reply = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const developmentToken = z.object({ token: z.string() });

/**
 * One question to the gateway's graph, as somebody's own sign-in lets them put it: so it is decided and recorded as any
 * other. Where the graph refuses, the command stops in its words.
 */
export async function askGateway<T>(
  options: GatewayOptions,
  query: string,
  variables: object,
  form: z.ZodType<T>,
): Promise<T> {
  const { gateway, purpose, case: reference } = options;
  const { data, errors = [] } = await post(options, 'graphql', { query, variables }, reply, {
    accept: 'application/graphql-response+json, application/json',
    authorization: `Bearer ${await tokenOf(options)}`,
    ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
    ...(reference === undefined ? {} : { 'x-case-reference': reference }),
  });
  if (errors.length > 0) throw new Stopped(errors.map(({ message }) => message).join('\n'), EXIT.found);
  const found = form.safeParse(data);
  if (!found.success) throw new Stopped(`${gateway} answered in another form than this command knows.`, EXIT.usage);
  return found.data;
}

async function tokenOf(options: GatewayOptions): Promise<string> {
  const { tokenFile, as, purpose } = options;
  const given = tokenFile === undefined ? process.env.FAMILYVIEW_TOKEN : readFileSync(tokenFile, 'utf8');
  if (given?.trim()) return given.trim();
  if (as === undefined)
    throw new Stopped(
      'No access token: set FAMILYVIEW_TOKEN, or name a file with --token-file. In development: npm run --silent token -- PERSONA.',
      EXIT.usage,
    );
  const body = { persona: as, ...(purpose === undefined ? {} : { purpose }) };
  return (await post(options, 'development/token', body, developmentToken)).token;
}

async function post<T>(
  { gateway }: GatewayOptions,
  path: string,
  body: object,
  form: z.ZodType<T>,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const response = await fetch(`${gateway.replace(/\/$/, '')}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (response === null) throw new Stopped(`No gateway answers at ${gateway}. Is it running there?`, EXIT.usage);
  const read = form.safeParse(await response.json().catch(() => null));
  if (!read.success)
    throw new Stopped(`${gateway} answered ${response.status} at /${path}, and not as a gateway does.`, EXIT.usage);
  return read.data;
}
