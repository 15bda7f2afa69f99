import type { AgencyName, HeldIdentity, TruePerson } from '../model';

/** NHS ethnic categories (UKCore-EthnicCategory) of the DfE's codes. The NHS has none for Gypsy, Roma and Traveller: lossy. */
const NHS_ETHNICITY: Readonly<Record<string, string>> = {
  WBRI: 'A',
  WIRI: 'B',
  WOTH: 'C',
  WIRT: 'C',
  WROM: 'C',
  MWBC: 'D',
  MWBA: 'E',
  MWAS: 'F',
  MOTH: 'G',
  AIND: 'H',
  APKN: 'J',
  ABAN: 'K',
  AOTH: 'L',
  BCRB: 'M',
  BAFR: 'N',
  BOTH: 'P',
  CHNE: 'R',
  OOTH: 'S',
  REFU: 'Z',
};

// One empty list for a hundred thousand records.
const NONE: readonly never[] = [];

/** A person as one agency would hold them if nobody ever made a slip. Housing and schools never hold an NHS number. */
export function identityOf(person: TruePerson, agency: AgencyName, ref: string): HeldIdentity {
  const numbers = numbersOf(person, agency);
  return {
    ref,
    truth: person.id,
    lifeState: person.lifeState,
    givenName: person.givenName || undefined,
    familyName: person.familyName,
    formerNames: agency === 'health' || agency === 'social-care' ? person.formerNames : NONE,
    dateOfBirth: person.dateOfBirth,
    expectedDateOfBirth: agency === 'health' || agency === 'social-care' ? person.expectedDateOfBirth : undefined,
    sex: person.sex,
    nhsNumber: numbers.nhsNumber,
    nhsNumberStatus: numbers.nhsNumberStatus,
    supersededNhsNumbers: numbers.supersededNhsNumbers,
    upn: numbers.upn,
    formerUpn: numbers.formerUpn,
    laChildId: numbers.laChildId,
    address: person.address,
    markers: person.lifeState === 'DIED' ? ['DECEASED'] : NONE,
    ethnicity: ethnicityOf(person, agency),
    firstLanguage: agency === 'housing' || agency === 'social-care' ? undefined : person.firstLanguage,
    motherRef: undefined,
  };
}

type Numbers = Pick<
  HeldIdentity,
  'nhsNumber' | 'nhsNumberStatus' | 'supersededNhsNumbers' | 'upn' | 'formerUpn' | 'laChildId'
>;

function numbersOf(person: TruePerson, agency: AgencyName): Numbers {
  const superseded = person.supersededNhsNumber === undefined ? NONE : [person.supersededNhsNumber];
  switch (agency) {
    case 'health':
      return {
        nhsNumber: person.nhsNumber,
        nhsNumberStatus: person.nhsNumber && '01',
        supersededNhsNumbers: superseded,
      };
    case 'education':
      return { supersededNhsNumbers: NONE, upn: person.upn, formerUpn: person.formerUpn };
    case 'social-care':
      return {
        nhsNumber: person.kind === 'child' ? person.nhsNumber : undefined,
        nhsNumberStatus: person.kind === 'child' ? person.nhsNumber && '01' : undefined,
        supersededNhsNumbers: NONE,
        upn: person.upn,
        laChildId: person.laChildId,
      };
    case 'housing':
      return { supersededNhsNumbers: NONE };
    case 'childrens-centre':
      return { nhsNumber: person.nhsNumber, nhsNumberStatus: person.nhsNumber && '02', supersededNhsNumbers: NONE };
  }
}

const ethnicityOf = (person: TruePerson, agency: AgencyName): string | undefined => {
  if (agency === 'housing' || person.ethnicity === undefined) return undefined;
  return agency === 'health' ? NHS_ETHNICITY[person.ethnicity] : person.ethnicity;
};
