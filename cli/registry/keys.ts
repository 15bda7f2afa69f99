import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkAgencyName } from '@family-view/gateway/schema-registry/rules/check-names';
import { personKey, schemaDirectory } from '@family-view/schema';
import type { Command } from 'commander';
import { isMap, parseDocument } from 'yaml';
import { EXIT, Stopped, told, writeJson } from '../frame/command';
import type { TerminalStreams } from '../frame/print-findings';
import { keyFileOf, readKey } from './ask-registry';

export interface MakeKeyOptions {
  readonly out?: string;
  readonly register?: boolean;
  readonly acts?: string;
  readonly json?: boolean;
}

/** `familyview keys …`. */
export function addKeysCommands(program: Command): void {
  program
    .command('keys')
    .description('keys with which agencies sign what they publish')
    .command('make')
    .description('make a key pair (Ed25519) for an agency, or for the operator of the registry')
    .argument('<holder>', 'the agency, as adult-learning; or operator')
    .option('--out <file>', 'where the private key goes, for its owner only; by default .familyview/keys/<holder>.json')
    .option('--register', 'also write the public key into schema/ownership.yaml, in development')
    .option('--acts <names>', 'with --register: the mutations that the agency may take, with commas between')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Example:
  familyview keys make adult-learning --register

The private key never leaves this machine. The public one is handed to whoever keeps schema/ownership.yaml.
A key that is there already is not replaced: its public part is told again.
Exit: 0 made or told, 2 usage.`,
    )
    .action(async (holder: string, options: MakeKeyOptions) => {
      process.exitCode = await makeKeyCommand(holder, options, process);
    });
}

/** `familyview keys make`. */
export function makeKeyCommand(
  holder: string,
  { out = keyFileOf(holder), register, acts, json }: MakeKeyOptions,
  streams: TerminalStreams,
  ownershipFile = join(schemaDirectory, 'ownership.yaml'),
): Promise<number> {
  return told(streams, () => {
    const [fault] = holder === 'operator' ? [] : checkAgencyName(holder);
    if (fault) throw new Stopped(fault.message, EXIT.usage);
    if (!existsSync(out)) makePair(holder, out);
    const { id, publicKey } = readKey(out);
    const isNew = register ? registerKey(ownershipFile, holder, { id, publicKey }, namesIn(acts)) : false;
    if (json) writeJson(streams, { id, publicKey, file: out, registered: register === true });
    else {
      streams.stdout.write(`The private key is in ${out}: keep it safe, and show it to nobody.\n`);
      if (register)
        streams.stdout.write(`schema/ownership.yaml ${isNew ? 'now has' : 'already had'} its public key, ${id}.\n`);
      else
        streams.stdout.write(
          `For schema/ownership.yaml, under ${holder === 'operator' ? 'operators' : `agencies: ${holder}`}: keys:\n  - { id: ${id}, publicKey: ${publicKey} }\n`,
        );
    }
    return EXIT.fine;
  });
}

function makePair(holder: string, file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  const id = `${holder}-${new Date().toISOString().slice(0, 10)}-${x!.replace(/[^a-z0-9]/g, '').slice(0, 6)}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify({ id, publicKey: x, privateKey: d }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

const namesIn = (list: string | undefined): readonly string[] => (list ?? '').split(/[\s,]+/).filter(Boolean);

/** Adds the public key to the file, comments kept; with an entry for an agency that has none yet, and the acts it may take. */
function registerKey(
  file: string,
  holder: string,
  key: { readonly id: string; readonly publicKey: string },
  acts: readonly string[],
): boolean {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const path = holder === 'operator' ? ['operators', 'keys'] : ['agencies', holder, 'keys'];
  if (holder !== 'operator' && !isMap(document.getIn(['agencies', holder]))) {
    const field = personKey(holder).replace(/Ref$/, '');
    document.setIn(
      ['agencies', holder],
      document.createNode({ keys: [], joins: [`Person.${personKey(holder)}`, `Person.${field}`], hosts: [] }),
    );
  }
  if (acts.length > 0) document.setIn(['agencies', holder, 'acts'], document.createNode(acts, { flow: true }));
  const known = (document.getIn(path) as { toJSON(): readonly { readonly publicKey?: string }[] }).toJSON();
  const isNew = !known.some((one) => one.publicKey === key.publicKey);
  if (isNew) document.addIn(path, document.createNode(key, { flow: true }));
  if (isNew || acts.length > 0)
    writeFileSync(file, document.toString({ lineWidth: 120, flowCollectionPadding: false }));
  return isNew;
}
