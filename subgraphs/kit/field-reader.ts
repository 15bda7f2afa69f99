/**
 * Reading one record of a partner system field by field. A missing, null or blank field reads as null and is no fault;
 * a field that cannot be read as what it should be is null with a line in `faults`, and the rest of the record goes on.
 * A fault names the field and what was expected; it never repeats the value.
 */
import { z } from 'zod';
import type { DataQuality } from './connector';
import { type Checked, checkIsoDate } from './identifiers';
import { londonDay } from './london-day';

/** One record, or a part of one. Reading a field that is at fault adds a line to `faults`. */
export interface FieldReader {
  /** Grows as fields are read. */
  readonly faults: readonly DataQuality[];
  /** Trimmed. A whole number is accepted and written out, as some systems send a UPRN or a URN. */
  text(field: string): string | null;
  /** Text that passes a check of `identifiers.ts`. */
  checked(field: string, check: (text: string) => Checked): string | null;
  /** `YYYY-MM-DD`, with or without a time, or an instant, which is the day it was in England: systems send a summer birthday as 23:00Z the day before. */
  date(field: string): string | null;
  number(field: string): number | null;
  /** Zero or more, whole. */
  count(field: string): number | null;
  /** true/false, Y/N, yes/no or 1/0, in any capitals. */
  flag(field: string): boolean | null;
  /** A code of a published list. One that is not on the list is a fault, and kept as it was sent. */
  code(field: string, known: readonly string[]): string | null;
  /** A list of texts, or one text alone; null where the field is missing. */
  texts(field: string): readonly string[] | null;
  /** An object within the record; its faults are told here, under `field.`. */
  part(field: string): FieldReader | null;
  /** A list of objects; null where the field is missing. An element that is no object is a fault. */
  parts(field: string): readonly FieldReader[] | null;
  /** Adds a line of the caller's own. */
  fault(field: string, fault: string): null;
}

const textShape = z.union([z.string(), z.int().transform(String)]);
const numberShape = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const countShape = numberShape.pipe(z.int().nonnegative());
const textsShape = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const listShape = z.array(z.unknown());
const objectShape = z.record(z.string(), z.unknown());
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

/**
 * Null where the value is no object: then there is no record to read.
 *
 * @example
 * ```ts
 * const fields = readFields(row);
 * const person = fields && { ref: fields.text('id'), dateOfBirth: fields.date('dob'), dataQuality: fields.faults };
 * ```
 */
export function readFields(value: unknown): FieldReader | null {
  const record = objectShape.safeParse(value);
  return record.success ? fieldsOf(record.data, '', []) : null;
}

/** A name as partners spell it: `firstName`, `firstname` and `first_name` are one. */
const plainly = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

function fieldsOf(record: Readonly<Record<string, unknown>>, prefix: string, faults: DataQuality[]): FieldReader {
  const spelt = new Map(Object.keys(record).map((name) => [plainly(name), name]));
  // The name as it is expected comes first; of several others that are spelt alike the last is taken.
  const raw = (field: string): unknown => {
    const name = Object.hasOwn(record, field) ? field : spelt.get(plainly(field));
    const value = name === undefined ? undefined : record[name];
    return typeof value === 'string' && value.trim() === '' ? undefined : (value ?? undefined);
  };
  const fault = (field: string, text: string): null => {
    faults.push({ field: prefix + field, fault: text });
    return null;
  };
  const shaped = <T>(field: string, shape: z.ZodType<T>, expected: string): T | null => {
    const value = raw(field);
    if (value === undefined) return null;
    const read = shape.safeParse(value);
    return read.success ? read.data : fault(field, `expected ${expected}`);
  };
  const text = (field: string): string | null => shaped(field, textShape, 'text')?.trim() ?? null;
  const checked = (field: string, check: (value: string) => Checked): string | null => {
    const value = text(field);
    if (value === null) return null;
    const result = check(value);
    return result.ok ? result.value : fault(field, result.fault);
  };
  const part = (name: string, value: unknown): FieldReader | null => {
    const read = objectShape.safeParse(value);
    if (read.success) return fieldsOf(read.data, `${prefix}${name}.`, faults);
    return fault(name, 'expected an object');
  };

  return {
    faults,
    text,
    checked,
    fault,
    date: (field) => (NO_DAY.test(text(field) ?? '') ? null : checked(field, (value) => checkIsoDate(dayOf(value)))),
    number: (field) => shaped(field, numberShape, 'a number'),
    count: (field) => shaped(field, countShape, 'a whole number, not below zero'),
    flag: (field) => shaped(field, flagShape, 'yes or no'),
    code: (field, known) => {
      const value = text(field);
      if (value !== null && !known.includes(value)) fault(field, 'not on the published list of codes');
      return value;
    },
    texts: (field) => shaped(field, textsShape, 'a list of texts'),
    part: (field) => (raw(field) === undefined ? null : part(field, raw(field))),
    parts: (field) => {
      const list = shaped(field, listShape, 'a list');
      return list?.map((value, at) => part(`${field}[${at}]`, value)).filter((read) => read !== null) ?? null;
    },
  };
}

const flagShape = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^\s*(y|n|yes|no|true|false|1|0)\s*$/i)
    .transform((said) => /^\s*(y|yes|true|1)\s*$/i.test(said)),
  z.union([z.literal(1), z.literal(0)]).transform((said) => said === 1),
]);

/** What .NET writes of a day that was never set. */
const NO_DAY = /^0001-01-01([T ].*)?$/;

function dayOf(text: string): string {
  if (!INSTANT.test(text)) return text.replace(/[T ][\d:.]+$/, '');
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : londonDay(instant);
}
