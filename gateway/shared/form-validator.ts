import Ajv, { type ValidateFunction } from 'ajv';

const compiled = new WeakMap<object, ValidateFunction>();

/** To make what is compiled shorter takes as long again as to compile it, and hardly anything is checked by it. */
const OPTIONS = { allErrors: true, verbose: true, strict: false, code: { optimize: false } } as const;

/** Checks values by a JSON schema. To compile one takes far longer than to check by it: once for each schema object. */
export function formValidator<T>(form: object): ValidateFunction<T> {
  const known = compiled.get(form) ?? new Ajv(OPTIONS).compile(form);
  compiled.set(form, known);
  return known as ValidateFunction<T>;
}
