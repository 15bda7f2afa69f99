import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { Entry } from '@family-view/gateway/identity/types';
import { sentence } from '@family-view/gateway/notices/write-notices';
import type { CompiledProtocol } from '@family-view/gateway/policy/decide/compile-protocol';
import { type AccessExplanation, explainAccess } from '@family-view/gateway/policy/explain/explain';
import { readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { openProtocols } from './source';

export interface ExplainOptions {
  readonly as: string;
  readonly purpose: string;
  readonly file?: string;
  readonly json?: boolean;
}

/** `familyview protocol explain --as ROLE --purpose P FIELD…`: 0 each is open or conditional, 1 one is not, 2 usage. */
export function explainCommand(fields: readonly string[], options: ExplainOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const at = new Date();
    const { protocol } = openProtocols(options.file, () => at);
    const entry = entryOf(protocol, options);
    const parts = { ...readRequirements(), protocol, sentence };
    const explanations = explainAccess(parts, { fields, entry, everything: true, at });
    if (options.json) writeJson(streams, explanations);
    else writeExplanations(explanations, streams);
    return fields.every((field) => explanations.some((one) => one.field === field && one.decision !== 'WITHHELD'))
      ? EXIT.fine
      : EXIT.found;
  });
}

export function writeExplanations(explanations: readonly AccessExplanation[], { stdout }: Streams): void {
  for (const { field, decision, stream, clause, explanation, ring } of explanations) {
    const by = [stream, clause && `clause ${clause}`].filter((part) => part !== null).join(', ');
    stdout.write(`${field}: ${decision}${by === '' ? '' : ` (${by})`}\n  ${explanation}\n`);
    if (decision !== 'GRANTED' && ring !== null) stdout.write(`  Ring: ${ring}\n`);
  }
}

/** A requester of this role, in the organisation where the borough's persona of it works. */
export function entryOf({ roles }: CompiledProtocol, { as, purpose }: ExplainOptions): Entry {
  const purposes = roles.get(as);
  if (!purposes)
    throw new Stopped(`The protocol names no role "${as}". It names ${[...roles.keys()].join(', ')}.`, EXIT.usage);
  const stated = purposes.find((one) => one === purpose);
  if (!stated) throw new Stopped(`${as} may not state "${purpose}". It may state ${purposes.join(', ')}.`, EXIT.usage);
  const nobody = { id: '-', name: null, organisation: '-', organisationType: '-', area: null };
  const persona = Object.values(PERSONAS).find(({ role }) => role === as);
  return { requester: { ...nobody, ...persona, role: as }, purpose: stated, caseReference: null };
}
