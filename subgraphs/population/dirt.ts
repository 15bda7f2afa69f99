import type { AgencyName } from './model';

/**
 * How untidy each agency's records are: the share of records with each fault, of those that could have it. At most one
 * fault of the names and one of the date of birth falls on one record.
 */
export interface DirtRates {
  /** Given or family name misspelt. */
  readonly misspeltName: number;
  /** Given name in the family name's box, and the other way round. */
  readonly swappedNames: number;
  /** Under the former family name still, where there is one. */
  readonly formerName: number;
  /** Under one year old and still `Baby`, with the mother's family name. */
  readonly stillBaby: number;
  /** Day and month of birth swapped, where that gives another date. */
  readonly dayMonthSwap: number;
  readonly dateOffByOne: number;
  readonly missingDateOfBirth: number;
  readonly missingNhsNumber: number;
  /** NHS number that fails its check digit. */
  readonly badNhsNumber: number;
  /** Still under the replaced number, where there is one. */
  readonly supersededNhsNumber: number;
  /** Verification status 02 or 03 in place of 01. */
  readonly unverifiedNhsNumber: number;
  readonly missingUpn: number;
  readonly badUpn: number;
  /** Still at the address before, where there is one. */
  readonly previousAddress: number;
  readonly missingAddress: number;
  /** A second record of the same person. */
  readonly duplicate: number;
}

const NEVER = 0;
export const DIRT: Readonly<Record<AgencyName, DirtRates>> = {
  health: {
    misspeltName: 0.02,
    swappedNames: 0.003,
    formerName: 0.2,
    stillBaby: 0.15,
    dayMonthSwap: 0.008,
    dateOffByOne: 0.005,
    missingDateOfBirth: NEVER,
    missingNhsNumber: 0.01,
    badNhsNumber: 0.003,
    supersededNhsNumber: 0.15,
    unverifiedNhsNumber: 0.06,
    missingUpn: NEVER,
    badUpn: NEVER,
    previousAddress: 0.25,
    missingAddress: 0.01,
    duplicate: 0.004,
  },
  education: {
    misspeltName: 0.04,
    swappedNames: 0.006,
    formerName: 0.1,
    stillBaby: NEVER,
    dayMonthSwap: 0.012,
    dateOffByOne: 0.008,
    missingDateOfBirth: NEVER,
    missingNhsNumber: NEVER,
    badNhsNumber: NEVER,
    supersededNhsNumber: NEVER,
    unverifiedNhsNumber: NEVER,
    missingUpn: 0.01,
    badUpn: 0.01,
    previousAddress: 0.35,
    missingAddress: 0.02,
    duplicate: 0.003,
  },
  'social-care': {
    misspeltName: 0.05,
    swappedNames: 0.005,
    formerName: 0.15,
    stillBaby: 0.05,
    dayMonthSwap: 0.015,
    dateOffByOne: 0.01,
    missingDateOfBirth: 0.01,
    missingNhsNumber: 0.35,
    badNhsNumber: 0.01,
    supersededNhsNumber: 0.3,
    unverifiedNhsNumber: 0.4,
    missingUpn: 0.2,
    badUpn: 0.02,
    previousAddress: 0.2,
    missingAddress: 0.02,
    duplicate: 0.006,
  },
  housing: {
    misspeltName: 0.07,
    swappedNames: 0.015,
    formerName: 0.2,
    stillBaby: NEVER,
    dayMonthSwap: 0.02,
    dateOffByOne: 0.012,
    missingDateOfBirth: 0.04,
    missingNhsNumber: NEVER,
    badNhsNumber: NEVER,
    supersededNhsNumber: NEVER,
    unverifiedNhsNumber: NEVER,
    missingUpn: NEVER,
    badUpn: NEVER,
    previousAddress: NEVER,
    missingAddress: NEVER,
    duplicate: 0.008,
  },
  'childrens-centre': {
    misspeltName: 0.08,
    swappedNames: 0.012,
    formerName: 0.15,
    stillBaby: 0.05,
    dayMonthSwap: 0.025,
    dateOffByOne: 0.015,
    missingDateOfBirth: 0.02,
    missingNhsNumber: 0.6,
    badNhsNumber: 0.03,
    supersededNhsNumber: 0.3,
    unverifiedNhsNumber: 1,
    missingUpn: NEVER,
    badUpn: NEVER,
    previousAddress: 0.4,
    missingAddress: 0.03,
    duplicate: 0.01,
  },
};
