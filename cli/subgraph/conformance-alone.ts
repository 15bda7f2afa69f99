/** The conformance suite by itself, as one file that needs Node and no clone. */
import { Command } from 'commander';
import { describeConformance } from './conformance';

const KEYS = `
The agency is started against the keys of this command in place of the gateway's: its key list is
  http://127.0.0.1:4100/.well-known/jwks.json
  node familyview-conformance.cjs http://127.0.0.1:4106 --pointers pointers.json --junit report.xml`;

void describeConformance(new Command('familyview-conformance'), KEYS).showHelpAfterError().parseAsync();
