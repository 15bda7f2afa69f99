import type { HouseOptions } from '../house';

/** A house at whose agencies nobody answers: enough for what must stop at its own door. */
export const NO_AGENCIES: HouseOptions['agencies'] = async () => ({ origins: new Map(), close: async () => {} });
