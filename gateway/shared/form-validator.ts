import Ajv, { type ValidateFunction } from 'ajv';

const compiled = new WeakMap<object, ValidateFunction>();

/** Checks values by a JSON schema. To compile one takes far longer than to check by it: once for each schema object. */
export function formValidator<T>(form: object): ValidateFunction<T> {
  const known = compiled.get(form) ?? new Ajv({ allErrors: true, verbose: true, strict: false }).compile(form);
  compiled.set(form, known);
  return known as ValidateFunction<T>;
}
