import type { Agreement, ClauseLine, Marker } from './agreement';

/** One thing that an agency told about the person. */
export interface ToldFact {
  readonly kind: string;
  readonly value: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** What is known when one stream of one person is decided. */
export interface Known {
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
  const birth = (kind: string, reads: (value: string) => boolean, fits: (value: string) => boolean): Weight => {
    const fitting = (value: string): boolean => reads(value) && fits(value);
    if (clause.effect !== 'DENY') return allTold(known, kind, fitting);
    const weight = anyTold(known, kind, fitting);
    return weight === 'met' || valuesOf(known, kind).every(reads) ? weight : 'unknown';
  };
  for (const relationships of [to.relationships, conditions?.relationship])
    if (relationships)
      ofRequester.push(anyTold(known, 'RELATIONSHIP', (value) => relationships.some((one) => one === value)));
  for (const area of [to.area, conditions?.area])
    if (area) ofRequester.push(anyTold(known, 'AREA', (value) => value === known.area));
  if (conditions?.trainingInDate) ofRequester.push(weighTraining(known));

  for (const years of [subjects?.ageUnderYears, conditions?.ageUnderYears])
    if (years !== undefined) ofPerson.push(birth('AGE', isAge, (value) => Number(value) < years));
  const { sinceBirth, untilBirth } = when ?? {};
  if (sinceBirth) ofPerson.push(birth('DATE_OF_BIRTH', isDay, (born) => known.day >= addPeriod(born, sinceBirth)));
  if (untilBirth) ofPerson.push(birth('DATE_OF_BIRTH', isDay, (born) => known.day <= addPeriod(born, untilBirth)));
  const least = conditions?.needLevelAtLeast;
  if (least) ofPerson.push(anyTold(known, 'NEED_LEVEL', (value) => NEED.indexOf(value) >= NEED.indexOf(least)));
  if (conditions?.consent || withConsent) ofPerson.push(weighConsent(known));

  return [
    ...ofRequester.map((weight) => ({ about: 'requester' as const, weight })),
    ...ofPerson.map((weight) => ({ about: 'person' as const, weight })),
  ];
}

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
  anyTold(known, 'MARKER', (value) => markers.some((marker) => marker === value));

/** A purpose may ask consent of every ALLOW clause of its protocol, for streams that are more than existence. */
export function asksConsent(agreement: Agreement, purpose: string, stream: string): boolean {
  const required = agreement.purposes.some(({ code, consent }) => code === purpose && consent?.required === true);
  const line = agreement.streams[stream];
  return required && line?.detail !== 'EXISTENCE' && line?.public !== true;
}

const valuesOf = (known: Known, kind: string): readonly string[] =>
  known.told
    .filter((fact) => fact.kind === kind)
    .filter(({ from }) => from === null || from <= known.day)
    .filter(({ until }) => until === null || known.day <= until)
    .map(({ value }) => value);

const notTold = (known: Known): Weight => (known.everybodyAnswered ? 'not met' : 'unknown');

function anyTold(known: Known, kind: string, fits: (value: string) => boolean): Weight {
  return valuesOf(known, kind).some(fits) ? 'met' : notTold(known);
}

function allTold(known: Known, kind: string, fits: (value: string) => boolean): Weight {
  const values = valuesOf(known, kind);
  if (values.length === 0) return notTold(known);
  return values.every(fits) ? 'met' : 'not met';
}

function weighConsent(known: Known): Weight {
  const values = valuesOf(known, 'CONSENT');
  if (values.includes('REFUSED')) return 'not met';
  return values.includes('GIVEN') ? 'met' : notTold(known);
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
