/** A file, or the set of files, that cannot be trusted as an export. `message` names files and columns, never a person. */
export class BrokenExport extends Error {
  readonly code = 'BROKEN_EXPORT';
  override readonly name = 'BrokenExport';
  constructor(
    readonly file: string,
    readonly fault: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${file}: ${fault}`, options);
  }
}
