/** The five agencies with their stand-ins, in one process: what `npm start` runs beside the gateway. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { start as startChildrensCentre } from '@family-view/childrens-centre';
import { start as startEducation } from '@family-view/education';
import { start as startHealth } from '@family-view/health';
import { start as startHousing } from '@family-view/housing';
import { PortTaken } from '@family-view/kit';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { start as startSocialCare } from '@family-view/social-care';

const STARTERS = {
  health: startHealth,
  education: startEducation,
  'social-care': startSocialCare,
  housing: startHousing,
  'childrens-centre': startChildrensCentre,
} as const;

export interface ServeSubgraphsOptions {
  readonly firstPort: number;
  readonly jwksUrl: string;
  readonly dataDirectory: string;
  readonly without: readonly string[];
  readonly host?: string;
  /** How long an agency may take for one request, in ms. */
  readonly timeLimitMs?: number;
  readonly families?: number;
  readonly seed?: number;
  /** Connection to each agency's real partner system, by agency: without one its stand-in is started. */
  readonly partnerSystems?: Readonly<Record<string, string>>;
}

export interface RunningSubgraphs {
  readonly ports: ReadonlyMap<AgencyName, number>;
  close(): Promise<void>;
}

export async function serveSubgraphs(options: ServeSubgraphsOptions): Promise<RunningSubgraphs> {
  const running: (readonly [AgencyName, { readonly port: number; close(): Promise<void> }])[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map(([, agency]) => agency.close()));
  };
  try {
    for (const [index, agency] of AGENCIES.entries()) {
      if (options.without.includes(agency)) continue;
      const dataDirectory = join(options.dataDirectory, agency);
      mkdirSync(dataDirectory, { recursive: true });
      const port = options.firstPort === 0 ? 0 : options.firstPort + index;
      const started = await STARTERS[agency]({
        port,
        host: options.host,
        timeLimitMs: options.timeLimitMs,
        jwksUrl: options.jwksUrl,
        dataDirectory,
        borough: { families: options.families, seed: options.seed },
        partnerSystem: options.partnerSystems?.[agency],
      });
      running.push([agency, started]);
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  return { ports: new Map(running.map(([agency, { port }]) => [agency, port])), close };
}

/** `AGENCIES` names the ones to run, `WITHOUT` the ones to leave down; each as a list with commas. */
function leftOut(only: string | undefined, without: string | undefined): readonly string[] {
  const list = (text: string | undefined): readonly string[] => (text ?? '').split(',').filter((name) => name !== '');
  return [...list(without), ...(only ? AGENCIES.filter((name) => !list(only).includes(name)) : [])];
}

/** `HEALTH_SYSTEM`, `SOCIAL_CARE_SYSTEM`: where an agency's own system is, or a file of settings for it. */
const systemsIn = (env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    AGENCIES.flatMap((agency) => {
      const where = env[`${agency.toUpperCase().replaceAll('-', '_')}_SYSTEM`];
      return where ? [[agency, where]] : [];
    }),
  );

async function main(): Promise<void> {
  const { env } = process;
  const running = await serveSubgraphs({
    firstPort: Number(env.FIRST_AGENCY_PORT ?? 4001),
    jwksUrl: env.GRANT_JWKS_URL ?? `http://127.0.0.1:${env.PORT ?? 4000}/.well-known/jwks.json`,
    dataDirectory: env.SUBGRAPHS_DATA_DIRECTORY ?? '.familyview/subgraphs',
    without: leftOut(env.AGENCIES, env.WITHOUT),
    host: env.HOST,
    families: env.FAMILIES === undefined ? undefined : Number(env.FAMILIES),
    seed: env.SEED === undefined ? undefined : Number(env.SEED),
    partnerSystems: systemsIn(env),
  });
  for (const [agency, port] of running.ports) console.log(`  ${agency.padEnd(16)} http://127.0.0.1:${port}`);
  process.send?.('ready');
  const stop = (): void => void running.close().finally(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

if (require.main === module) {
  main().catch((fault: unknown) => {
    console.error(fault instanceof Error ? fault.message : String(fault));
    if (fault instanceof PortTaken)
      console.error(
        'Agencies take the ports from FIRST_AGENCY_PORT (4001), one each. Is another npm start still running?',
      );
    process.exit(1);
  });
}
