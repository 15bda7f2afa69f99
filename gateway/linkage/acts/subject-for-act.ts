import type { AgencyAct } from '../../schema-registry/acts/read-acts';
import type { LinkageContext } from '../linkage-context';
import type { Linker } from '../linker';
import { pointersOf } from '../slots';
import { type Learned, type Subject, subjectFor } from '../subject';
import type { PersonSlots } from '../types';

/**
 * What the agency of whoever asks may pass on, for this act, to one that does not hold the family: by flows of its own that
 * name the act, and by nothing else. What other agencies hold is not theirs to send.
 */
export async function subjectForAct(
  { agency, stream }: AgencyAct,
  slots: PersonSlots,
  { run, linker, acts }: LinkageContext,
): Promise<Subject> {
  const [, act = ''] = (stream ?? '').split(':');
  const { organisationType } = run.entry.requester;
  const senders = [...pointersOf(slots).keys()].filter((one) => acts.organisationTypeOf(one) === organisationType);
  if (senders.length === 0) return {};
  const own = (await linker.learn(slots)).filter(({ from }) => senders.includes(from));
  const learned = await Promise.all(own.map((one) => withMother(linker, one)));
  return subjectFor(agency, {}, learned, {
    ...run.rights,
    flows: (from, share, to) => run.rights.flows(from, share, to, act),
  });
}

/** An unborn child has no name or birthday to be known by: it comes through the mother, as the same agency holds her. */
async function withMother({ ask }: Linker, { from, identity }: Learned): Promise<Learned> {
  if (identity.lifeState !== 'UNBORN' || identity.mother === null) return { from, identity };
  const [mother] = (await ask.identities(from, [identity.mother])) ?? [];
  return { from, identity, mother: mother ?? undefined };
}
