import type { Address, IsoDate } from './model';
import type { Area } from './places';

/** What the people of one family have in common. */
export interface Origin {
  readonly familyId: string;
  readonly area: Area;
  readonly address: Address;
  readonly previousAddress: Address | undefined;
  readonly ethnicity: string;
  readonly firstLanguage: string;
  readonly socialCare: boolean;
  /** Fled, without the father. */
  readonly shielded: boolean;
}

export interface Birth {
  readonly date: IsoDate;
  readonly unborn: boolean;
  readonly twin: boolean;
}
