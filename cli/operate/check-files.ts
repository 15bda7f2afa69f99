import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@family-view/gateway';
import { BadSetting } from '@family-view/gateway/config';
import { isShared } from '@family-view/gateway/stores/shared-mark';
import { readAgencyTls } from '@family-view/gateway/subgraph-client/agency-tls';
import { bad, type Diagnosis, well } from './diagnosis';
import { isOwn } from './owner';

/** The gateway's own files: there, its own, closed to others and whole. Nothing is made and nothing is changed. */
export function checkFiles(config: Config): readonly Diagnosis[] {
  return [
    ...checkDirectory(config.dataDirectory),
    ...secretFiles(config).flatMap(([file, isWhole, what]) => checkSecret(file, isWhole, what)),
    ...checkMoved(config),
    ...checkCertificates(config),
    ...checkManifest(config.operationsManifest),
  ];
}

/** Time enough to have a certificate renewed. */
const SOON_MS = 14 * 86_400_000;

type SecretFile = readonly [file: string, isWhole: (text: string) => boolean, what: string];

const secretFiles = ({ dataDirectory, auditKeyFile, linkageKey }: Config): readonly SecretFile[] => [
  ...(linkageKey === undefined
    ? [
        [
          join(dataDirectory, 'linkage.key'),
          (text: string) => /^[0-9a-f]{128}$/.test(text.trim()),
          '128 hexadecimal figures',
        ] as const,
      ]
    : []),
  [join(dataDirectory, 'grant-keys.json'), isJson, 'JSON'],
  [
    auditKeyFile,
    (text) => /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.test(text),
    'a private key in PEM',
  ],
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function checkDirectory(directory: string): readonly Diagnosis[] {
  const part = 'data directory';
  if (isClosed(directory))
    return [bad(part, `${directory} is in a folder that belongs to another user, and cannot be looked into.`)];
  if (!existsSync(directory)) return [well(part, `${directory} is not there yet: it is made at the first start.`)];
  if (!isOwn(statSync(directory)))
    return [bad(part, `${directory} belongs to another user. Give it to the user that the gateway runs as.`)];
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return [well(part, `${directory} can be read and written.`)];
  } catch {
    return [bad(part, `${directory} cannot be written. Mount it to be written, or set DATA_DIRECTORY to another.`)];
  }
}

/** What cannot be looked at seems not to be there. */
function isClosed(directory: string): boolean {
  try {
    statSync(directory);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function checkSecret(file: string, isWhole: (text: string) => boolean, what: string): readonly Diagnosis[] {
  const part = 'files';
  if (!existsSync(file)) return [];
  const found = statSync(file);
  if (!isOwn(found))
    return [bad(part, `${file} belongs to another user. Give it to the user that the gateway runs as.`)];
  if ((found.mode & 0o077) !== 0) return [bad(part, `${file} can be read by others. chmod 600 it.`)];
  try {
    if (!isWhole(readFileSync(file, 'utf8')))
      return [bad(part, `${file} is half written, or something else: expected ${what}. Restore it from a copy.`)];
    return [well(part, `${file} is whole, and closed to others.`)];
  } catch {
    return [bad(part, `${file} cannot be read.`)];
  }
}

/** What was taken into a database is not looked for in files again. */
const checkMoved = ({ dataDirectory, databaseUrl }: Config): readonly Diagnosis[] =>
  isShared(dataDirectory) && databaseUrl === undefined
    ? [
        bad(
          'data directory',
          `What the gateway of ${dataDirectory} kept is in a database, and DATABASE_URL is not set: it would start with old keys, old versions and without its stops.`,
        ),
      ]
    : [];

const checkCertificates = ({ agencyTls }: Config): readonly Diagnosis[] =>
  [...agencyTls].map(([agency, files]) => {
    try {
      const { cert } = readAgencyTls(agency, files);
      const ends = cert === undefined ? Number.POSITIVE_INFINITY : Date.parse(new X509Certificate(cert).validTo);
      const day = () => new Date(ends).toISOString().slice(0, 10);
      if (ends <= Date.now())
        return bad('certificates', `The one that the gateway shows ${agency} lapsed on ${day()}. Renew it.`);
      if (ends <= Date.now() + SOON_MS)
        return bad('certificates', `The one that the gateway shows ${agency} lapses on ${day()}. Renew it before.`);
      return well('certificates', `Those of ${agency} can be used.`);
    } catch (fault) {
      if (!(fault instanceof BadSetting)) throw fault;
      return bad('certificates', fault.message.replace(/^Settings:\s*/, ''));
    }
  });

function checkManifest(file: string | null): readonly Diagnosis[] {
  if (file === null) return [];
  if (!existsSync(file)) return [bad('operations', `OPERATIONS_MANIFEST names ${file}, which is not there.`)];
  return isJson(readFileSync(file, 'utf8'))
    ? [well('operations', `${file} can be read.`)]
    : [bad('operations', `OPERATIONS_MANIFEST names ${file}, which is not JSON.`)];
}
