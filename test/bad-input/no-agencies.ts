import type { StackOptions } from '../stack';

/** A stack at whose agencies nobody answers: enough for what must stop at the gateway itself. */
export const NO_AGENCIES: StackOptions['agencies'] = async () => ({ origins: new Map(), close: async () => {} });
