/** Every stable code in the source, and the files that give it: what the catalogue of errors must explain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Types and lists that hold nothing but codes. */
const UNIONS =
  /export (?:type (?:WithheldReason|AgencyFault|GrantRefusal|LintRule|IdFault|LimitCode)|const (?:FINDING_CODES|STATEMENT_FAULTS))\s*=([^;]*);/g;
/** `code: 'X'`, `readonly code = 'X'`, and a list of them. What is titled is a role or a purpose. */
const CODES = /\bcode\s*[:=]\s*((?:\|?\s*'[A-Z][A-Z0-9_]{3,}'\s*)+)(?!,\s*title)/g;
/** Codes that are handed to a function of ours. */
const HANDED =
  /(?:new PublicError|\bpublicError|\btold|\btell|new StatementRefused|new MutationRefused|\bfaulty)\((?:[^()']|'[^']*?[ `][^']*')*'([A-Z][A-Z0-9_]{3,})'/g;
const NAMED =
  /const REFUSED = '([A-Z_]+)'|reason: '(REFUSED_BY_AGENCY)'|code \?\? '([A-Z_]+)'|fault\.code : '([A-Z_]+)'/g;

/** What the operating system says, in its own words: ENOTFOUND. */
const OF_THE_SYSTEM = /^E[A-Z]+$/;

/** Code, and the files that give it, in the order of their names. */
export function collectCodes(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const file of sources()) {
    const text = withoutComments(readFileSync(join(ROOT, file), 'utf8'));
    for (const code of codesIn(text).filter((one) => !OF_THE_SYSTEM.test(one)))
      found.set(code, (found.get(code) ?? new Set()).add(file));
  }
  return new Map([...found].sort().map(([code, files]) => [code, [...files].sort()]));
}

function codesIn(text: string): readonly string[] {
  const lists = [...text.matchAll(UNIONS), ...text.matchAll(CODES)].flatMap(([, list = '']) =>
    [...list.matchAll(/'([A-Z][A-Z0-9_]+)'/g)].map(([, code]) => code!),
  );
  const single = [...text.matchAll(HANDED), ...text.matchAll(NAMED)].flatMap(([, ...groups]) =>
    groups.filter((group) => group !== undefined),
  );
  return [...lists, ...single];
}

/** Of the gateway, the kit and the agencies: no tests, no invented data, and no words of a partner's format. */
const sources = (): readonly string[] =>
  ['gateway', 'subgraphs']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
    )
    .filter(
      (file) =>
        !/node_modules|\.test\.ts$|fixtures\/|\/stand-in|^subgraphs\/(population|health\/)|kit\/(conformance|match)\//.test(
          file,
        ),
    );

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
