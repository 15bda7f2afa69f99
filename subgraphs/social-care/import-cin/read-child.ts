import { checkUpn } from '@family-view/kit/identifiers';
import type { CensusChild, CensusEpisode } from './census-child';
import type { CensusElement, CensusHeader } from './census-elements';
import { checkEpisodes } from './check-child';
import { notAfterTheYear, notBefore, withinTheYear } from './check-days';
import { DISABILITIES, ETHNICITIES, SEX_CODES, UPN_UNKNOWN_REASONS } from './code-lists';
import { type Day, ElementReader, type Leaf } from './element-reader';
import type { RecordFault } from './faults';
import { readEpisode } from './read-episode';

/** First census year of the present layout (Sex for GenderCurrent, LAchildID restricted): its reference date. */
const NEW_LAYOUT_FROM = '2025-03-31';

/** Reads one `Child`, in the older or the newer layout, with everything that is wrong with it beside it. */
export function readChild(element: CensusElement, header: CensusHeader): CensusChild {
  const child = new ElementReader(element, '');
  const [identifiers, ...more] = child.sections('ChildIdentifiers');
  const characteristics = child.sections('ChildCharacteristics');
  const episodes = child.sections('CINdetails').map((section) => readEpisode(section, header));
  if (!identifiers) child.tellMissing('ChildIdentifiers', 'the identifiers of the child', '8500');
  for (const another of more) child.tell(leafOf(another), { expected: 'one ChildIdentifiers', keep: true });
  // CIN rule 8590: a child without an episode has no place in the return.
  if (episodes.length === 0) child.tellMissing('CINdetails', 'at least one episode', '8590');

  const who = identifiers ? readIdentifiers(identifiers, header, episodes) : NOBODY;
  const what = readCharacteristics(child, characteristics, who.birthDate, episodes);
  const among = checkEpisodes(episodes, header, element.line);
  const faults = [...who.faults, ...what.faults, ...among, ...child.finish()];
  return { line: element.line, ...who, ...what, episodes, faults };
}

const leafOf = (reader: ElementReader): Leaf => ({
  name: reader.source.name,
  element: reader.path,
  line: reader.line,
  text: reader.source.name,
});

type Identifiers = Pick<
  CensusChild,
  'laChildId' | 'upn' | 'formerUpn' | 'upnUnknown' | 'birthDate' | 'expectedBirthDate' | 'deathDate' | 'sex' | 'faults'
>;
const NOBODY: Identifiers = {
  laChildId: null,
  upn: null,
  formerUpn: null,
  upnUnknown: null,
  birthDate: undefined,
  expectedBirthDate: undefined,
  deathDate: undefined,
  sex: null,
  faults: [],
};

function readIdentifiers(reader: ElementReader, header: CensusHeader, episodes: readonly CensusEpisode[]): Identifiers {
  const laChildId = reader.leaf('LAchildID');
  if (!laChildId) reader.tellMissing('LAchildID', 'an id of the child', '8500');
  const newLayout =
    reader.source.parts.some((part) => part.name === 'Sex') || (header.referenceDate ?? '') >= NEW_LAYOUT_FROM;
  if (laChildId && newLayout) {
    if (laChildId.text.length > 20) reader.tell(laChildId, { rule: '1570', expected: 'at most 20 characters' });
    if (/[^A-Za-z0-9]/.test(laChildId.text))
      reader.tell(laChildId, { rule: '1580', expected: 'letters and digits only' });
  }
  const upn = reader.leaf('UPN');
  if (upn) checkPupilNumber(reader, upn);
  const formerUpn = reader.leaf('FormerUPN');
  if (formerUpn) checkFormerPupilNumber(reader, formerUpn);
  const upnUnknown = reader.code('UPNunknown', UPN_UNKNOWN_REASONS, null);
  if (upn && upnUnknown) reader.tell(upnUnknown, { expected: 'no reason for a missing UPN beside a UPN' });
  if (upnUnknown?.text === 'UN7' && episodes.some(({ nfa }) => nfa?.flag === false)) {
    reader.tell(upnUnknown, { rule: '8772', expected: 'no UN7, which is for referrals without further action' });
  }
  const birthDate = reader.day('PersonBirthDate');
  const expectedBirthDate = reader.day('ExpectedPersonBirthDate');
  const deathDate = reader.day('PersonDeathDate');
  checkBirth(reader, birthDate, expectedBirthDate, header, episodes);
  notBefore(reader, deathDate, birthDate, '8535Q');
  withinTheYear(reader, deathDate, header, '8545Q');
  checkLifetime({ birthDate, expectedBirthDate, deathDate }, episodes, reader);
  const sex = readSex(reader, birthDate === undefined && expectedBirthDate !== undefined);
  return {
    laChildId: laChildId?.text ?? null,
    upn: upn?.text ?? null,
    formerUpn: formerUpn?.text ?? null,
    upnUnknown: upnUnknown?.text ?? null,
    birthDate,
    expectedBirthDate,
    deathDate,
    sex,
    faults: reader.finish(),
  };
}

function checkPupilNumber(reader: ElementReader, upn: Leaf): void {
  const text = upn.text.toUpperCase();
  const temporary = /[A-Z]$/.test(text);
  if (text.length !== 13) reader.tell(upn, { expected: 'thirteen characters' });
  else if (!/^.{4}\d{8}/.test(text)) reader.tell(upn, { rule: '1540', expected: 'digits at places 5 to 12' });
  else if (!/[0-9A-HJ-NP-RT-Z]$/.test(text))
    reader.tell(upn, { rule: '1550', expected: 'a digit or a letter other than I, O, S at place 13' });
  // CIN rule 1510 speaks of permanent UPNs only; a temporary one has a check letter all the same.
  else if (!checkUpn(text).ok)
    reader.tell(upn, { rule: temporary ? null : '1510', expected: 'the right check letter at place 1' });
  // The check letter is a capital: a small one is not it.
  else if (upn.text !== text) reader.tell(upn, { rule: temporary ? null : '1510', expected: 'capital letters' });
}

function checkFormerPupilNumber(reader: ElementReader, upn: Leaf): void {
  const text = upn.text.toUpperCase();
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(text))
    reader.tell(upn, { rule: '1560Q', expected: 'the form of a UPN' });
  else if (!checkUpn(text).ok) reader.tell(upn, { expected: 'the right check letter at place 1' });
}

function checkBirth(
  reader: ElementReader,
  born: Day | undefined,
  expected: Day | undefined,
  header: CensusHeader,
  episodes: readonly CensusEpisode[],
): void {
  if (born && expected)
    reader.tell(expected, { rule: '8525Q', expected: 'a date of birth or an expected one, not both' });
  if (!born && !expected) reader.tellMissing('PersonBirthDate', 'a date of birth or an expected one', '8525Q');
  notAfterTheYear(reader, born, header, '8520');
  // CIN rule 8775Q: over 25 on the reference date, with a case open, or closed after the twenty-fifth birthday.
  if (!born?.day || header.referenceDate === null || yearsAfter(born.day, 25) >= header.referenceDate) return;
  const birthday = yearsAfter(born.day, 25);
  if (episodes.some(({ closureDate }) => !closureDate || (closureDate.day ?? birthday) > birthday))
    reader.tell(born, { rule: '8775Q', expected: 'a child, or a young person of at most 25' });
}

/** Days of pregnancy before a birth, expected or not, that a referral may lie (CIN rule 8606: 40 weeks). */
const PREGNANCY_DAYS = 280;

function checkLifetime(
  { birthDate, expectedBirthDate, deathDate }: Pick<Identifiers, 'birthDate' | 'expectedBirthDate' | 'deathDate'>,
  episodes: readonly CensusEpisode[],
  reader: ElementReader,
): void {
  const first = [birthDate, expectedBirthDate].flatMap((born) =>
    born?.day ? daysBefore(born.day, PREGNANCY_DAYS) : [],
  );
  for (const { referralDate, cinPlans, protectionPlans } of episodes) {
    const tellAfterDeath = (rule: string, day: Day | undefined): void => {
      if (day?.day && deathDate?.day && day.day > deathDate.day)
        reader.tell(day, { rule, expected: `on or before PersonDeathDate, ${deathDate.day}` });
    };
    tellAfterDeath('8555Q', referralDate);
    for (const { startDate, endDate } of cinPlans) {
      tellAfterDeath('4008', startDate);
      tellAfterDeath('4009Q', endDate);
    }
    for (const { startDate, endDate } of protectionPlans) {
      tellAfterDeath('8915', startDate);
      tellAfterDeath('8920', endDate);
    }
    if (referralDate?.day && first.some((day) => (referralDate.day ?? day) < day))
      reader.tell(referralDate, { rule: '8606', expected: `at most ${PREGNANCY_DAYS} days before the birth` });
  }
}

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

const yearsAfter = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/** Sex from 2024/25, GenderCurrent before; systems that moved from one to the other sometimes write the old code in the new element. */
function readSex(reader: ElementReader, unborn: boolean): 'M' | 'F' | 'U' | null {
  const sex = reader.leaf('Sex');
  const gender = reader.leaf('GenderCurrent');
  const leaf = sex ?? gender;
  if (!leaf) {
    reader.tellMissing('Sex', 'M, F or U', '4180');
    return null;
  }
  const own = SEX_CODES[sex ? 'Sex' : 'GenderCurrent'];
  const other = SEX_CODES[sex ? 'GenderCurrent' : 'Sex'];
  const value = own[leaf.text] ?? other[leaf.text.toUpperCase()] ?? null;
  if (own[leaf.text] === undefined)
    reader.tell(leaf, { rule: '4180', expected: Object.keys(own).join(', '), keep: value === null });
  if (sex && gender && SEX_CODES.GenderCurrent[gender.text] !== value)
    reader.tell(gender, { expected: 'the same as Sex', keep: true });
  if (unborn && value !== null && value !== 'U') reader.tell(leaf, { rule: '8750', expected: 'U for an unborn child' });
  return value;
}

function readCharacteristics(
  child: ElementReader,
  sections: readonly ElementReader[],
  birthDate: Day | undefined,
  episodes: readonly CensusEpisode[],
): {
  readonly ethnicity: string | null;
  readonly disabilities: readonly string[];
  readonly faults: readonly RecordFault[];
} {
  const [reader, ...more] = sections;
  for (const another of more) child.tell(leafOf(another), { expected: 'one ChildCharacteristics', keep: true });
  const ethnicity = reader?.code('Ethnicity', ETHNICITIES, '4220');
  if (!ethnicity) (reader ?? child).tellMissing('Ethnicity', 'a code of the census', '4220');
  const lists = reader?.sections('Disabilities') ?? [];
  const codes = lists.flatMap((list) => list.leaves('Disability').map((leaf) => ({ list, leaf })));
  const seen = new Set<string>();
  const some = codes.filter(({ leaf }) => leaf.text.toUpperCase() !== 'NONE').length;
  const mixed = some > 0 && some < codes.length;
  for (const { list, leaf } of codes) {
    if (!DISABILITIES.has(leaf.text)) list.tell(leaf, { rule: '8540', expected: 'a code of the census' });
    if (codes.some((other) => other.leaf !== leaf && other.leaf.text === leaf.text))
      list.tell(leaf, { rule: '8794', expected: 'each code once' });
    if (mixed) list.tell(leaf, { rule: '8790', expected: 'NONE alone, or no NONE' });
    seen.add(leaf.text);
  }
  if (codes.length === 0 && birthDate && episodes.some(({ nfa }) => nfa?.flag === false)) {
    (reader ?? child).tellMissing('Disabilities', 'at least one code, NONE where there is no disability', '8540');
  }
  const faults = [...(reader?.finish() ?? []), ...lists.flatMap((list) => list.finish())];
  return { ethnicity: ethnicity?.text ?? null, disabilities: [...seen], faults };
}
