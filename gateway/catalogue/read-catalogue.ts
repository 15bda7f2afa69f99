import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import type { ErrorObject } from 'ajv';
import { LineCounter, parseDocument } from 'yaml';
import { FamilyViewError } from '../errors';
import type { Finding } from '../shared/finding';
import { formValidator } from '../shared/form-validator';
import { type LineOf, lineFinder } from '../shared/line-of';
import {
  type AreasDocument,
  type Catalogue,
  type CatalogueDocument,
  type DimensionValue,
  NOT_RECORDED,
} from './catalogue-document';
import { checkCatalogue } from './check-catalogue';

/** A catalogue that cannot be used. Each fault names file and line, what was expected and what came. */
export class BadCatalogue extends FamilyViewError {
  readonly faults: readonly Finding[];
  constructor(faults: readonly Finding[]) {
    const lines = faults.map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
    super(`The catalogue of measures cannot be used:\n${lines.join('\n')}`, { code: 'BAD_CATALOGUE' });
    this.faults = faults;
  }
}

export interface CatalogueTexts {
  readonly measures: string;
  readonly areas: string;
}

/** `measures.yaml` and `areas.yaml` of a folder like `schema/`; null where it has no measures. */
export function catalogueTexts(directory = schemaDirectory): CatalogueTexts | null {
  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
  return existsSync(join(directory, 'measures.yaml'))
    ? { measures: read('measures.yaml'), areas: read('areas.yaml') }
    : null;
}

const FORMS = JSON.parse(readFileSync(join(schemaDirectory, 'measures.schema.json'), 'utf8')) as {
  readonly definitions: { readonly areas: object };
};

/** Everything found in both, remarks too. Pure. */
export function lintCatalogue(texts: CatalogueTexts): {
  readonly faults: readonly Finding[];
  readonly catalogue: Catalogue | null;
} {
  const measures = readForm<CatalogueDocument>('schema/measures.yaml', texts.measures, FORMS);
  const areas = readForm<AreasDocument>('schema/areas.yaml', texts.areas, FORMS.definitions.areas);
  const faults = [...measures.faults, ...areas.faults];
  if (measures.value === null || areas.value === null) return { faults, catalogue: null };
  const lineIn = { measures: measures.lineAt, areas: areas.lineAt };
  const found = checkCatalogue(measures.value, areas.value).map(({ of, path, ...rest }) => ({
    file: `schema/${of}.yaml`,
    line: lineIn[of](path),
    ...rest,
  }));
  const version = createHash('sha256').update(JSON.stringify(measures.value)).digest('hex').slice(0, 12);
  const isUsable = found.every(({ severity }) => severity === 'REMARK');
  return { faults: [...faults, ...found], catalogue: isUsable ? open(measures.value, areas.value, version) : null };
}

/** @throws {BadCatalogue} */
export function readCatalogue(texts: CatalogueTexts): Catalogue {
  const { faults, catalogue } = lintCatalogue(texts);
  if (catalogue === null) throw new BadCatalogue(faults.filter(({ severity }) => severity === 'FAULT'));
  return catalogue;
}

function open(document: CatalogueDocument, areas: AreasDocument, hash: string): Catalogue {
  const { version, dimensions } = document;
  const measures = document.measures.map((one) => ({ ...one, caveats: [...one.caveats, ...(document.caveats ?? [])] }));
  const byId = new Map(measures.map((one) => [one.id, one]));
  const dimensionById = new Map(dimensions.map((one) => [one.id, one]));
  const all = (id: string): readonly DimensionValue[] => {
    const values = dimensionById.get(id)?.values ?? [];
    if (values === 'AREAS') return [...areas.areas.map(({ id: area, title }) => ({ id: area, title })), NOT_RECORDED];
    if (values === 'WARDS')
      return [
        ...areas.areas.flatMap(({ wards }) => wards.map(({ id: ward, title }) => ({ id: ward, title }))),
        NOT_RECORDED,
      ];
    return values === 'QUARTERS' ? [] : values;
  };
  return {
    version: `measures:${version}:${hash}`,
    areasVersion: areas.version,
    areas: areas.areas,
    areasBefore: areas.before ?? [],
    services: areas.services ?? [],
    measures,
    measure: (id) => byId.get(id),
    dimension: (id) => dimensionById.get(id),
    values: (measure, id) => all(id).filter((value) => measure.only?.[id]?.includes(value.id) ?? true),
  };
}

function readForm<T>(
  file: string,
  text: string,
  form: object,
): { readonly value: T | null; readonly faults: readonly Finding[]; readonly lineAt: LineOf } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = lineFinder(document, lines);
  const fault = (line: number, message: string): Finding => ({ file, line, severity: 'FAULT', message });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) =>
      fault(lines.linePos(pos[0]).line, message.split('\n', 1)[0]!),
    );
    return { value: null, faults, lineAt };
  }
  const value: unknown = document.toJS();
  const validate = formValidator<T>(form);
  if (validate(value)) return { value, faults: [], lineAt };
  const faults = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if')
    .map((error) => fault(lineAt(pathOf(error)), sentence(error)));
  return { value: null, faults, lineAt };
}

function pathOf({ instancePath, params }: ErrorObject): readonly (string | number)[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return typeof params.additionalProperty === 'string' ? [...path, params.additionalProperty] : path;
}

function sentence({ keyword, instancePath, params, data, message }: ErrorObject): string {
  const where = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.');
  const came = JSON.stringify(data)?.slice(0, 60);
  switch (keyword) {
    case 'required':
      return `${where} needs "${params.missingProperty}".`;
    case 'additionalProperties':
      return `${where} has "${params.additionalProperty}", which is not a word of the catalogue.`;
    case 'enum':
      return `${where} is ${came}; expected one of ${(params.allowedValues as string[]).join(', ')}.`;
    case 'pattern':
      return `${where} is ${came}; expected the form ${params.pattern}.`;
    default:
      return `${where} is ${came}: it ${message}.`;
  }
}
