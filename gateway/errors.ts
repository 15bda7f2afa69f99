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
