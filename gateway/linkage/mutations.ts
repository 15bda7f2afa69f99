import { randomUUID } from 'node:crypto';
import type { OperationContext } from '../operation-context';
import { digestsOf, sealBreakGlassToken } from './break-glass-token';
import { checkStatement } from './check-statement';
import type { HeldIdentity } from './contract-replies';
import { numbersDiffer } from './disagree';
import { FactsReader } from './facts-reader';
import { certainOf, learnedFrom, readRecords } from './link-records';
import type { LinkageContext } from './linkage-context';
import type { Linker } from './linker';
import { MutationRefused } from './mutation-refused';
import { type NotifiedAgencies, notifyAgencies } from './notify-agencies';
import { countPointers, pointerAt, pointersOf } from './slots';
import { subjectFor } from './subject';
import type { PersonEntity, PersonSlots } from './types';

export interface BreakGlassAnswer extends NotifiedAgencies {
  readonly key: string;
  readonly reference: string;
  readonly family: string;
  readonly until: string;
  readonly reviewBy: string;
  readonly streams: readonly string[];
}

/**
 * Links the family again under the wider rights, tells the owner agencies, writes it to the audit, and only then gives the
 * key. What an agency was not told of stays closed there.
 */
export async function breakGlass(
  { family, reason, statement }: { readonly family: string; readonly reason: string; readonly statement: string },
  { run, linker, widen, events }: LinkageContext,
): Promise<BreakGlassAnswer> {
  const document = run.rights.agreementFor('gateway:break-glass');
  const terms = document?.breakGlass;
  if (!document || !terms) throw new MutationRefused('BAD_USER_INPUT', 'No protocol lets this role break the glass.');
  if (!terms.reasons.includes(reason))
    throw new MutationRefused('BAD_USER_INPUT', `The protocol takes the reasons ${terms.reasons.join(', ')}.`);
  const why = checkStatement(statement);
  const at = events.now();
  const until = new Date(at.getTime() + terms.minutes * 60_000);
  const reference = randomUUID();

  await linker.families.open(family);
  const members = await unmarked(linker, linker.families.membersOfKnown(family), terms.excludes);
  if (members.length === 0)
    throw new MutationRefused(
      'NOBODY_UNDER_GLASS',
      'Nobody of this family can be shown under emergency access: they are excluded from it, or an agency that would know did not answer. Nothing was opened. Ring the agencies.',
    );
  const owners = [...new Set(terms.streams.map((stream) => stream.split(':')[0]!))];
  const wider = widen({ protocol: document.protocol.id, told: new Set(owners) });
  const linked = await Promise.all(members.map((slots) => wider.lookAgain(slots)));
  const told = await notifyAgencies(wider, owners, linked, {
    kind: 'BREAK_GLASS',
    reference,
    at: at.toISOString(),
    until: until.toISOString(),
  });
  await events.record({
    kind: 'BREAK_GLASS',
    reference,
    reason,
    statement: why,
    until,
    protocol: document.protocol.id,
    ...told,
    people: linked,
  });
  await events.countGlass(terms.alertAfter, reference, wider, linked);

  const open = new Set(told.told);
  const people = linked.map((slots) =>
    onlyAt(slots, (agency) => open.has(agency) || linker.ask.grants(agency, 'existence')),
  );
  const best = people.reduce((a, b) => (countPointers(b) > countPointers(a) ? b : a));
  const { organisation, id } = run.entry.requester;
  const { idCipher } = linker.parts;
  return {
    reference,
    ...told,
    key: sealBreakGlassToken(
      {
        reference,
        requester: id,
        purpose: run.entry.purpose,
        protocol: document.protocol.id,
        until: until.getTime(),
        told: [...open],
        pointers: [...digestsOf(people, idCipher)],
      },
      idCipher,
      organisation,
    ),
    family: (await widen({ protocol: document.protocol.id, told: open }).families.from(best)).id,
    until: until.toISOString(),
    reviewBy: new Date(at.getTime() + terms.reviewWithinDays * 86_400_000).toISOString(),
    streams: terms.streams.filter((stream) => open.has(stream.split(':')[0]!)),
  };
}

/** Says that the requester works with a person now. Kept by the agencies that hold the person, until it ends. */
export async function claimRelationship(
  asked: { readonly person: string; readonly relationship: string; readonly statement: string },
  { run, linker, events }: LinkageContext,
): Promise<NotifiedAgencies & { readonly reference: string; readonly from: string; readonly until: string }> {
  const terms = run.rights.agreementFor('gateway:claims')?.claims;
  if (!terms) throw new MutationRefused('BAD_USER_INPUT', 'No protocol lets this role claim to work with a family.');
  const why = checkStatement(asked.statement);
  const slots = await linker.slots(asked.person);
  const at = events.now();
  const until = new Date(at.getTime() + terms.hours * 3_600_000);
  const reference = randomUUID();
  const holding = linker.ask.openAgencies().filter((agency) => pointerAt(slots, agency) !== null);
  const claim = { kind: 'RELATIONSHIP_CLAIMED', reference, at: at.toISOString(), until: until.toISOString() } as const;
  const told = await notifyAgencies(linker, holding, [slots], claim);
  if (told.told.length === 0)
    throw new MutationRefused('NOBODY_TOLD', 'No agency that holds this person could be told: nothing was claimed.');
  const about = { reason: asked.relationship, statement: why, until, protocol: null, people: [slots] };
  await events.record({ kind: 'RELATIONSHIP_CLAIMED', reference, ...about, ...told });
  events.alert('relationship-claimed', { reference, agencies: told.told });
  return { reference, ...told, from: claim.at, until: claim.until };
}

/**
 * Keeps at an agency what one person proposes of its possible match, and links the person again: it counts once that agency, or
 * a second person of another organisation, agrees. What numbers contradict is not even kept.
 */
export async function confirmMatch(
  asked: { readonly person: string; readonly agency: string; readonly same: boolean; readonly statement: string },
  { run, linker, events }: LinkageContext,
): Promise<PersonEntity> {
  const { agency, same } = asked;
  const why = checkStatement(asked.statement);
  const slots = await linker.slots(asked.person);
  if (!linker.ask.grants(agency, 'existence') || slots.get(agency)?.state !== 'possible')
    throw new MutationRefused('NOTHING_TO_CONFIRM', 'That agency told of nobody who may be this person.');
  const learned = await linker.learn(slots);
  refuseSilence(run, pointersOf(slots).keys());
  const subject = subjectFor(agency, {}, learned, run.rights);
  const [candidates] = (await linker.ask.match(agency, [subject])) ?? [];
  refuseSilence(run, [agency]);
  const [only] = candidates ?? [];
  if (!only || candidates!.length > 1 || (only.outcome !== 'POTENTIAL' && certainOf(candidates!) === null))
    throw new MutationRefused(
      'MATCH_AMBIGUOUS',
      'The agency tells of several, or of none any more: ask them which is meant. Nothing was kept.',
    );
  if (same && (await isContradicted(linker, slots, { agency, ref: only.ref })))
    throw new MutationRefused(
      'MATCH_CONTRADICTED',
      'Another agency holds numbers that say these are two people: nothing was kept. Ring the agencies, which can put their records right.',
    );
  const kept = await linker.ask.confirm(agency, { subject, ref: only.ref, same, statement: why });
  if (!kept)
    throw new MutationRefused(
      'NOT_KEPT',
      'The agency kept nothing: it did not answer, or what is known of the person is not enough to know them again by.',
    );
  const reference = randomUUID();
  const people = [new Map([[agency, { state: 'pointer' as const, ref: only.ref }]])];
  const about = { reason: same ? 'SAME' : 'DIFFERENT', statement: why, until: null, protocol: null, people };
  await events.record({ kind: 'MATCH_DECIDED', reference, ...about, told: [agency], notTold: [] });
  const now = await linker.lookAgain(new Map([...slots, [agency, { state: 'unanswered' }]]));
  linker.proposed.set(agency, same);
  return linker.enter(now);
}

/** An agency that did not answer may have said that these are two people, or of whom it told: that is no "no". */
function refuseSilence({ answers }: OperationContext, agencies: Iterable<string>): void {
  if ([...agencies].some((agency) => answers.isInTrouble(agency)))
    throw notCompared('An agency that could say whether these are two people did not answer');
}

const notCompared = (why: string): MutationRefused =>
  new MutationRefused('NOT_COMPARED', `${why}: nothing was kept. Try again later, or ring it.`);

/**
 * Whether a number that an agency has verified says that a record is somebody else's: in the record itself, or in another
 * record that an agency which holds the person takes, or may take, for the same as it.
 */
async function isContradicted(linker: Linker, slots: PersonSlots, record: { agency: string; ref: string }) {
  const { ask, run } = linker;
  const pointers = pointersOf(slots);
  const refs = new Map([...pointers].map(([agency, ref]) => [agency, [ref]]));
  const own = await readRecords(ask, refs);
  const [proposed] = await readRecords(ask, new Map([[record.agency, [record.ref]]]));
  refuseSilence(run, [record.agency, ...pointers.keys()]);
  if (!proposed?.identity) {
    // One that lets nobody read who its people are has compared them itself.
    if (ask.sharesIdentity(record.agency)) throw notCompared('The agency did not say who its record is of');
    return false;
  }
  const differs = (identity: HeldIdentity): boolean =>
    own.some((node) => node.identity !== null && numbersDiffer(node.identity, identity));
  if (differs(proposed.identity)) return true;
  const held = await Promise.all(
    [...pointers].map(async ([agency, ref]) => {
      const subject = subjectFor(agency, {}, learnedFrom([proposed]), run.rights);
      const [candidates] = (await ask.match(agency, [subject])) ?? [];
      if (certainOf(candidates ?? null) === ref) return [];
      const others = (candidates ?? []).flatMap((candidate) => (candidate.ref === ref ? [] : [candidate.ref]));
      return (await ask.identities(agency, others.slice(0, 10))) ?? [];
    }),
  );
  refuseSilence(run, pointers.keys());
  return held.flat().some((identity) => identity !== null && differs(identity));
}

/** People whom no agency marks so: those it does, or may, stay as they were. */
async function unmarked(linker: Linker, members: readonly PersonSlots[], excludes: readonly string[]) {
  if (excludes.length === 0) return members;
  const reader = new FactsReader(linker, linker.run, ['MARKER']);
  const known = await Promise.all(members.map((slots) => reader.known(slots)));
  return members.filter((_, at) => {
    const { facts, complete, markersComplete } = known[at]!;
    return (
      complete && markersComplete && !facts.some(({ kind, value }) => kind === 'MARKER' && excludes.includes(value))
    );
  });
}

const onlyAt = (slots: PersonSlots, isOpen: (agency: string) => boolean): PersonSlots =>
  new Map([...slots].map(([agency, slot]) => [agency, isOpen(agency) ? slot : { state: 'notAsked' as const }]));
