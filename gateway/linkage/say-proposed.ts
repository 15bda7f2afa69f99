/** What the maker of a proposal reads of it: nothing is joined, or hidden, by one person's word. */
export const sayProposed = (agency: string, same: boolean): string =>
  `You said that this ${same ? 'is the same person' : 'is somebody else'}; waiting for ${agency}, which holds the record, or for a second authorised person of another organisation, to agree.`;
