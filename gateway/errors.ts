/** The root of every error the gateway makes. `code` is stable; `message` is told to the requester and names nobody. */
export class FamilyViewError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  /** When the same may be asked again, where that is known. */
  readonly retryAfterSeconds: number | null = null;

  constructor(
    message: string,
    options: { readonly code: string; readonly httpStatus?: number; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.httpStatus = options.httpStatus ?? 500;
  }
}

/** Variables that do not fit the operation. Which one and why, never its value: a front end keeps messages in its log. */
export class BadVariables extends FamilyViewError {
  constructor(errors: readonly { readonly message: string }[]) {
    super(errors.map(({ message }) => withoutValue(message)).join(' '), { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

function withoutValue(message: string): string {
  const [, variable] = /^(Variable "\$\w+") got invalid value /.exec(message) ?? [];
  if (variable === undefined) return message;
  const [reason = 'the value is not of the type declared.'] =
    /Field "\w+" (is not defined by type|of required type) "[\w![\]]+"( was not provided)?\./.exec(message) ?? [];
  return `${variable} does not fit: ${reason}`;
}
