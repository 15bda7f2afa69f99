import { FamilyViewError } from '../errors';
import { askAgency } from '../execution/ask-agency';
import type { FetchSubgraph } from '../execution/engine';
import type { RunningOperation } from '../execution/open-operation';
import type { LinkageContext } from '../linkage/linkage-context';
import { isTellable } from '../linkage/serve-linkage';
import { StepAnswers } from '../notices/answer-record';
import { isOwnSubgraph, type OwnSubgraph } from '../shared/own-subgraphs';
import { nameOf } from '../shared/requester-name';
import { inSpan, type Span } from '../shared/span';
import type { StepAnswer, StepRequest } from '../subgraph-client/types';
import type { Begun } from './begin';
import type { Stages } from './stages';

/** Asks linkage and the agencies. @param inParts what a step is told of counts once it has ended. */
export const askingOf =
  (stages: Stages, { run, context }: Begun, span: Span, inParts = false): FetchSubgraph =>
  async (subgraph, step) => {
    if (isOwnSubgraph(subgraph)) return inSpan(span, 'linkage', () => askOwn(stages, subgraph, step, run, context));
    const answers = inParts ? new StepAnswers(run.answers) : null;
    const asking = {
      agency: subgraph,
      client: stages.clientOf(subgraph, run),
      sign: stages.parts.sign,
      run: answers ? { ...run, answers } : run,
      steps: stages.version.steps,
    };
    const asked = askAgency(asking, step, (agency, type, ref) => context.facts.open(agency, type, ref));
    return asked.finally(() => answers?.end());
  };

/** What is planned of it; null where nothing is left. */
export const plannedOf = ({ authorized, sent, entry }: Begun, span: Span) => {
  const { text, hash } = authorized.narrowed;
  return text === null ? null : { text, hash, variables: sent, requester: nameOf(entry.requester), span };
};

/** One plan step at a subgraph of the gateway's own. */
async function askOwn(
  { parts, version }: Stages,
  subgraph: OwnSubgraph,
  step: StepRequest,
  { id, answers }: RunningOperation,
  context: LinkageContext,
): Promise<StepAnswer> {
  const { data, faults } = await version.linkage(subgraph, step.query, step.variables, context);
  if (faults.length > 0) answers.ownFault();
  for (const fault of faults) {
    if (fault instanceof FamilyViewError) answers.refused(fault.code);
    if (!isTellable(fault)) {
      const name = fault instanceof Error ? fault.name : 'unknown';
      parts.log('linkage-fault', { operation: id, subgraph, fault: name });
    }
  }
  return { data, isOwn: true };
}
