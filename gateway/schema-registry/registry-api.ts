import { z } from 'zod';
import { FamilyViewError } from '../errors';
import type { GatewayRegistry } from './open-gateway-registry';
import type { ChangeOutcome, PublishedVersion } from './open-registry';
import type { Staging } from './open-staging';
import type { SchemaCheckResult } from './schema-check';
import { breakingReason, type Signed, StatementRefused, signedForm } from './signed-statement';
import type { VersionDiff } from './version-diff';

type Actions = Readonly<Record<string, (body: unknown) => Promise<object>>>;

/** Everything that the registry does for others, as it goes over HTTP: JSON in, JSON out. */
export interface RegistryApi {
  readonly actions: Actions;
}

/** For whoever runs the gateway: what can be read, unsigned. */
export function openRegistryReading(registryParts: GatewayRegistry, staging: Staging | null): Actions {
  const { status, log, diff, supergraph } = openRegistryApi(registryParts, staging, true).actions;
  return { status: status!, log: log!, diff: diff!, supergraph: supergraph! };
}

class NoStaging extends FamilyViewError {
  constructor() {
    super('Staging is switched off at this gateway (STAGING is OFF).', {
      code: 'NO_STAGING',
      httpStatus: 404,
    });
  }
}

class BadRegistryRequest extends FamilyViewError {
  constructor(faults: readonly string[]) {
    super(`The registry cannot read the request: ${faults.join('; ')}.`, {
      code: 'BAD_REGISTRY_REQUEST',
      httpStatus: 400,
    });
  }
}

const version = z.number().int().min(1);
const reading = { signed: signedForm.nullish() };
const FORMS = {
  identity: z.object({}),
  status: z.object(reading),
  check: z.object({
    agency: z.string(),
    schema: z.string(),
    url: z.string().nullish(),
    allowBreaking: breakingReason.nullish(),
    ...reading,
  }),
  publish: z.object({ schema: z.string(), signed: signedForm }),
  rollback: z.object({ signed: signedForm }),
  log: z.object(reading),
  diff: z.object({ from: version, to: version, ...reading }),
  supergraph: z.object({ version: version.nullish(), ...reading }),
};

/** @param openReading in development whoever comes may check and read; elsewhere whoever holds a key. */
export function openRegistryApi(
  { registry, schemaCheck, check }: GatewayRegistry,
  staging: Staging | null,
  openReading: boolean,
): RegistryApi {
  const mayRead = async (signed: Signed | null | undefined): Promise<void> => {
    if (signed) await registry.admit(signed, 'read');
    else if (!openReading)
      throw new StatementRefused('KEY_UNKNOWN', 'Sign the request with a key of schema/ownership.yaml: --key FILE.');
  };
  const newest = async (): Promise<PublishedVersion> => {
    const found = await registry.newest();
    if (!found)
      throw new FamilyViewError('The registry has no version yet.', { code: 'NO_SUCH_VERSION', httpStatus: 404 });
    return found;
  };
  const compared = ({ supergraphSdl, protocols }: PublishedVersion): VersionDiff => ({ supergraphSdl, protocols });

  return {
    actions: {
      // What is signed names the registry that it is for.
      async identity(body) {
        read(FORMS.identity, body ?? {});
        return { registry: registry.id };
      },
      async status(body) {
        await mayRead(read(FORMS.status, body ?? {}).signed);
        const { record } = await newest();
        return { registry: registry.id, ...told(record), staged: (await staging?.staged()) ?? [] };
      },
      async check(body) {
        const { agency, schema, url, allowBreaking, signed } = read(FORMS.check, body);
        await mayRead(signed);
        const { agencies, protocols, supergraphSdl } = await newest();
        const before = agencies.find(({ name }) => name === agency);
        const others = agencies.filter(({ name }) => name !== agency);
        const would = { name: agency, sdl: schema, url: url ?? before?.url ?? null };
        const checkResult = await check({
          agencies: [...others, would],
          protocols,
          changed: [agency],
          before: supergraphSdl,
          breaking: allowBreaking == null ? 'REFUSED' : 'TOLD',
        });
        return { accepted: checkResult.supergraphSdl !== null, ...withoutTexts(checkResult) };
      },
      async publish(body) {
        const { schema, signed } = read(FORMS.publish, body);
        const outcome = await registry.publish(signed, schema);
        if (outcome.kind === 'added') await staging?.refresh();
        return outcomeOf(outcome);
      },
      async stage(body) {
        const { schema, signed } = read(FORMS.publish, body);
        if (!staging) throw new NoStaging();
        const outcome = await staging.stage(signed, schema);
        if (outcome.kind === 'cleared') return { outcome: 'CLEARED' };
        const checkResult = withoutTexts(outcome.checkResult);
        return outcome.kind === 'refused'
          ? { outcome: 'REFUSED', ...checkResult }
          : { outcome: 'STAGED', staged: outcome.agencies, ...checkResult };
      },
      async rollback(body) {
        const outcome = await registry.rollback(read(FORMS.rollback, body).signed);
        if (outcome.kind === 'added') await staging?.refresh();
        return outcomeOf(outcome);
      },
      async log(body) {
        await mayRead(read(FORMS.log, body ?? {}).signed);
        return { versions: (await registry.log()).map(told) };
      },
      async diff(body) {
        const { from, to, signed } = read(FORMS.diff, body);
        await mayRead(signed);
        const [before, after] = [await registry.version(from), await registry.version(to)];
        return {
          from: told(before.record),
          to: told(after.record),
          ...(await schemaCheck.compare(compared(before), compared(after))),
        };
      },
      async supergraph(body) {
        const { version: number, signed } = read(FORMS.supergraph, body ?? {});
        await mayRead(signed);
        const found = number ? await registry.version(number) : await newest();
        return { ...told(found.record), supergraphSdl: found.supergraphSdl };
      },
    },
  };
}

function read<T>(form: z.ZodType<T>, body: unknown): T {
  const checked = form.safeParse(body);
  if (checked.success) return checked.data;
  throw new BadRegistryRequest(
    checked.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`),
  );
}

const told = ({
  version: number,
  kind,
  at,
  by,
  changed,
  supergraph,
  protocol,
  rolledBackTo,
  breaking,
  agencies,
}: PublishedVersion['record']) => ({
  version: number,
  kind,
  at,
  by,
  changed,
  rolledBackTo,
  breaking: breaking ?? null,
  // As answers and the audit name it.
  supergraph: supergraph.slice(0, 12),
  protocol,
  agencies: agencies.map(({ name, url, sdl }) => ({ name, url, sdl: sdl.slice(0, 12) })),
});

function outcomeOf(outcome: ChangeOutcome): object {
  if (outcome.kind === 'unchanged') return { outcome: 'UNCHANGED', ...told(outcome.record) };
  const checkResult = withoutTexts(outcome.checkResult);
  if (outcome.kind === 'refused') return { outcome: 'REFUSED', ...checkResult };
  return { outcome: 'PUBLISHED', ...told(outcome.record), ...checkResult };
}

/** What is told of a check result: whoever wants the supergraph asks for it. */
const withoutTexts = ({ findings, changes, breaks, openings, milliseconds }: SchemaCheckResult) => ({
  findings,
  changes,
  breaks: breaks.map(({ message, coordinate, usage }) => ({ message, coordinate, usage })),
  openings,
  milliseconds,
});
