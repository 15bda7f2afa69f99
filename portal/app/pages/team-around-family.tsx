/// <reference lib="dom" />
import { useMemo, useState } from 'react';
import { TeamAroundFamily } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import type { Chosen } from '../family/chosen';
import { NoAnswer } from '../look/no-answer';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { usePrintSheet } from '../look/print-sheet';
import { organisationName, word } from '../look/words';
import { useSession } from '../session';
import {
  Allocations,
  Assessments,
  Blockages,
  CasePart,
  Closure,
  Meetings,
  OwnActions,
  Programmes,
  Steps,
  Voices,
} from '../taf/case-parts';
import { Do, type Doing, DoingContext } from '../taf/do';
import { openActs, rowsOf, type Told } from '../taf/known-case';
import { OutcomePicture } from '../taf/outcome-picture';
import { summaryLines } from '../taf/summary-lines';

/** How a family's early help stands, by what was done through the gateway: what matters first, then meetings, scores and steps. */
export function TeamAroundFamilyPage({ chosen, at }: { readonly chosen: Chosen; readonly at: string }) {
  const { asker, me } = useSession();
  const asked = useAsked(asker, TeamAroundFamily, { person: chosen.person.id });
  const [said, setSaid] = useState<string | null>(null);
  const when = new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
  usePrintSheet(
    `Family View, printed ${when} by ${me.name ?? me.id}, ${word(me.role)}, ${organisationName(me.organisation)}. Purpose: ${word(me.purpose)}. Case: ${me.caseReference ?? 'none stated'}.`,
    'For the meeting only: do not copy or keep it.',
  );
  return (
    <Page title="Team around the family" caption={chosen.person.displayName ?? undefined}>
      <p className="govuk-body no-print">
        <a className="govuk-link" href={`#/family/${chosen.at}`}>
          Go back to the family
        </a>
      </p>
      <p className="govuk-body no-print" role="status">
        {said ?? ''}
      </p>
      {asked.state === 'asking' ? <Skeleton what="early help" /> : null}
      {asked.state !== 'asking' && !asked.told?.data?.person ? (
        <NoAnswer what="Early help" told={asked.told} again={asked.again} />
      ) : null}
      {asked.told?.data?.person ? (
        <Known
          key={at}
          told={asked.told}
          person={chosen.person.id}
          again={asked.again}
          onOpen={() => setSaid(null)}
          onDone={(words) => {
            setSaid(words);
            asked.again();
          }}
        />
      ) : null}
    </Page>
  );
}

function Known({
  told,
  person,
  again,
  onOpen,
  onDone,
}: {
  readonly told: Told;
  readonly person: string;
  readonly again: () => void;
  /** A form is opened: what the one before it did has been told. */
  readonly onOpen: () => void;
  readonly onDone: (words: string) => void;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const doing = useMemo(
    (): Doing => ({
      ...{ person, acts: openActs(told), open, onDone },
      setOpen(form) {
        setOpen(form);
        if (form !== null) onOpen();
      },
    }),
    [person, told, open, onOpen, onDone],
  );
  const part = { told, person, again };
  const lines = summaryLines(told);
  return (
    <DoingContext.Provider value={doing}>
      <section aria-labelledby="case-summary" className="family-section">
        <h2 className="govuk-heading-m family-section__title" id="case-summary">
          Summary
        </h2>
        {lines.length === 0 ? (
          <p className="govuk-body-s">Nothing of it is shown to you: what is not, and why, stands below.</p>
        ) : (
          <ul className="govuk-list summary-of-case">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <p className="govuk-body-s no-print">
          <button type="button" className="link-button" onClick={() => window.print()}>
            Print for the meeting
          </button>
        </p>
      </section>
      <OwnActions told={told} />
      <CasePart {...part} title="Meetings and actions" name="calledMeetings" after={<Do act="callMeeting" />}>
        <Meetings told={told} />
      </CasePart>
      <CasePart
        {...part}
        title="Outcomes agreed with the family"
        name="outcomeScores"
        after={<Do act="scoreOutcome" />}
      >
        <OutcomePicture scores={rowsOf(told, 'outcomeScores')} />
      </CasePart>
      <CasePart {...part} title="What the child and the family say" name="voices" after={<Do act="recordVoice" />}>
        <Voices told={told} />
      </CasePart>
      <CasePart {...part} title="Assessments" name="openedAssessments" after={<Do act="openAssessment" />}>
        <Assessments told={told} />
      </CasePart>
      <CasePart {...part} title="Steps up and down" name="stepProposals" after={<Do act="proposeStep" />}>
        <Steps told={told} />
      </CasePart>
      <CasePart {...part} title="What blocks the work" name="blockages" after={<Do act="raiseBlockage" />}>
        <Blockages told={told} />
      </CasePart>
      <CasePart {...part} title="Programmes" name="programmes" after={<Do act="joinProgramme" />}>
        <Programmes told={told} />
      </CasePart>
      <CasePart {...part} title="Who was given the family" name="allocations">
        <Allocations told={told} />
      </CasePart>
      <CasePart {...part} title="Closing" name="closure" after={<Do act="closeEarlyHelp" />}>
        <Closure told={told} />
      </CasePart>
    </DoingContext.Provider>
  );
}
