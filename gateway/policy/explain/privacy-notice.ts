import type { CompiledProtocol } from '../decide/compile-protocol';
import { lawfulWords, periodWords } from './lawful-words';
import { distinct, listed, purposeTitle, roleTitle } from './protocol-words';
import { columnsOf, type SharedWith, whoMay } from './who-may';

/** "What is shared about you, with whom, why", by the protocols as they are on one day: in words, with no code of theirs. */
export interface PrivacyNotice {
  readonly partners: readonly string[];
  readonly shared: readonly {
    readonly partner: string;
    readonly lines: readonly SharedLine[];
  }[];
  readonly purposes: readonly { readonly title: string; readonly law: readonly string[] }[];
  /** Who may open more in an emergency; null where no protocol lets anybody. */
  readonly emergency: string | null;
  /** How long it is kept who looked. */
  readonly keptFor: string | null;
  readonly published: readonly string[];
}

export interface SharedLine {
  readonly what: readonly string[];
  readonly why: string;
  /** Roles by how much they have: all of it, a part, or what the facts about a person open. */
  readonly who: Readonly<Record<SharedWith['decision'], readonly string[]>>;
}

export function privacyNotice(protocol: CompiledProtocol): PrivacyNotice {
  const { documents } = protocol;
  const columns = columnsOf(protocol);
  const parties = [...new Map(documents.flatMap((one) => one.parties.map((party) => [party.id, party]))).values()];
  const signed = parties.filter((party) => party.signed && !party.withdrew);
  const terms = new Map(documents.toReversed().flatMap((one) => Object.entries(one.streams)));
  const used = new Set<string>();

  const linesOf = (agency: string): readonly SharedLine[] =>
    [...terms]
      .filter(
        ([stream, { public: isPublic, detail }]) => stream.startsWith(`${agency}:`) && !isPublic && detail !== 'ACT',
      )
      .flatMap(([stream, { label }]) => {
        const shared = whoMay(stream, columns);
        return distinct(shared.map(({ purpose }) => purpose)).map((purpose): SharedLine => {
          used.add(purpose);
          const having = (decision: SharedWith['decision']): readonly string[] =>
            distinct(
              shared
                .filter((one) => one.purpose === purpose && one.decision === decision)
                .map(({ role }) => roleTitle(documents, role)),
            );
          const who = { GRANTED: having('GRANTED'), MASKED: having('MASKED'), CONDITIONAL: having('CONDITIONAL') };
          return { what: [label], why: purposeTitle(documents, purpose), who };
        });
      })
      .sort((one, other) => one.why.localeCompare(other.why) || one.what[0]!.localeCompare(other.what[0]!));

  const shared = signed
    .map(({ id, name }) => ({ partner: name, lines: merged(linesOf(id)) }))
    .filter(({ lines }) => lines.length > 0);
  const purposes = new Map(
    documents.flatMap((one) =>
      one.purposes.filter(({ code }) => used.has(code)).map((purpose) => [purpose.code, purpose]),
    ),
  );
  const glass = documents.flatMap((one) => one.breakGlass ?? []);
  const periods = documents.flatMap((one) => one.retention?.audit ?? []);
  return {
    partners: signed.map(({ name }) => name),
    shared,
    purposes: [...purposes.values()].map(({ title, lawful }) => ({ title, law: lawful ? lawfulWords(lawful) : [] })),
    emergency:
      glass.length === 0
        ? null
        : listed(distinct(glass.flatMap(({ roles }) => roles.map((role) => roleTitle(documents, role))))),
    keptFor: periods.length === 0 ? null : listed(distinct(periods.map(periodWords))),
    published: distinct(documents.flatMap((one) => one.rights?.privacyNotice ?? [])),
  };
}

/** Kinds of information that go to the same people for the same reason stand together. */
function merged(lines: readonly SharedLine[]): readonly SharedLine[] {
  const groups = new Map<string, SharedLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.why, line.who]);
    const before = groups.get(key)?.what ?? [];
    groups.set(key, { ...line, what: distinct([...before, ...line.what]) });
  }
  return [...groups.values()];
}
