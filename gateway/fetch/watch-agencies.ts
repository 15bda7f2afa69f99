import type { AgencyClient } from './agency-client';

export interface AgencyWatch {
  /** `answering` or `unavailable`, by agency, as of the last look. */
  states(): Readonly<Record<string, string>>;
  close(): void;
}

const PATIENCE_MS = 1_500;

/** Looks at each agency's `/health` now and then, so that readiness and the log can say who is missing, and who is back. */
export function watchAgencies(
  clients: ReadonlyMap<string, Pick<AgencyClient, 'isWell'>>,
  options: { readonly everyMs: number; readonly onChange: (agency: string, state: string) => void },
): AgencyWatch {
  const states = new Map<string, string>([...clients.keys()].map((agency) => [agency, 'not looked at yet']));
  let closed = false;
  const look = async (agency: string, client: Pick<AgencyClient, 'isWell'>): Promise<void> => {
    const state = (await client.isWell(PATIENCE_MS)) ? 'answering' : 'unavailable';
    if (closed) return;
    if (states.get(agency) !== state) options.onChange(agency, state);
    states.set(agency, state);
  };
  const round = (): void => {
    for (const [agency, client] of clients) void look(agency, client);
  };
  round();
  const timer = setInterval(round, options.everyMs);
  timer.unref();
  return {
    states: () => Object.fromEntries(states),
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}
