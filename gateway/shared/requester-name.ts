import type { Requester } from '../identity/types';

/** Tells requesters apart, whatever their ids hold. */
export const nameOf = ({ organisation, id }: Pick<Requester, 'id' | 'organisation'>): string =>
  JSON.stringify([organisation, id]);
