import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Stands in the data directory of a gateway that keeps in a database what others keep in files there. */
export const sharedMark = (dataDirectory: string): string => join(dataDirectory, 'kept-in-database');

export const isShared = (dataDirectory: string): boolean => existsSync(sharedMark(dataDirectory));
