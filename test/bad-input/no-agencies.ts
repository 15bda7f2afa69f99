import type { HouseOptions } from '../stack';

/** A house at whose agencies nobody answers: enough for what must stop at its own door. */
export const NO_AGENCIES: HouseOptions['agencies'] = async () => ({ origins: new Map(), close: async () => {} });
