import { createHmac } from 'node:crypto';
import { openLinkageKey, readLinkageKey } from './linkage-key';

/** The gateway's own secrets. All but the first follow from it, so that one key is to be kept safe. */
export interface GatewayKeys {
  readonly linkage: Uint8Array;
  readonly auditPseudonyms: Uint8Array;
  readonly rateLimits: Uint8Array;
  /** Seals the grant keys where several gateways share them. */
  readonly grantKeys: Uint8Array;
}

/** @param mayMake false where something is there already that was begun with a key. */
export function openKeys(dataDirectory: string, given?: string, mayMake = true): GatewayKeys {
  return keysFrom(openLinkageKey(dataDirectory, given, mayMake));
}

/** The same, where they are there: nothing is made. */
export function readKeys(dataDirectory: string, given?: string): GatewayKeys | null {
  const linkage = readLinkageKey(dataDirectory, given);
  return linkage && keysFrom(linkage);
}

function keysFrom(linkage: Uint8Array): GatewayKeys {
  const derive = (use: string): Uint8Array => createHmac('sha256', linkage).update(use).digest();
  return {
    linkage,
    auditPseudonyms: derive('audit pseudonyms'),
    rateLimits: derive('rate limits'),
    grantKeys: derive('grant keys'),
  };
}
