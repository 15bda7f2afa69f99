import type { AgencyClient } from './agency-client';

type Watched = Pick<AgencyClient, 'isWell' | 'takesGrants'>;

export interface AgencyWatch {
  /** `answering`, `refusing our grants` or `unavailable`, by agency, as of the last look. */
  states(): Readonly<Record<string, string>>;
  close(): void;
}

const PATIENCE_MS = 1_500;
const NOT_YET = 'not looked at yet';

/**
 * Looks at each agency's `/health` now and then, so that readiness and the log can say who is missing, and who is back.
 * @param clients those of the version that is served, as it is at each look.
 */
export function watchAgencies(
  clients: () => ReadonlyMap<string, Watched>,
  options: {
    readonly everyMs: number;
    readonly onChange: (agency: string, state: string) => void;
    /** Asks an agency that refused a grant something that costs it nothing, with a grant: nobody else may ask meanwhile. */
    readonly tryGrant: (agency: string) => Promise<unknown>;
  },
): AgencyWatch {
  const states = new Map<string, string>();
  let closed = false;
  const look = async (agency: string, client: Watched): Promise<void> => {
    const isWell = await client.isWell(PATIENCE_MS);
    if (isWell && client.takesGrants() === false) await options.tryGrant(agency).catch(() => {});
    const state = !isWell ? 'unavailable' : client.takesGrants() === false ? 'refusing our grants' : 'answering';
    if (closed || clients().get(agency) !== client) return;
    if (states.get(agency) !== state) options.onChange(agency, state);
    states.set(agency, state);
  };
  const round = (): void => {
    for (const [agency, client] of clients()) void look(agency, client);
  };
  round();
  const timer = setInterval(round, options.everyMs);
  timer.unref();
  return {
    states: () => Object.fromEntries([...clients().keys()].map((agency) => [agency, states.get(agency) ?? NOT_YET])),
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}
