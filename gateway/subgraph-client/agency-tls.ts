import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BadSetting } from '../config';
import type { TlsFiles } from '../config/addresses';

/** PEM texts: whom an agency is believed to be by, and what the gateway shows of itself. */
export interface AgencyTls {
  /** In place of the authorities that Node trusts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Reads and checks one agency's files, so that a wrong one is told at the start and not at the first question. */
export function readAgencyTls(agency: string, files: TlsFiles): AgencyTls {
  const ca = readPem(agency, 'AGENCY_CA_FILES', files.ca, (pem) => new X509Certificate(pem));
  const cert = readPem(agency, 'AGENCY_CERTIFICATE_FILES', files.certificate, (pem) => new X509Certificate(pem));
  const key = readPem(agency, 'AGENCY_KEY_FILES', files.key, (pem) => createPrivateKey(pem));
  if ((cert === undefined) !== (key === undefined))
    throw new BadSetting([
      `AGENCY_CERTIFICATE_FILES and AGENCY_KEY_FILES name files for ${agency} together or not at all`,
    ]);
  if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    throw new BadSetting([`AGENCY_KEY_FILES gives ${agency} a key that is not its certificate's`]);
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert, key }) };
}

function readPem(
  agency: string,
  setting: string,
  file: string | undefined,
  check: (pem: string) => unknown,
): string | undefined {
  if (file === undefined) return undefined;
  try {
    const pem = readFileSync(file, 'utf8');
    check(pem);
    return pem;
  } catch (cause) {
    throw new BadSetting([`${setting} gives ${agency} a file that cannot be used as PEM: ${file}`], { cause });
  }
}
