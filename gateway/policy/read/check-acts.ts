import type { ReferenceFault } from './check-references';
import type { Clause, ProtocolDocument } from './protocol-document';

/** A protocol as its file has it: a clause may name acts alone. */
export interface WrittenProtocol extends Omit<ProtocolDocument, 'clauses'> {
  readonly clauses: readonly (Omit<Clause, 'shares'> & { readonly shares?: readonly string[] })[];
}

/**
 * What is done stands under `acts` and what is shown under `shares`, so that nobody reads the one for the other. An act is
 * never opened by breaking the glass, and no part of it can be shown changed.
 */
export function checkActs({ streams, clauses, flows = [], breakGlass }: WrittenProtocol): readonly ReferenceFault[] {
  const isAct = (stream: string): boolean => Object.hasOwn(streams, stream) && streams[stream]?.detail === 'ACT';
  const faults: ReferenceFault[] = [];
  clauses.forEach(({ id, by, shares = [], acts = [], transform }, at) => {
    shares.forEach((share, index) => {
      if (isAct(`${by}:${share}`))
        faults.push({
          path: ['clauses', at, 'shares', index],
          message: `clause ${id} shares "${by}:${share}", which is an act: say it under acts.`,
        });
    });
    acts.forEach((act, index) => {
      if (Object.hasOwn(streams, `${by}:${act}`) && !isAct(`${by}:${act}`))
        faults.push({
          path: ['clauses', at, 'acts', index],
          message: `clause ${id} lets somebody do "${by}:${act}", whose detail is not ACT: say it under shares.`,
        });
    });
    if (transform && acts.length > 0)
      faults.push({
        path: ['clauses', at, 'transform'],
        message: `clause ${id} transforms what is shown, and an act shows nothing: give the acts a clause of their own.`,
      });
  });
  flows.forEach(({ id, to, shares, acts = [] }, at) => {
    acts.forEach((act, index) => {
      for (const receiver of to)
        if (!isAct(`${receiver}:${act}`))
          faults.push({
            path: ['flows', at, 'acts', index],
            message: `flow ${id} tells ${receiver} of a family for the act "${receiver}:${act}", which is not declared under streams with the detail ACT.`,
          });
    });
    const other = acts.length > 0 && shares.find((share) => !KEPT.has(share));
    if (other)
      faults.push({
        path: ['flows', at, 'shares'],
        message: `flow ${id} tells "${other}" for an act; expected identity, address and identifiers alone.`,
      });
  });
  (breakGlass?.streams ?? []).forEach((stream, index) => {
    if (isAct(stream))
      faults.push({
        path: ['breakGlass', 'streams', index],
        message: `breakGlass lists "${stream}", which is an act: nothing is done under emergency access.`,
      });
  });
  return faults;
}

const KEPT: ReadonlySet<string> = new Set(['identity', 'address', 'identifiers']);
