import type { Agreement, ClauseLine, Marker } from './agreement';

/** One thing that an agency told about the person. */
export interface ToldFact {
  readonly kind: string;
  readonly value: string;
  readonly from: string | null;
  readonly until: string | null;
  /** Whose streams it may open; anybody's where it is left out. */
  readonly opens?: 'ANY' | readonly string[];
}

/** What is known when one stream of one person is decided. */
export interface Known {
  /** The agency whose stream it is. */
  readonly owner: string;
  readonly declaredAreas: readonly string[];
  readonly day: string;
  readonly area: string | null;
  readonly trainingUntil: string | null;
  readonly told: readonly ToldFact[];
  readonly everybodyAnswered: boolean;
}

export type Weight = 'met' | 'not met' | 'unknown';

/** How one condition of a clause weighs, and whether it is about the requester or about the person. */
export interface Weighed {
  readonly about: 'requester' | 'person';
  readonly weight: Weight;
}

/** Every condition of a clause, in whichever section it is spelled, weighed one by one. Empty: it has none. */
export function weighConditions(clause: ClauseLine, withConsent: boolean, known: Known): readonly Weighed[] {
  const ofRequester: Weight[] = [];
  const ofPerson: Weight[] = [];
  const { to, subjects, when, conditions } = clause;
  const denies = clause.effect === 'DENY';
  const weigh = (kind: string, fits: (value: string) => boolean): Weight =>
    denies ? anyoneSays(known, kind, fits) : ownerSays(known, kind, fits);
  const birth = (kind: string, reads: (value: string) => boolean, fits: (value: string) => boolean): Weight => {
    const fitting = (value: string): boolean => reads(value) && fits(value);
    return denies ? anyoneSays(known, kind, fitting) : allAgree(known, kind, fitting);
  };
  for (const relationships of [to.relationships, conditions?.relationship])
    if (relationships) ofRequester.push(weigh('RELATIONSHIP', (value) => relationships.some((one) => one === value)));
  for (const area of [to.area, conditions?.area])
    if (area)
      ofRequester.push(denies && isBlockedAddress(known) ? 'met' : weigh('AREA', (value) => value === known.area));
  if (conditions?.trainingInDate) ofRequester.push(weighTraining(known));

  for (const years of [subjects?.ageUnderYears, conditions?.ageUnderYears])
    if (years !== undefined) ofPerson.push(birth('AGE', isAge, (value) => Number(value) < years));
  const { sinceBirth, untilBirth } = when ?? {};
  if (sinceBirth) ofPerson.push(birth('DATE_OF_BIRTH', isDay, (born) => known.day >= addPeriod(born, sinceBirth)));
  if (untilBirth) ofPerson.push(birth('DATE_OF_BIRTH', isDay, (born) => known.day <= addPeriod(born, untilBirth)));
  const least = conditions?.needLevelAtLeast;
  if (least) ofPerson.push(weigh('NEED_LEVEL', (value) => NEED.indexOf(value) >= NEED.indexOf(least)));
  if (conditions?.consent || withConsent)
    ofPerson.push(denies ? anyoneSays(known, 'CONSENT', (value) => value === 'GIVEN') : weighConsent(known));

  return [
    ...ofRequester.map((weight) => ({ about: 'requester' as const, weight })),
    ...ofPerson.map((weight) => ({ about: 'person' as const, weight })),
  ];
}

/** The requester states no area, or one that no protocol declares. */
const isBlockedAddress = ({ area, declaredAreas }: Known): boolean =>
  area === null || (declaredAreas.length > 0 && !declaredAreas.includes(area));

const isAge = (value: string): boolean => /^[0-9]{1,3}$/.test(value);
const isDay = (value: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T12:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

const NEED = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];

/** Those about the requester first; only where all of them are met, those about the person. */
export function weighTogether(weighed: readonly Weighed[]): Weight {
  for (const about of ['requester', 'person']) {
    const weights = weighed.filter((one) => one.about === about).map(({ weight }) => weight);
    if (weights.includes('not met')) return 'not met';
    if (weights.includes('unknown')) return 'unknown';
  }
  return 'met';
}

/** Whether any agency has put one of these markers on the person. */
export const weighMarkers = (markers: readonly Marker[], known: Known): Weight =>
  anyoneSays(known, 'MARKER', (value) => markers.some((marker) => marker === value));

/** A purpose may ask consent of every ALLOW clause of its protocol, for streams that are more than existence. */
export function asksConsent(agreement: Agreement, purpose: string, stream: string): boolean {
  const required = agreement.purposes.some(({ code, consent }) => code === purpose && consent?.required === true);
  const line = agreement.streams[stream];
  return required && line?.detail !== 'EXISTENCE' && line?.public !== true;
}

const factsOf = (known: Known, kind: string): readonly ToldFact[] =>
  known.told
    .filter((fact) => fact.kind === kind)
    .filter(({ from }) => from === null || from <= known.day)
    .filter(({ until }) => until === null || known.day <= until);

/** Of those whose word may open the stream. */
const openingValues = (known: Known, kind: string): readonly string[] =>
  factsOf(known, kind)
    .filter(({ opens = 'ANY' }) => opens === 'ANY' || opens.includes(known.owner))
    .map(({ value }) => value);

const notTold = (known: Known): Weight => (known.everybodyAnswered ? 'not met' : 'unknown');

const ownerSays = (known: Known, kind: string, fits: (value: string) => boolean): Weight =>
  openingValues(known, kind).some(fits) ? 'met' : notTold(known);

/** For what closes: whoever says it, and a word that nobody knows may be just that. */
function anyoneSays(known: Known, kind: string, fits: (value: string) => boolean): Weight {
  const values = factsOf(known, kind).map(({ value }) => value);
  if (values.some(fits)) return 'met';
  const { declaredAreas } = known;
  const isWord = (value: string): boolean =>
    kind === 'AREA' ? declaredAreas.length === 0 || declaredAreas.includes(value) : (WORDS[kind]?.(value) ?? true);
  return values.every(isWord) ? notTold(known) : 'unknown';
}

const oneOf =
  (...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value);
const WORDS: Readonly<Record<string, (value: string) => boolean>> = {
  AGE: isAge,
  DATE_OF_BIRTH: isDay,
  NEED_LEVEL: oneOf(...NEED),
  CONSENT: oneOf('GIVEN', 'REFUSED', 'NOT_ASKED'),
  MARKER: oneOf('RESTRICTED', 'SHIELDED', 'ADOPTED', 'DECEASED'),
  RELATIONSHIP: oneOf(
    ...['LEAD_PROFESSIONAL', 'ALLOCATED_WORKER', 'TAF_MEMBER', 'REFERRER', 'TRIAGE_ASSIGNED'],
    ...['REGISTERED_CENTRE', 'ON_ROLL', 'SELF_CLAIMED'],
  ),
};

function allAgree(known: Known, kind: string, fits: (value: string) => boolean): Weight {
  const values = openingValues(known, kind);
  if (values.length === 0) return notTold(known);
  if (!values.every(fits)) return 'not met';
  return values.every((value) => value === values[0]) && known.everybodyAnswered ? 'met' : 'unknown';
}

function weighConsent(known: Known): Weight {
  if (factsOf(known, 'CONSENT').some(({ value }) => value === 'REFUSED')) return 'not met';
  if (!openingValues(known, 'CONSENT').includes('GIVEN')) return notTold(known);
  return known.everybodyAnswered ? 'met' : 'unknown';
}

function weighTraining({ trainingUntil, day }: Known): Weight {
  if (trainingUntil === null) return 'unknown';
  return day <= trainingUntil ? 'met' : 'not met';
}

/** The day that lies a period (P10D, P6W, P3M, P1Y) after another; one that the month lacks is counted on into the next. */
export function addPeriod(day: string, period: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const many = Number(period.slice(1, -1));
  const then = {
    D: () => Date.UTC(year, month - 1, date + many),
    W: () => Date.UTC(year, month - 1, date + 7 * many),
    M: () => Date.UTC(year, month - 1 + many, date),
    Y: () => Date.UTC(year + many, month - 1, date),
  }[period.slice(-1)];
  if (!then) throw new Error(`no period: ${period}`);
  return new Date(then()).toISOString().slice(0, 10);
}
