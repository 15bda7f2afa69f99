import type { OperationContext } from '../operation-context';
import type { Rights } from '../policy/decide/compile-protocol';
import { checkSearch } from './check-search';
import { ContractClient } from './contract-client';
import { certainOf } from './link-records';
import type { LinkageContext } from './linkage-context';
import { countPointers, SLOT_STATUS } from './slots';
import type { Subject } from './subject';
import type { PersonSlots, Slot } from './types';

/**
 * Whose record it is that a person asks about: each agency says whether it is certain of somebody by what was typed, and
 * nothing else. Nothing of one agency is passed on to another, nothing is joined, and no record is read. Under a protocol's
 * `accounts` alone: its parties agreed that much for this purpose.
 */
export async function findForAccount(
  { by }: { readonly by: Subject },
  { run, linker }: Pick<LinkageContext, 'run' | 'linker'>,
): Promise<object> {
  const { agencies, askContract, idCipher, earlier } = linker.parts;
  const subject = checkSearch(by);
  // Who looked at a child who is stopped is a question like any other.
  const asking = { ...run, rights: forAccount(run.rights), isStopped: undefined };
  const ask = new ContractClient(agencies, askContract, asking, earlier?.());
  const slots: PersonSlots = new Map(
    await Promise.all(agencies.map(async (agency) => [agency, await slotAt(ask, agency, subject, run)] as const)),
  );
  const person = countPointers(slots) > 0 ? idCipher.sealPerson(slots, linker.organisation) : null;
  // Whom it tells of is counted and recorded as wherever somebody is told of.
  if (person !== null) linker.keep(person, slots);
  return {
    person,
    answers: [...slots].map(([agency, { state }]) => ({ agency, status: SLOT_STATUS[state] })),
  };
}

async function slotAt(
  ask: ContractClient,
  agency: string,
  subject: Subject,
  run: Pick<OperationContext, 'answers'>,
): Promise<Slot> {
  const [candidates] = (await ask.match(agency, [subject])) ?? [];
  if (!candidates) return { state: 'unanswered' };
  const ref = certainOf(candidates);
  if (ref !== null) return { state: 'pointer', ref };
  for (const one of candidates) run.answers.told(agency, one.ref, 'possible');
  return { state: candidates.length > 0 ? 'possible' : 'nothing' };
}

/** That somebody is known is open, and nothing else. */
const forAccount = (rights: Rights): Rights => ({
  ...rights,
  decide: (stream) => (stream.endsWith(':existence') ? { kind: 'granted', clause: 'ACCOUNTS' } : rights.decide(stream)),
});
