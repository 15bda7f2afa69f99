import type { Rights } from '../policy/decide/compile-protocol';
import { writeCanonical } from '../shared/canonical-json';
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
  private readonly passed = new Map<string, Passed>();

  constructor(
    private readonly to: string,
    private readonly rights: Pick<Rights, 'flows'>,
    private readonly said: SaidAlike,
  ) {}

  tell(one: Learned): Subject {
    const passed = this.passedBy(one.from);
    return one.mother ? fitSubject(subjectWithin(passed.shares, one)) : this.said.within(passed, one.identity).subject;
  }

  /** Those of whom it may be told, each once. That two people belong together is told under a flow of its own; to the agency that says so, it is no news. */
  relatives(kin: readonly Kin[]): readonly Relative[] {
    const unique = new Map<string, Relative>();
    for (const one of kin) {
      const passed = this.passedBy(one.from);
      if (!passed.ties) continue;
      const { subject, name } = this.said.within(passed, one.identity);
      if (name === null) continue;
      const personIs = this.said.roleOf(one.personIs);
      const relativeIs = this.said.roleOf(one.relativeIs);
      const { together } = one;
      unique.set(`${name} ${personIs} ${relativeIs} ${together}`, { subject, personIs, relativeIs, together });
    }
    return [...unique.values()];
  }

  /** An agency's own words may all be told to it again. */
  private passedBy(from: string): Passed {
    const known = this.passed.get(from);
    if (known) return known;
    const { rights, to } = this;
    const shares = from === to ? SHARES : sharesTo(to, from, rights);
    const passed = { shares, which: shares.join(' '), ties: from === to || rights.flows(from, 'ties', to) };
    this.passed.set(from, passed);
    return passed;
  }
}

/** What one agency lets another know. `which`: the shares by name. */
interface Passed {
  readonly shares: readonly Share[];
  readonly which: string;
  readonly ties: boolean;
}

/** What is told alike to several agencies in one operation: put in words once, and not for each. */
export class SaidAlike {
  private readonly told = new Map<HeldIdentity, Map<string, ToldSubject>>();
  private readonly names = new Map<string, number>();
  private readonly roles = new Map<string | null, string | null>();

  within({ shares, which }: Pick<Passed, 'shares' | 'which'>, identity: HeldIdentity): ToldSubject {
    let versions = this.told.get(identity);
    if (!versions) {
      versions = new Map();
      this.told.set(identity, versions);
    }
    let told = versions.get(which);
    if (!told) {
      told = this.write(shares, identity);
      versions.set(which, told);
    }
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

  private write(shares: readonly Share[], identity: HeldIdentity): ToldSubject {
    const subject = fitSubject(subjectWithin(shares, { identity }));
    // It can change no more: the questions that it stands in write it once.
    Object.freeze(subject.formerNames);
    Object.freeze(subject);
    return { subject, name: isEmptySubject(subject) ? null : this.nameOf(subject) };
  }

  /** Equal for subjects of the same words. */
  private nameOf(subject: Subject): number {
    const words = writeCanonical(subject);
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
