import type { ErrorObject } from 'ajv';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { FamilyViewError } from '../../errors';
import { formValidator } from '../../shared/form-validator';
import { lineFinder } from '../../shared/line-of';
import { checkActs, type WrittenProtocol } from './check-acts';
import { checkReferences } from './check-references';
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

/** Of the faults in one text so many are told: each costs a look at the whole text, and nobody fixes more at a time. */
const MOST_FAULTS = 100;

/** Reads and checks one protocol. `schema` is `schema/protocol/protocol.schema.json`, parsed. */
export function readProtocol(file: string, text: string, schema: object): ProtocolDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new MalformedProtocol(
      document.errors.slice(0, MOST_FAULTS).map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        message: firstLine(error.message),
      })),
    );
  }
  const lineAt = lineFinder(document, lines);
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    throw new MalformedProtocol([
      { file, line: 1, message: 'the file repeats its parts by aliases too often to be read.' },
    ]);
  }
  const validate = formValidator<WrittenProtocol>(schema);
  if (!validate(value)) {
    throw new MalformedProtocol(
      plainest((validate.errors ?? []).slice(0, MOST_FAULTS)).map((error) => {
        const path = pathOf(error, isMap(document.contents));
        return { file, line: lineAt(path), message: sentence(error) };
      }),
    );
  }
  const read = withActs(value);
  const faults = [...checkReferences(read), ...checkActs(value)]
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ file, line: lineAt(path), message }));
  if (faults.length > 0) throw new MalformedProtocol(faults);
  return read;
}

/** Shares and acts are decided alike: a clause opens both. */
function withActs(written: WrittenProtocol): ProtocolDocument {
  const clauses = written.clauses.map(({ shares = [], ...clause }) => ({
    ...clause,
    shares: [...shares, ...(clause.acts ?? [])],
  }));
  // What has no acts keeps the order of its words, by which its version is named.
  return written.clauses.some(({ acts }) => acts) ? { ...written, clauses } : (written as ProtocolDocument);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** `oneOf` reports each branch as well as itself; the branches are what a reader can act on. */
function plainest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter(
    (error) =>
      error.keyword !== 'oneOf' ||
      !errors.some((other) => other !== error && other.instancePath.startsWith(error.instancePath)),
  );
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
