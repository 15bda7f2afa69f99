import { accessSync, constants, mkdirSync } from 'node:fs';
import { FamilyViewError } from '../errors';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'it belongs to another user than the gateway runs as',
  EPERM: 'it belongs to another user than the gateway runs as',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
};

/** What a gateway keeps cannot be kept there. */
export class DataDirectoryUnusable extends FamilyViewError {
  /** @param what is meant: the directory, or a file of it by its name. */
  constructor(what: string, cause: unknown) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    super(`${what} can be neither read nor made: ${WHY[code] ?? `it fails with ${code}`}.`, {
      code: 'DATA_DIRECTORY_UNUSABLE',
      cause,
    });
  }
}

/** Makes it where it is not there. Before anything else is opened in it: so it is told by one name, whatever comes first. */
export function openDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataDirectoryUnusable(`DATA_DIRECTORY (${directory})`, cause);
  }
}
