import { contractStream } from '@family-view/schema';
import type { OperationContext } from '../operation-context';
import { streamsBeside } from '../policy/read/equivalent-facts';
import type { OpenStreams } from '../policy/types';
import { applyMask, isRecorded, type Mask, maskOf } from '../shared/masks';
import type { HeldIdentity } from './contract-replies';

/** Which stream of the contract each field of an identity belongs to, other than `identity`. */
const STREAM_OF: Readonly<Record<string, 'address' | 'identifiers'>> = {
  postcode: 'address',
  uprn: 'address',
  nhsNumber: 'identifiers',
  nhsNumberVerified: 'identifiers',
  upn: 'identifiers',
  laChildId: 'identifiers',
};
/** What is no part of what anybody recorded. */
const NOT_DATA: ReadonlySet<string> = new Set(['ref', 'mother', 'asOf']);

/** An identity as its transforms show it. `recorded` names what is there and not shown. */
export function maskIdentity(
  agency: string,
  ref: string,
  held: HeldIdentity,
  { transforms }: OpenStreams,
  run: OperationContext,
): HeldIdentity & { readonly recorded: readonly string[] } {
  const recorded: string[] = [];
  const fields = Object.entries(held).map(([field, value]): [string, unknown] => {
    const streams = [contractStream(agency, STREAM_OF[field] ?? 'identity'), ...streamsBeside(`Identity.${field}`)];
    const masks = streams.flatMap((stream) => {
      const transform = transforms.get(stream);
      return (transform && !NOT_DATA.has(field) ? maskOf(field, transform) : null) ?? [];
    });
    const mask: Mask | null = masks.find((one) => one === 'RECORDED') ?? masks[0] ?? null;
    if (mask === null) return [field, value];
    if (isRecorded(value)) {
      run.answers.masked(agency, ref, field, { coordinate: `Identity.${field}`, mask, recorded: true });
      if (mask === 'RECORDED') recorded.push(field);
    }
    return [field, applyMask(mask, value)];
  });
  return { ...(Object.fromEntries(fields) as HeldIdentity), recorded };
}
