import Ajv, { type ErrorObject } from 'ajv';
import { isMap, isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { FamilyViewError } from '../errors';
import type { ProtocolDocument } from './protocol-document';

export interface ProtocolFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A protocol that cannot be read as one. Each fault names file and line, what was expected and what came. */
export class MalformedProtocol extends FamilyViewError {
  readonly faults: readonly ProtocolFault[];
  constructor(faults: readonly ProtocolFault[]) {
    const lines = faults.map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
    super(`The protocol cannot be used:\n${lines.join('\n')}`, { code: 'MALFORMED_PROTOCOL' });
    this.faults = faults;
  }
}

/** Reads and checks one protocol. `schema` is `schema/protocol/protocol.schema.json`, parsed. */
export function readProtocol(file: string, text: string, schema: object): ProtocolDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new MalformedProtocol(
      document.errors.map((error) => ({ file, line: lines.linePos(error.pos[0]).line, message: firstLine(error.message) })),
    );
  }
  const lineAt = (path: readonly (string | number)[]): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (isNode(node) && (node as ParsedNode).range) return lines.linePos((node as ParsedNode).range[0]).line;
    }
    return 1;
  };
  const value: unknown = document.toJS();
  const validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile<ProtocolDocument>(schema);
  if (!validate(value)) {
    throw new MalformedProtocol(
      plainest(validate.errors ?? []).map((error) => {
        const path = pathOf(error, isMap(document.contents));
        return { file, line: lineAt(path), message: sentence(error) };
      }),
    );
  }
  const faults = checkReferences(value).map(({ path, message }) => ({ file, line: lineAt(path), message }));
  if (faults.length > 0) throw new MalformedProtocol(faults);
  return value;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** `oneOf` reports each branch as well as itself; the branches are what a reader can act on. */
function plainest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter((error) => error.keyword !== 'oneOf' || !errors.some((other) => other !== error && other.instancePath.startsWith(error.instancePath)));
}

function pathOf(error: ErrorObject, known: boolean): (string | number)[] {
  if (!known) return [];
  const path: (string | number)[] = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra: unknown = error.params.additionalProperty ?? error.params.propertyName;
  return typeof extra === 'string' ? [...path, extra] : path;
}

function sentence(error: ErrorObject): string {
  const where = error.instancePath === '' ? 'the file' : error.instancePath.slice(1).replaceAll('/', '.');
  const came = JSON.stringify(error.data)?.slice(0, 60);
  switch (error.keyword) {
    case 'required':
      return `${where} needs "${error.params.missingProperty}".`;
    case 'additionalProperties':
      return `${where} has "${error.params.additionalProperty}", which is not a word of a protocol.`;
    case 'enum':
      return `${where} is ${came}; expected one of ${(error.params.allowedValues as string[]).join(', ')}.`;
    case 'const':
      return `${where} is ${came}; expected ${JSON.stringify(error.params.allowedValue)}.`;
    case 'pattern':
      return `${where} is ${came}; expected the form ${error.params.pattern}.`;
    default:
      return `${where} is ${came}: it ${error.message}.`;
  }
}

interface ReferenceFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema cannot say: that names refer to something, that days exist, and that nothing is said twice. */
function checkReferences(document: ProtocolDocument): readonly ReferenceFault[] {
  const faults: ReferenceFault[] = [];
  const parties = new Set(document.parties.map((party) => party.id));
  const roles = new Set(document.roles.map((role) => role.code));
  const purposes = new Set<string>(document.purposes.map((purpose) => purpose.code));
  const expect = (known: ReadonlySet<string>, name: string, what: string, path: (string | number)[]): void => {
    if (!known.has(name)) faults.push({ path, message: `${what} "${name}" is not declared; expected one of ${[...known].join(', ')}.` });
  };
  const isDay = (text: string, path: (string | number)[]): void => {
    const day = new Date(`${text}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) faults.push({ path, message: `"${text}" is not a day of the calendar.` });
  };

  const { protocol } = document;
  for (const key of ['validFrom', 'validUntil'] as const) isDay(protocol[key], ['protocol', key]);
  isDay(protocol.review.next, ['protocol', 'review', 'next']);
  if (protocol.validUntil < protocol.validFrom) faults.push({ path: ['protocol', 'validUntil'], message: `validUntil ${protocol.validUntil} is before validFrom ${protocol.validFrom}.` });

  document.roles.forEach((role, index) => {
    role.purposes.forEach((purpose, at) => expect(purposes, purpose, 'purpose', ['roles', index, 'purposes', at]));
  });
  for (const stream of Object.keys(document.streams)) expect(parties, stream.split(':')[0] ?? '', 'party', ['streams', stream]);

  const ids = new Set<string>();
  const checkLine = (kind: 'clauses' | 'flows', line: { id: string; by: string; shares: readonly string[]; purposes: 'ANY' | readonly string[] }, index: number): void => {
    if (ids.has(line.id)) faults.push({ path: [kind, index, 'id'], message: `"${line.id}" names two clauses; each needs an id of its own.` });
    ids.add(line.id);
    expect(parties, line.by, 'party', [kind, index, 'by']);
    line.shares.forEach((share, at) => {
      const stream = `${line.by}:${share}`;
      if (!(stream in document.streams)) faults.push({ path: [kind, index, 'shares', at], message: `clause ${line.id} shares "${stream}", which is not declared under streams${nearest(stream, Object.keys(document.streams))}.` });
    });
    if (line.purposes !== 'ANY') line.purposes.forEach((purpose, at) => expect(purposes, purpose, 'purpose', [kind, index, 'purposes', at]));
  };
  document.clauses.forEach((clause, index) => {
    checkLine('clauses', clause, index);
    if (Array.isArray(clause.to.roles)) clause.to.roles.forEach((role: string, at) => expect(roles, role, 'role', ['clauses', index, 'to', 'roles', at]));
    for (const key of ['from', 'until'] as const) if (clause.when?.[key] !== undefined) isDay(clause.when[key], ['clauses', index, 'when', key]);
  });
  (document.flows ?? []).forEach((flow, index) => {
    checkLine('flows', flow, index);
    flow.to.forEach((party, at) => expect(parties, party, 'party', ['flows', index, 'to', at]));
  });
  return faults;
}

function nearest(name: string, known: readonly string[]): string {
  const close = known.find((candidate) => candidate.startsWith(name.slice(0, -2)) || name.startsWith(candidate.slice(0, -1)) || `${name}s` === candidate);
  return close === undefined ? '' : `; did you mean "${close}"?`;
}
