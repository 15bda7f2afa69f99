import type { AuditQuery } from '../audit/index/audit-query';
import { kindsShown } from '../audit/ledger/kinds-shown';
import { type Look, lookOf } from '../audit/ledger/looks';
import { REPORT_NOTE, reportCsv, reportOf, reportPage } from '../audit/ledger/subject-report';
import type { Audit } from '../audit/open-audit';
import { digestsOf } from '../audit/search-digests';
import { FamilyViewError } from '../errors';
import type { Accounts, AskingOf, LooksBy } from '../linkage/linkage-context';
import { pointersOf } from '../linkage/slots';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { pageSize } from '../shared/page-size';
import { readReference } from './references';
import { reportTerms } from './report-terms';

class NobodyNamed extends FamilyViewError {
  constructor() {
    super('Say whom the report is about: by their id, or by references under which agencies hold them.', {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}

/** What was told of somebody, and what was refused: an intent says nothing that these do not. */
const OWN = ['FAMILY_VIEW_DISCLOSURE', 'FAMILY_VIEW_REFUSED'];
const MOST_LOOKS = 10_000;
const PAGE = { most: 200, usual: 50 } as const;

/** A look, with what was asked in the words of the protocols. */
export const looksInWords =
  (protocol: Pick<CompiledProtocol, 'stream'>) =>
  (look: Look): object => ({
    ...look,
    agencies: look.agencies.map((one) => ({
      ...one,
      streams: [...new Set(kindsShown(one.fields).flatMap((stream) => protocol.stream(stream)?.label ?? []))].sort(),
    })),
  });

/** Who looked at whom, for information governance. Open under `gateway:audit` alone; whom it was asked about is recorded. */
export function resolveLooks(
  { audit, now }: { readonly audit: Pick<Audit, 'search' | 'pseudonym'>; readonly now: () => Date },
  protocol: CompiledProtocol,
): Accounts {
  const peopleOf = (
    { person, references }: Pick<LooksBy, 'person' | 'references'>,
    { run, linker }: AskingOf,
  ): readonly string[] => {
    const pointers = person ? [...pointersOf(linker.openForAccount(person))] : [];
    for (const one of references ?? []) {
      const { agency, ref } = readReference(one);
      run.answers.told(agency, ref, 'existence');
      pointers.push([agency, ref]);
    }
    return pointers.map(([agency, ref]) => audit.pseudonym(`${agency}|${ref}`));
  };

  const inWords = looksInWords(protocol);
  const find = async (query: AuditQuery, people: readonly string[]): Promise<readonly Look[]> => {
    const found = await audit.search(query);
    const asked = new Set(people);
    return found.map((one) => lookOf(one, asked));
  };

  return {
    async myLooks({ first, before }, { entry }) {
      const { id, organisation } = entry.requester;
      const count = pageSize(first, PAGE);
      const looks = await find(
        { requester: id, organisation, events: OWN, before: before ?? undefined, first: count },
        [],
      );
      return { looks: looks.map(inWords), before: looks.length === count ? (looks.at(-1)?.sequence ?? null) : null };
    },
    async looks({ by, first, before }, context) {
      const people = peopleOf(by, context);
      // Somebody whom no agency holds any more was looked at by nobody, and not by everybody.
      if (by.person && people.length === 0) return { looks: [], before: null };
      const count = pageSize(first, PAGE);
      const looks = await find(
        { ...queryOf(by), ...(people.length > 0 ? { people } : {}), before: before ?? undefined, first: count },
        people,
      );
      return { looks: looks.map(inWords), before: looks.length === count ? (looks.at(-1)?.sequence ?? null) : null };
    },
    async subjectReport({ person, references, since, until }, context) {
      const people = peopleOf({ person, references }, context);
      if (people.length === 0) throw new NobodyNamed();
      const times = { since: instantOf(since), until: instantOf(until) };
      const looks = await find({ people, ...times, first: MOST_LOOKS }, people);
      const { rules, words } = reportTerms(protocol);
      const report = reportOf(looks.toReversed(), rules, words);
      return {
        page: reportPage(report, now()),
        csv: reportCsv(report),
        lines: report.lines,
        note: REPORT_NOTE,
        looks: report.lines.length,
        omissions: report.omissions,
      };
    },
  };

  function queryOf(by: LooksBy): Omit<AuditQuery, 'first'> {
    const { references: _, person: __, details, together, since, until, ...rest } = by;
    const given = Object.entries(rest).filter((one): one is [string, string] => typeof one[1] === 'string');
    const digests = details ? digestsOf([details], audit.pseudonym).flatMap((one) => Object.values(one)) : [];
    return {
      ...Object.fromEntries(given),
      ...(together ? { together } : {}),
      ...(digests.length > 0 ? { details: digests } : {}),
      since: instantOf(since),
      until: instantOf(until),
    };
  }
}

const instantOf = (text: string | null | undefined): number | undefined => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
};
