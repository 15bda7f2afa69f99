import type { AuditQuery } from '../audit/index/audit-query';
import { type Look, lookOf } from '../audit/ledger/looks';
import { reportCsv, reportOf, reportPage } from '../audit/ledger/subject-report';
import type { Audit } from '../audit/open-audit';
import { digestsOf } from '../audit/search-digests';
import { FamilyViewError } from '../errors';
import type { Accounts, LooksBy } from '../linkage/linkage-context';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { reportTerms } from './report-terms';

class BadReference extends FamilyViewError {
  constructor() {
    super('A reference names the agency and then the person, as health:9990000018.', {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}

const MOST_LOOKS = 10_000;
const PAGE = { least: 1, most: 200 } as const;

/** Who looked at whom, for information governance. Open under `gateway:audit` alone; whom it was asked about is recorded. */
export function resolveLooks(
  { audit, now }: { readonly audit: Pick<Audit, 'search' | 'pseudonym'>; readonly now: () => Date },
  protocol: CompiledProtocol,
): Accounts {
  const peopleOf = (references: readonly string[], run: Pick<OperationContext, 'answers'>): readonly string[] =>
    references.map((reference) => {
      const [, agency, ref] = /^([a-z][a-z0-9-]{0,63}):(.{1,200})$/.exec(reference) ?? [];
      if (!agency || !ref) throw new BadReference();
      run.answers.told(agency, ref, 'existence');
      return audit.pseudonym(`${agency}|${ref}`);
    });

  const find = async (query: AuditQuery, people: readonly string[]): Promise<readonly Look[]> => {
    const found = await audit.search(query);
    const asked = new Set(people);
    return found.map((one) => lookOf(one, asked));
  };

  return {
    async looks({ by, first, before }, run) {
      const people = peopleOf(by.references ?? [], run);
      const count = Math.min(Math.max(first, PAGE.least), PAGE.most);
      const looks = await find(
        { ...queryOf(by), ...(people.length > 0 ? { people } : {}), before: before ?? undefined, first: count },
        people,
      );
      return { looks, before: looks.length === count ? (looks.at(-1)?.sequence ?? null) : null };
    },
    async subjectReport({ references, since, until }, run) {
      const people = peopleOf(references, run);
      const times = { since: instantOf(since), until: instantOf(until) };
      const looks = await find({ people, ...times, first: MOST_LOOKS }, people);
      const { rules, words } = reportTerms(protocol);
      const report = reportOf(looks.toReversed(), rules, words);
      return {
        page: reportPage(report, now()),
        csv: reportCsv(report),
        looks: report.lines.length,
        omissions: report.omissions,
      };
    },
  };

  function queryOf(by: LooksBy): Omit<AuditQuery, 'first'> {
    const { references: _, details, since, until, ...rest } = by;
    const given = Object.entries(rest).filter((one): one is [string, string] => typeof one[1] === 'string');
    const digests = details ? digestsOf([details], audit.pseudonym).flatMap((one) => Object.values(one)) : [];
    return {
      ...Object.fromEntries(given),
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
