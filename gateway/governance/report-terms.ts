import { DEFAULT_REPORT_RULES, type ReportRules, type ReportWords } from '../audit/ledger/subject-report';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { purposeTitle, roleTitle } from '../policy/explain/protocol-words';

/** What the protocols say of reports to people: what is left out, and in which words roles, purposes and streams are told. */
export function reportTerms(protocol: CompiledProtocol): { readonly rules: ReportRules; readonly words: ReportWords } {
  const { documents } = protocol;
  const said = documents.flatMap((one) => one.subjectReports ?? []);
  return {
    rules: {
      leaveOutPurposes: strictest(
        said.map((one) => one.leaveOutPurposes),
        DEFAULT_REPORT_RULES.leaveOutPurposes,
      ),
      leaveOutAgencies: strictest(
        said.map((one) => one.leaveOutAgencies),
        DEFAULT_REPORT_RULES.leaveOutAgencies,
      ),
    },
    words: {
      role: (code) => roleTitle(documents, code),
      purpose: (code) => purposeTitle(documents, code),
      stream: (name) => protocol.stream(name)?.label ?? null,
      agency: (name) => protocol.party(name)?.name ?? name,
    },
  };
}

/** Of several protocols, all that any of them leaves out; of none that says anything, the default. */
function strictest(said: readonly (readonly string[] | undefined)[], otherwise: readonly string[]): readonly string[] {
  const lists = said.filter((one) => one !== undefined);
  return lists.length === 0 ? otherwise : [...new Set(lists.flat())];
}
