import type { PartnersQuery } from '../../operations/stored';

/** An agency that takes part, and what it adds to a person's record. */
export type Partner = NonNullable<PartnersQuery['partners']>[number];
