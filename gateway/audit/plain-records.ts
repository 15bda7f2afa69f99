import type { DisclosureRecord, IntentRecord } from './records';

// Whether a record is plainly what the schemas of `records.ts` allow: for those of every request, for which the schemas'
// own library would take longer than writing them. What is not plainly so goes to the schemas, which say what is wrong.
const REFERENCE = /^[\w.:/+=-]{1,128}$/;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const CASE = /^[A-Za-z0-9/_-]{3,64}$/;
const PSEUDONYM = /^[\w-]{22}$/;
const AGENCY = /^[a-z][a-z0-9-]{0,63}$/;
const COORDINATE = /^[A-Za-z_][\w-]*([.:][\w-]+)+$/;
const DETAIL = /^[a-zA-Z]{1,40}$/;
const OUTCOMES: ReadonlySet<string> = new Set(['disclosed', 'nothing', 'refused', 'failed']);
const ANSWERS: ReadonlySet<string> = new Set([
  'answered',
  'nothing held',
  'withheld',
  'unavailable',
  'not covered',
  'not asked',
]);

const INTENT = new Set(
  'operation requester purpose caseReference operationHash supergraphVersion protocolVersion breakGlass fields withheld clauses searches'.split(
    ' ',
  ),
);
const DISCLOSURE = new Set('operation outcome code agencies masked cost'.split(' '));
const PART = new Set('agency answer fields people existence possible masked closed'.split(' '));

const holdsOnly = (object: object, parts: ReadonlySet<string>): boolean => {
  for (const key in object) if (!parts.has(key)) return false;
  return true;
};

/** Whether all of a list are so. Lists that can change no more are looked at once. */
function everyOf<T>(is: (one: T) => boolean): (list: readonly T[]) => boolean {
  const looked = new WeakSet<object>();
  return (list) => {
    if (!Array.isArray(list)) return false;
    if (looked.has(list)) return true;
    for (const one of list) if (!is(one)) return false;
    if (Object.isFrozen(list) && list.every((one) => typeof one !== 'object' || Object.isFrozen(one))) looked.add(list);
    return true;
  };
}

const isCoordinate = (text: string): boolean => typeof text === 'string' && text.length <= 200 && COORDINATE.test(text);
const is = (form: RegExp, text: unknown): boolean => typeof text === 'string' && form.test(text);
const isPseudonym = (text: string): boolean => is(PSEUDONYM, text);
const arePeople = everyOf(isPseudonym);
const areCoordinates = everyOf(isCoordinate);
const areReferences = everyOf((one: string) => is(REFERENCE, one));
const isNamed = (text: string): boolean => typeof text === 'string' && text.length > 0 && text.length <= 200;

const WITHHELD = new Set(['field', 'stream', 'reason']);

const isWithheld = (one: IntentRecord['withheld'][number]): boolean =>
  holdsOnly(one, WITHHELD) &&
  isCoordinate(one.field) &&
  (one.stream === null || isCoordinate(one.stream)) &&
  is(CODE, one.reason);

const isSearch = (details: Readonly<Record<string, string>>): boolean =>
  typeof details === 'object' &&
  details !== null &&
  !Array.isArray(details) &&
  Object.entries(details).every(([name, digest]) => is(DETAIL, name) && isPseudonym(digest));

const isPart = (one: DisclosureRecord['agencies'][number]): boolean =>
  holdsOnly(one, PART) &&
  is(AGENCY, one.agency) &&
  ANSWERS.has(one.answer) &&
  areCoordinates(one.fields) &&
  arePeople(one.people) &&
  (one.existence === undefined || arePeople(one.existence)) &&
  (one.possible === undefined || arePeople(one.possible)) &&
  (one.masked === undefined || areMasked(one.masked)) &&
  (one.closed === undefined || areClosed(one.closed));

const MASKED = new Set(['field', 'mask']);

const isMasked = (one: NonNullable<DisclosureRecord['masked']>[number]): boolean =>
  holdsOnly(one, MASKED) && isCoordinate(one.field) && is(CODE, one.mask);

const CLOSED = new Set(['stream', 'reason']);

const isClosed = (one: NonNullable<DisclosureRecord['agencies'][number]['closed']>[number]): boolean =>
  holdsOnly(one, CLOSED) && isCoordinate(one.stream) && is(CODE, one.reason);

const COST = new Set(['searches', 'people', 'families', 'agencyCalls']);

const isCost = (cost: NonNullable<DisclosureRecord['cost']>): boolean =>
  holdsOnly(cost, COST) && Object.keys(cost).length === COST.size && Object.values(cost).every(isCount);

const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && Number(count) >= 0;
const areWithheld = everyOf(isWithheld);
const areSearches = everyOf(isSearch);
const areParts = everyOf(isPart);
const areMasked = everyOf(isMasked);
const areClosed = everyOf(isClosed);

export function isPlainIntent(record: IntentRecord): boolean {
  const { requester, caseReference, breakGlass, clauses, searches } = record;
  return (
    holdsOnly(record, INTENT) &&
    is(REFERENCE, record.operation) &&
    is(REFERENCE, record.operationHash) &&
    is(REFERENCE, record.supergraphVersion) &&
    is(REFERENCE, record.protocolVersion) &&
    is(CODE, record.purpose) &&
    (caseReference === null || is(CASE, caseReference)) &&
    (breakGlass === undefined || is(REFERENCE, breakGlass)) &&
    Object.keys(requester).length === 3 &&
    isNamed(requester.id) &&
    isNamed(requester.organisation) &&
    is(CODE, requester.role) &&
    areCoordinates(record.fields) &&
    areWithheld(record.withheld) &&
    (clauses === undefined || areReferences(clauses)) &&
    (searches === undefined || areSearches(searches))
  );
}

export function isPlainDisclosure(record: DisclosureRecord): boolean {
  const { outcome, code, agencies, masked, cost } = record;
  return (
    holdsOnly(record, DISCLOSURE) &&
    is(REFERENCE, record.operation) &&
    OUTCOMES.has(outcome) &&
    (code === undefined || is(CODE, code)) &&
    areParts(agencies) &&
    (masked === undefined || areMasked(masked)) &&
    (cost === undefined || isCost(cost))
  );
}
