import { addressOf, originsOf } from '../shared/agency-address';
import { withoutPassword } from './read-settings';
import type { Settings } from './settings';

/** Names of PEM files, for an agency that is reached over TLS. */
export interface TlsFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** Outside development over TLS: what a page in clear shows, and the token it asks by, are anybody's on the way. */
export function originsIn(text: string, development: boolean, faults: string[]): ReadonlySet<string> {
  const origins = text.split(',').map((one) => one.trim());
  const named = origins.filter((one) => one !== '');
  for (const one of named) {
    if (!URL.canParse(one) || new URL(one).origin !== one || !/^https?:\/\/[^*]+$/.test(one))
      faults.push(
        `CORS_ORIGINS has "${withoutPassword(one)}": expected an origin as browsers send it, as https://portal.example or http://localhost:5173, without a path or a wildcard`,
      );
    else if (!development && !one.startsWith('https:'))
      faults.push(`CORS_ORIGINS has "${one}", which is not over TLS; only development takes that.`);
  }
  return new Set(named);
}

export function agencyOrigins(
  { AGENCY_URLS: text, FIRST_AGENCY_PORT: firstPort }: Settings,
  published: readonly string[],
  faults: string[],
): { readonly all: ReadonlyMap<string, string>; readonly set: ReadonlySet<string> } {
  const all = new Map(published.map((agency, index) => [agency, `http://127.0.0.1:${firstPort + index}`]));
  const pairs = byAgency('AGENCY_URLS', text, published, faults);
  for (const [agency, url] of pairs) {
    const urls = originsOf(url).map((one) => one.trim());
    const wrong = urls.filter((one) => !URL.canParse(one) || !['http:', 'https:'].includes(new URL(one).protocol));
    for (const one of wrong)
      faults.push(`AGENCY_URLS gives ${agency} the address "${withoutPassword(one)}", which is not an http(s) URL`);
    if (wrong.length === 0) all.set(agency, addressOf([...new Set(urls.map((one) => new URL(one).origin))]));
  }
  return { all, set: new Set(pairs.map(([agency]) => agency)) };
}

export function tlsFiles(
  data: Settings,
  published: readonly string[],
  faults: string[],
): ReadonlyMap<string, TlsFiles> {
  const files = new Map<string, TlsFiles>();
  const keep = (
    setting: 'AGENCY_CA_FILES' | 'AGENCY_CERTIFICATE_FILES' | 'AGENCY_KEY_FILES',
    kind: keyof TlsFiles,
  ): void => {
    for (const [agency, file] of byAgency(setting, data[setting], published, faults))
      files.set(agency, { ...files.get(agency), [kind]: file });
  };
  keep('AGENCY_CA_FILES', 'ca');
  keep('AGENCY_CERTIFICATE_FILES', 'certificate');
  keep('AGENCY_KEY_FILES', 'key');
  for (const [agency, { certificate, key }] of files)
    if ((certificate === undefined) !== (key === undefined))
      faults.push(`AGENCY_CERTIFICATE_FILES and AGENCY_KEY_FILES name files for ${agency} together or not at all`);
  return files;
}

/** `health=…,education=…` */
function byAgency(
  setting: string,
  text: string,
  published: readonly string[],
  faults: string[],
): readonly (readonly [string, string])[] {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return pairs.flatMap((pair) => {
    const [agency = '', value = ''] = pair.split(/=(.*)/s);
    if (published.includes(agency)) return [[agency, value] as const];
    faults.push(
      `${setting} names "${withoutPassword(agency)}", which publishes nothing; expected one of ${published.join(', ')}`,
    );
    return [];
  });
}
