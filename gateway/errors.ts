/** The root of every error the gateway makes. `code` is stable; `message` is told to the requester and names nobody. */
export class FamilyViewError extends Error {
  readonly code: string;
  readonly httpStatus: number;

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

/** Variables that do not fit the operation. GraphQL's own words: they hold nothing but what the client sent. */
export class BadVariables extends FamilyViewError {
  constructor(errors: readonly { readonly message: string }[]) {
    super(errors.map(({ message }) => message.replace(/ Did you mean .*$/, '')).join(' '), {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}
