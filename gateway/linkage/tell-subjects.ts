import type { Rights } from '../policy/decide/compile-protocol';
import type { HeldIdentity } from './contract-replies';
import { fitSubject } from './fit-subject';
import type { Kin } from './learn-kin';
import {
  isEmptySubject,
  type Learned,
  type Relative,
  SHARES,
  type Share,
  type Subject,
  sharesTo,
  subjectWithin,
} from './subject';

/** `name`: equal where the same is told; null where nothing may be. */
interface ToldSubject {
  readonly subject: Subject;
  readonly name: number | null;
}

/** What one agency may be told of people, each said once: a family's members are one another's relatives. */
export class Teller {
  private readonly passed = new Map<string, { readonly shares: readonly Share[]; readonly ties: boolean }>();

  constructor(
    private readonly to: string,
    private readonly rights: Pick<Rights, 'flows'>,
    private readonly said: SaidAlike,
  ) {}

  tell(one: Learned): Subject {
    const { shares } = this.passedBy(one.from);
    return one.mother ? fitSubject(subjectWithin(shares, one)) : this.said.within(shares, one).subject;
  }

  /** Those of whom it may be told, each once. That two people belong together is told under a flow of its own; to the agency that says so, it is no news. */
  relatives(kin: readonly Kin[]): readonly Relative[] {
    const unique = new Map<string, Relative>();
    for (const one of kin) {
      const { shares, ties } = this.passedBy(one.from);
      if (!ties) continue;
      const { subject, name } = this.said.within(shares, one);
      if (name === null) continue;
      const personIs = this.said.roleOf(one.personIs);
      const relativeIs = this.said.roleOf(one.relativeIs);
      const { together } = one;
      unique.set(`${name} ${personIs} ${relativeIs} ${together}`, { subject, personIs, relativeIs, together });
    }
    return [...unique.values()];
  }

  /** An agency's own words may all be told to it again. */
  private passedBy(from: string): { readonly shares: readonly Share[]; readonly ties: boolean } {
    const { rights, to } = this;
    const passed = this.passed.get(from) ?? {
      shares: from === to ? SHARES : sharesTo(to, from, rights),
      ties: from === to || rights.flows(from, 'ties', to),
    };
    this.passed.set(from, passed);
    return passed;
  }
}

/** What is told alike to several agencies in one operation: put in words once, and not for each. */
export class SaidAlike {
  private readonly firsts = new Map<string, Map<string, ToldSubject>>();
  private readonly known = new Map<HeldIdentity, Map<string, ToldSubject>>();
  private readonly names = new Map<string, number>();
  private readonly roles = new Map<string | null, string | null>();

  within(shares: readonly Share[], { from, identity }: Pick<Learned, 'from' | 'identity'>): ToldSubject {
    const versions = this.versionsOf(from, identity);
    const which = shares.join(' ');
    const told = versions.get(which) ?? this.write(shares, identity);
    versions.set(which, told);
    return told;
  }

  /** What somebody is to somebody else, without the words of the agency that says so: these go to no other agency. */
  roleOf(word: string | null): string | null {
    let role = this.roles.get(word);
    if (role === undefined) {
      role = roleOf(word);
      this.roles.set(word, role);
    }
    return role;
  }

  /** The same for identities in the same words of the same agency. */
  private versionsOf(from: string, identity: HeldIdentity): Map<string, ToldSubject> {
    const known = this.known.get(identity);
    if (known) return known;
    const words = `${from} ${JSON.stringify(identity)}`;
    const first = this.firsts.get(words) ?? new Map<string, ToldSubject>();
    this.firsts.set(words, first);
    this.known.set(identity, first);
    return first;
  }

  private write(shares: readonly Share[], identity: HeldIdentity): ToldSubject {
    const subject = fitSubject(subjectWithin(shares, { identity }));
    return { subject, name: isEmptySubject(subject) ? null : this.nameOf(subject) };
  }

  /** Equal for subjects of the same words. */
  private nameOf(subject: Subject): number {
    const words = JSON.stringify(subject);
    const name = this.names.get(words) ?? this.names.size;
    this.names.set(words, name);
    return name;
  }
}

function roleOf(word: string | null): string | null {
  if (word === null) return null;
  if (/grand|aunt|uncle|cousin|former|ex-|friend|partner|step/i.test(word)) return 'Other';
  if (/mother|mum|mam/i.test(word)) return 'Mother';
  if (/father|dad/i.test(word)) return 'Father';
  if (/parent|carer|guardian/i.test(word)) return 'Parent';
  return /child|son\b|daughter|sibling|brother|sister|baby|pupil/i.test(word) ? 'Child' : 'Other';
}
