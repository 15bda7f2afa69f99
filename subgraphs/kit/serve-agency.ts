import type { Agency, RunningAgency, ServeOptions } from './agency';
import type { Connector } from './connector';

export async function serveAgency<C extends Connector>(
  _agency: Agency<C>,
  _options: ServeOptions,
): Promise<RunningAgency> {
  throw new Error('being written');
}
