import type {
  Connector,
  CountedAsk,
  HeldInvolvement,
  HeldPerson,
  MatchBlock,
  MeasureAsk,
  RecordFactKind,
  Requester,
} from '../connector';
import { NOTHING_DECIDED } from '../match/decide-candidates';
import { findBlocks } from '../match/find-blocks';
import { matchSubjects } from '../match/match-subjects';
import { isClosed, vetoOver } from '../veto';
import type { ActRegister } from './act-register';
import type { KeptAct } from './act-store';
import type { AgencyActs } from './agency-acts';
import { isReferred, type ReferredPeople, referredPeople } from './referred-people';

/** A connector that also tells what acts have made so: people who were referred, and facts that follow from what was done. */
export type WithActs = <C extends Connector>(connector: C) => C;

export function tellingActs(
  acts: AgencyActs,
  register: ActRegister,
  today: (connector: Connector) => string,
): WithActs {
  const referred = referredPeople(register);
  return (connector) => {
    const told = overridesOf(connector, acts, register, referred, () => today(connector));
    return new Proxy(connector, {
      get(target, name) {
        if (Object.hasOwn(told, name)) return told[name as keyof typeof told];
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
}

function overridesOf(
  connector: Connector,
  acts: AgencyActs,
  register: ActRegister,
  referred: ReferredPeople,
  today: () => string,
) {
  /** In the order of `refs`: of those who were referred by us, of the others by the partner system. */
  const parted = async <T>(
    refs: readonly string[],
    ours: (ref: string) => T,
    theirs: (refs: readonly string[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> => {
    const others = refs.filter((ref) => !isReferred(ref));
    const answers = new Map((await theirs(others)).map((one, at) => [others[at]!, one]));
    return refs.map((ref) => (isReferred(ref) ? ours(ref) : answers.get(ref)!));
  };
  /** Everything that was done, under the refs that people are held by now. */
  const done = (): readonly KeptAct[] => register.all().map((act) => ({ ...act, ref: register.refOf(act.ref) }));
  const personOf = (ref: string): HeldPerson | null => referred.people([ref])[0] ?? null;

  /** Whoever was referred and has been taken on since is held once, and not twice: by the agency's own record. */
  const notHeldYet = async (block: MatchBlock): Promise<readonly HeldPerson[]> => {
    const told = await Promise.all(
      referred.find(block).map(async (person) => {
        const held = await heldAs(person.ref);
        if (held !== null) register.isHeldAs(person.ref, held);
        return held === null ? person : null;
      }),
    );
    return told.filter((person) => person !== null);
  };
  const heldAs = async (ref: string): Promise<string | null> => {
    const subject = referred.subjectOf(ref);
    if (!subject) return null;
    const find = findBlocks(connector);
    // A closed record stays what it is to whoever refers: not held.
    const people = vetoOver(connector).openPeople;
    const recall = async () => NOTHING_DECIDED;
    const takes = (person: HeldPerson): boolean => !isClosed(person);
    const [candidates = []] = await matchSubjects({ find, recall, people, takes }, [subject]);
    const certain = candidates.filter(({ outcome }) => outcome === 'MATCH');
    return certain.length === 1 ? certain[0]!.ref : null;
  };

  return {
    people: (refs: readonly string[]) => parted(refs, personOf, (others) => connector.people(others)),
    find: async (block: MatchBlock) => [...(await connector.find(block)), ...(await notHeldYet(block))],
    ...(connector.findEach
      ? {
          findEach: async (blocks: readonly MatchBlock[]) => {
            const [found, more] = await Promise.all([connector.findEach!(blocks), Promise.all(blocks.map(notHeldYet))]);
            return found.map((people, at) => [...people, ...more[at]!]);
          },
        }
      : {}),
    involvements: (refs: readonly string[]) =>
      parted(
        refs,
        (ref) => (personOf(ref) ? referralAt(ref, register, acts.referredService) : []),
        (others) => connector.involvements(others),
      ),
    groups: (refs: readonly string[]) =>
      parted(
        refs,
        (ref) => referred.groups(ref),
        async (others) =>
          (await connector.groups(others)).map((held, at) => {
            const more = referred.groups(others[at]!);
            return more.length === 0 ? held : [...held, ...more];
          }),
      ),
    roster: (ask: Parameters<Connector['roster']>[0], requester: Requester) => connector.roster(ask, requester, done()),
    count: (ask: MeasureAsk) => connector.count(ask, done()),
    ...(connector.counted ? { counted: (ask: CountedAsk) => connector.counted!(ask, done()) } : {}),
    async facts(refs: readonly string[], kinds: readonly RecordFactKind[], requester: Requester) {
      const held = await parted(
        refs,
        () => [],
        (others) => connector.facts(others, kinds, requester),
      );
      if (!acts.facts || register.all().length === 0) return held;
      const families = await familiesOf(refs, this.groups);
      return refs.map((ref, at) => {
        const ofFamily = families.get(ref)!.flatMap((one) => register.of(one));
        if (ofFamily.length === 0) return held[at]!;
        const told = acts.facts!(ofFamily, requester, today()).filter(({ kind }) =>
          (kinds as readonly string[]).includes(kind),
        );
        // A level that was decided since takes the place of the one on record.
        const replaced = new Set(told.flatMap(({ kind }) => (kind === 'NEED_LEVEL' ? [kind] : [])));
        return [...held[at]!.filter(({ kind }) => !replaced.has(kind as 'NEED_LEVEL')), ...told];
      });
    },
  };
}

/** Each person with everybody of their family groups, by ref. */
export async function familiesOf(
  refs: readonly string[],
  groups: Connector['groups'],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const held = await groups(refs);
  return new Map(
    refs.map((ref, at) => [
      ref,
      [
        ...new Set([
          ref,
          ...(held[at] ?? [])
            .filter(({ kind }) => kind === 'FAMILY')
            .flatMap(({ members }) => members.map((member) => member.ref)),
        ]),
      ],
    ]),
  );
}

/** Of somebody who is known by a referral alone. */
function referralAt(ref: string, register: ActRegister, service: string): readonly HeldInvolvement[] {
  const [first] = register.of(ref.endsWith('-m') ? ref.slice(0, -2) : ref);
  if (!first) return [];
  const { day, at } = first;
  return [
    {
      ref,
      service,
      team: null,
      role: null,
      status: 'CURRENT',
      from: day,
      to: null,
      lastInteraction: day,
      contact: null,
      asOf: at,
    },
  ];
}
