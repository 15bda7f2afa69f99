import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { FamilyViewError } from '@family-view/gateway';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { openKeys } from '@family-view/gateway/open-keys';

/** `familyview audit verify`: 0 whole, 1 broken (with the place), 2 there is none. */
export async function verifyAuditCommand(
  directory: string,
  streams: { readonly stdout: Writable; readonly stderr: Writable },
): Promise<number> {
  try {
    const { auditPseudonyms } = openKeys(directory, process.env.LINKAGE_KEY);
    const { records, brokenAt, head } = await verifyAudit({
      directory: join(directory, 'audit'),
      pseudonymKey: auditPseudonyms,
    });
    if (brokenAt === null) streams.stdout.write(`${records} records, whole. Head ${head ?? 'none'}.\n`);
    else streams.stderr.write(`${records} records; the chain is broken at record ${brokenAt}.\n`);
    return brokenAt === null ? 0 : 1;
  } catch (fault) {
    if (!(fault instanceof FamilyViewError)) throw fault;
    streams.stderr.write(`${fault.message}\n`);
    return 2;
  }
}
