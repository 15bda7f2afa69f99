import { addDays, swapDayAndMonth, yearsBetween } from './dates';
import type { DirtRates } from './dirt';
import { mistypeNhsNumber, mistypeUpn } from './identifiers';
import { misspell } from './misspell';
import type { HeldIdentity, IsoDate, TruePerson } from './model';
import type { Chance } from './random';

const NONE: readonly never[] = [];

/** The same record as an untidy desk keeps it. `identity` is clean; `mother` is who a `Baby` is named after. */
export function soil(
  identity: HeldIdentity,
  person: TruePerson,
  rates: DirtRates,
  chance: Chance,
  today: IsoDate,
  mother?: TruePerson,
): HeldIdentity {
  const names = soiledNames(identity, person, rates, chance, today, mother);
  const dateOfBirth = soiledDate(identity.dateOfBirth, rates, chance, today);
  const nhs = soiledNhsNumber(identity, person, rates, chance);
  const upn = soiledUpn(identity, rates, chance);
  return {
    ...identity,
    givenName: names.givenName,
    familyName: names.familyName,
    formerNames: names.formerNames,
    dateOfBirth,
    nhsNumber: nhs.nhsNumber,
    nhsNumberStatus: nhs.nhsNumberStatus,
    supersededNhsNumbers: nhs.supersededNhsNumbers,
    upn: upn.upn,
    formerUpn: upn.formerUpn,
    address: soiledAddress(identity, person, rates, chance),
  };
}

type Names = Pick<HeldIdentity, 'givenName' | 'familyName' | 'formerNames'>;

function soiledNames(
  identity: HeldIdentity,
  person: TruePerson,
  rates: DirtRates,
  chance: Chance,
  today: IsoDate,
  mother?: TruePerson,
): Names {
  const { givenName, familyName, formerNames } = identity;
  const young = person.dateOfBirth !== undefined && yearsBetween(person.dateOfBirth, today) < 1;
  if (young && mother && chance.happens(rates.stillBaby))
    return { givenName: 'Baby', familyName: mother.familyName, formerNames };
  const former = person.formerNames[0];
  if (former !== undefined && chance.happens(rates.formerName))
    return { givenName, familyName: former, formerNames: NONE };
  const draw = chance.next();
  if (!givenName || !familyName) return { givenName, familyName, formerNames };
  if (draw < rates.swappedNames) return { givenName: familyName, familyName: givenName, formerNames };
  if (draw >= rates.swappedNames + rates.misspeltName) return { givenName, familyName, formerNames };
  return chance.happens(0.5)
    ? { givenName: misspell(givenName, chance.next()), familyName, formerNames }
    : { givenName, familyName: misspell(familyName, chance.next()), formerNames };
}

function soiledDate(date: IsoDate | undefined, rates: DirtRates, chance: Chance, today: IsoDate): IsoDate | undefined {
  if (date === undefined || chance.happens(rates.missingDateOfBirth)) return undefined;
  const swapped = swapDayAndMonth(date);
  if (swapped !== undefined && swapped <= today && chance.happens(rates.dayMonthSwap)) return swapped;
  if (!chance.happens(rates.dateOffByOne)) return date;
  return addDays(date, date < today && chance.happens(0.5) ? 1 : -1);
}

type NhsNumber = Pick<HeldIdentity, 'nhsNumber' | 'nhsNumberStatus' | 'supersededNhsNumbers'>;

function soiledNhsNumber(identity: HeldIdentity, person: TruePerson, rates: DirtRates, chance: Chance): NhsNumber {
  const { nhsNumber, supersededNhsNumbers } = identity;
  if (nhsNumber === undefined) return { supersededNhsNumbers };
  if (chance.happens(rates.missingNhsNumber)) return { supersededNhsNumbers: NONE };
  const nhsNumberStatus = chance.happens(rates.unverifiedNhsNumber) ? chance.pick(['02', '03']) : '01';
  if (chance.happens(rates.badNhsNumber)) {
    return { nhsNumber: mistypeNhsNumber(nhsNumber), nhsNumberStatus: '03', supersededNhsNumbers };
  }
  if (person.supersededNhsNumber !== undefined && chance.happens(rates.supersededNhsNumber)) {
    return { nhsNumber: person.supersededNhsNumber, nhsNumberStatus, supersededNhsNumbers: NONE };
  }
  return { nhsNumber, nhsNumberStatus, supersededNhsNumbers };
}

function soiledUpn(
  { upn, formerUpn }: HeldIdentity,
  rates: DirtRates,
  chance: Chance,
): Pick<HeldIdentity, 'upn' | 'formerUpn'> {
  if (upn === undefined) return { formerUpn };
  if (chance.happens(rates.missingUpn)) return {};
  return chance.happens(rates.badUpn) ? { upn: mistypeUpn(upn), formerUpn } : { upn, formerUpn };
}

function soiledAddress(
  identity: HeldIdentity,
  person: TruePerson,
  rates: DirtRates,
  chance: Chance,
): HeldIdentity['address'] {
  if (chance.happens(rates.missingAddress)) return undefined;
  if (person.previousAddress !== undefined && chance.happens(rates.previousAddress)) return person.previousAddress;
  return identity.address;
}
