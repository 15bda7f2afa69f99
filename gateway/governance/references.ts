import { FamilyViewError } from '../errors';

class BadReference extends FamilyViewError {
  constructor() {
    super('A reference names the agency and then the person, as health:9990000018.', {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}

/** `health:9990000018` in its parts. An agency's name holds no colon; a reference may. @throws {BadReference} */
export function readReference(text: string): { readonly agency: string; readonly ref: string } {
  const [, agency, ref] = /^([a-z][a-z0-9-]{0,63}):(.{1,200})$/.exec(text.trim()) ?? [];
  if (!agency || !ref) throw new BadReference();
  return { agency, ref };
}
