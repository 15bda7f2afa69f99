import { nearest } from '../shared/nearest';
import { type Settings, settings } from './settings';

const NAMES = Object.keys(settings.shape) as readonly (keyof Settings)[];
/** What others read, beside this gateway: `npm start`, the agencies, the command line. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  ...['AGENCIES', 'WITHOUT', 'FAMILIES', 'SEED', 'GRANT_JWKS_URL', 'SUBGRAPHS_DATA_DIRECTORY', 'NODE_OPTIONS'],
]);
/** Shorter words are too near to too many others. */
const SHORTEST = 6;
const MOST_EDITS = 2;
const LONG_NAMES = NAMES.filter((name) => name.length >= SHORTEST);

export const isSecret = (name: keyof Settings): boolean => settings.shape[name].meta()?.secret === true;

/**
 * The settings that are of their form, the others as where they are not set; each fault goes to `faults`: the setting, what
 * was expected and what came, but of a secret what came.
 */
export function readSettings(given: Readonly<Record<string, string | undefined>>, faults: string[]): Settings {
  // As compose files have what is not set.
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const read = NAMES.map((name) => {
    const form = settings.shape[name];
    const checked = form.safeParse(environment[name]);
    if (checked.success) return [name, checked.data] as const;
    for (const { message } of checked.error.issues)
      faults.push(`${name}: ${message}${isSecret(name) ? '' : `; came ${JSON.stringify(environment[name])}`}`);
    return [name, form.parse(undefined)] as const;
  });
  return settings.parse(Object.fromEntries(read));
}

/** Names that are none of ours and so near to one that it was likely meant: what they say would never be heard. */
export function misspelt(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known: ReadonlySet<string> = new Set(NAMES);
  return Object.keys(environment).flatMap((name) => {
    if (known.has(name) || OF_OTHERS.has(name) || name.length < SHORTEST) return [];
    const meant = nearest(name.toUpperCase(), LONG_NAMES, MOST_EDITS);
    return meant === null ? [] : [`${name} is no setting. ${meant} is: rename it, or unset it.`];
  });
}

/** An address without the name and password that may stand in it. */
export const withoutPassword = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');
