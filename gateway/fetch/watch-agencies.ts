import { request } from 'undici';

export interface AgencyWatch {
  /** `answering` or `unavailable`, by agency, as of the last look. */
  states(): Readonly<Record<string, string>>;
  close(): void;
}

/** Looks at each agency's `/health` now and then, so that readiness and the log can say who is missing, and who is back. */
export function watchAgencies(
  origins: ReadonlyMap<string, string>,
  options: { readonly everyMs: number; readonly onChange: (agency: string, state: string) => void },
): AgencyWatch {
  const states = new Map<string, string>([...origins.keys()].map((agency) => [agency, 'not looked at yet']));
  const look = async (agency: string, origin: string): Promise<void> => {
    const state = await request(`${origin}/health`, {
      headersTimeout: 1_000,
      bodyTimeout: 1_000,
      signal: AbortSignal.timeout(1_500),
    })
      .then(async ({ statusCode, body }) => {
        await body.dump();
        return statusCode === 200 ? 'answering' : 'unavailable';
      })
      .catch(() => 'unavailable');
    if (states.get(agency) !== state) options.onChange(agency, state);
    states.set(agency, state);
  };
  const round = (): void => {
    for (const [agency, origin] of origins) void look(agency, origin);
  };
  round();
  const timer = setInterval(round, options.everyMs);
  timer.unref();
  return { states: () => Object.fromEntries(states), close: () => clearInterval(timer) };
}
