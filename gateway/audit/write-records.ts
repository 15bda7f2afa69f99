import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { writeCanonical } from '../shared/canonical-json';
import { isPlainDisclosure, isPlainIntent } from './plain-records';
import {
  checkRecord,
  type DisclosureRecord,
  disclosure,
  type EventRecord,
  event,
  eventNameOf,
  type IntentRecord,
  intent,
  type RefusalRecord,
  refusal,
} from './records';
import { type Definition, define, nameIn, type RecordLines } from './segments/segment-format';

/** Writes records as lines of a segment, in the shape of DfE's TxMA audit event. */
export interface RecordWriter {
  /** @throws {AuditRecordRefused} where a part holds anything but names, codes and pseudonyms. */
  intent(record: IntentRecord, now: Date): RecordLines;
  disclosure(record: DisclosureRecord, now: Date): RecordLines;
  event(record: EventRecord, now: Date): RecordLines;
  refusal(record: RefusalRecord, now: Date): RecordLines;
}

/** Requesters whose block is remembered. */
const MOST_REQUESTERS = 2_000;
/** What comes with every request for the same: frozen lists, written and named once. */
const named = new WeakMap<object, Definition>();

export function createRecordWriter(): RecordWriter {
  const requesters = new LRUCache<string, Definition>({ max: MOST_REQUESTERS });

  const requesterOf = ({ id, role, organisation }: IntentRecord['requester']): Definition => {
    const json = `{"actorId":${JSON.stringify(id)},"actorRole":"${role}","organisation":${JSON.stringify(organisation)}}`;
    const known = requesters.get(json) ?? define(json);
    requesters.set(json, known);
    return known;
  };

  return {
    intent(given, now) {
      const record = isPlainIntent(given) ? given : checkRecord(intent, given);
      const lines = new Lines();
      const { caseReference, breakGlass, clauses, searches } = record;
      const payload = [
        breakGlass === undefined ? '' : `"breakGlass":"${breakGlass}",`,
        `"caseReference":${caseReference === null ? 'null' : `"${caseReference}"`},`,
        clauses === undefined ? '' : `"clauses":${lines.name(clauses)},`,
        `"fields":${lines.name(record.fields)},"operationHash":"${record.operationHash}",`,
        `"protocolVersion":"${record.protocolVersion}","purpose":"${record.purpose}",`,
        searches === undefined ? '' : `"searches":${writeCanonical(searches)},`,
        `"supergraphVersion":"${record.supergraphVersion}","withheld":${lines.name(record.withheld)}`,
      ].join('');
      const actor = lines.add(requesterOf(record.requester));
      return lines.record({ ...record, actor, eventName: 'FAMILY_VIEW_INTENT', outcome: 'asked', payload }, now);
    },
    disclosure(given, now) {
      const record = isPlainDisclosure(given) ? given : checkRecord(disclosure, given);
      const lines = new Lines();
      const { code, cost, masked, requester } = record;
      const payload = [
        code === undefined ? '' : `"code":"${code}",`,
        cost === undefined ? '' : `"cost":${writeCanonical(cost)},`,
        masked && masked.length > 0 ? `"masked":${lines.name(masked)},` : '',
      ]
        .join('')
        .slice(0, -1);
      for (const part of record.agencies) lines.part(part);
      const actor = requester ? lines.add(requesterOf(requester)) : 'null';
      return lines.record({ ...record, actor, eventName: 'FAMILY_VIEW_DISCLOSURE', payload }, now);
    },
    refusal(given, now) {
      const { eventId, at, operation = randomUUID(), requester, ...payload } = checkRecord(refusal, given);
      const lines = new Lines();
      const actor = lines.add(requesterOf(requester));
      const written = { eventId, at, operation, actor, payload: writeCanonical(payload).slice(1, -1) };
      return lines.record({ ...written, eventName: 'FAMILY_VIEW_REFUSED', outcome: 'refused' }, now);
    },
    event(given, now) {
      const { eventId, at, operation, requester, ...payload } = checkRecord(event, given);
      const lines = new Lines();
      return lines.record(
        {
          eventId,
          at,
          operation,
          actor: lines.add(requesterOf(requester)),
          eventName: eventNameOf(payload.kind),
          outcome: 'done',
          payload: writeCanonical(payload).slice(1, -1),
        },
        now,
      );
    },
  };
}

interface Written {
  readonly eventId?: string | undefined;
  readonly at?: string | undefined;
  readonly operation: string;
  /** JSON, or what names it. */
  readonly actor: string;
  readonly eventName: string;
  readonly outcome: string;
  /** Members, without the braces. */
  readonly payload: string;
}

/** The lines of one record, while they are written. */
class Lines {
  private readonly definitions: Definition[] = [];
  private parts = '';

  add(definition: Definition): string {
    this.definitions.push(definition);
    return nameIn(definition);
  }

  /** A list, by name. */
  name(list: readonly unknown[]): string {
    let known = named.get(list);
    if (!known) {
      known = define(writeCanonical(list));
      if (Object.isFrozen(list) && list.every((one) => typeof one !== 'object' || Object.isFrozen(one)))
        named.set(list, known);
    }
    return this.add(known);
  }

  /** One agency's part. Its salt is random, so that nobody guesses from its hash what it holds. */
  part({ agency, answer, fields, people, ...more }: DisclosureRecord['agencies'][number]): void {
    const { existence = [], possible = [], masked = [], closed = [] } = more;
    const known = existence.length > 0 ? `"existence":${peopleOf(existence)},` : '';
    const changed = masked.length > 0 ? `"masked":${this.name(masked)},` : '';
    const shut = closed.length > 0 ? `"closed":${this.name(closed)},` : '';
    const doubtful = possible.length > 0 ? `,"possible":${peopleOf(possible)}` : '';
    this.parts += `P{"agency":"${agency}","answer":"${answer}",${shut}${known}"fields":${this.name(fields)},${changed}"people":${peopleOf(people)}${doubtful},"salt":"${randomUUID()}"}\n`;
  }

  record({ eventId, at, operation, actor, eventName, outcome, payload }: Written, now: Date): RecordLines {
    const text = `R{"actor":${actor},"correlationId":"${operation}","eventId":"${eventId ?? randomUUID()}","eventName":"${eventName}","outcome":"${outcome}","payload":{${payload}},"serviceName":"family-view-gateway","timestamp":"${at ?? now.toISOString()}"}\n`;
    return { text: text + this.parts, definitions: this.definitions };
  }
}

const peopleOf = (people: readonly string[]): string => (people.length === 0 ? '[]' : `["${people.join('","')}"]`);
