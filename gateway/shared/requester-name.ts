import type { Requester } from '../operation-context';

/** Tells requesters apart, whatever their ids hold. */
export const nameOf = ({ organisation, id }: Pick<Requester, 'id' | 'organisation'>): string =>
  JSON.stringify([organisation, id]);
