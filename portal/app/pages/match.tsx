/// <reference lib="dom" />

import type { Answered } from '@family-view/client';
import { type FormEvent, useState } from 'react';
import { ConfirmMatch, FindPeople } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import type { Chosen } from '../family/chosen';
import { findAgain, openFamily } from '../family/open-family';
import { bornLine, comparedIn, POSSIBLE, proposedIn, ringFor } from '../look/answer-words';
import { ownWord } from '../look/own-word';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { Radios } from '../look/radios';
import { Statement, tooShort } from '../look/statement';
import { agencyName } from '../look/words';
import { goTo } from '../route';
import { useSession } from '../session';
import { ErrorSummary, type Fault } from './sign-in';

type Verdict = 'SAME' | 'DIFFERENT';

/** Whether the one record that an agency told of as possible is of this person. The agency keeps it, and can undo it. */
export function MatchPage({ chosen, agency }: { readonly chosen: Chosen; readonly agency: string }) {
  const { asker } = useSession();
  const { state, told } = useAsked(asker, FindPeople, { by: chosen.by });
  const name = agencyName(agency);
  const found = told?.data?.findPeople;
  // Told only of the very person: a search may find somebody else by the same details.
  const isThem = found?.certain?.[0]?.id === chosen.person.id;
  const possible = isThem ? found?.possible?.find((one) => one.agency === agency) : undefined;
  const outcome = possible?.outcome ?? 'POTENTIAL';
  return (
    <Page title="Is this the same person?" caption={chosen.person.displayName ?? undefined}>
      {state === 'asking' ? (
        <Skeleton what={`${name} what it compared`} />
      ) : (
        <>
          <p className="govuk-body">
            {name} was asked for {chosen.person.displayName ?? 'this person'} ({inMidSentence(bornLine(chosen.person))}
            ). {ownWord(POSSIBLE, outcome) ?? POSSIBLE.POTENTIAL} Nothing of what they hold is shown to you.
            {told === null ? '' : ringFor(told, agency)}
          </p>
          <p className="govuk-body">
            {possible === undefined
              ? 'Which details were compared is not told.'
              : `Compared inside the agency: ${comparedIn(possible)}. Which of these agree is not told.`}
          </p>
          {possible?.proposal ? (
            <p className="govuk-body">{proposedIn({ agency, proposal: possible.proposal })}</p>
          ) : null}
          {outcome === 'POTENTIAL' ? (
            <MatchForm chosen={chosen} agency={agency} />
          ) : (
            <p className="govuk-body">This cannot be decided here. Ask {name} which is meant.</p>
          )}
        </>
      )}
      <p className="govuk-body">
        <a className="govuk-link" href={`#/family/${chosen.at}`}>
          Go back without deciding
        </a>
      </p>
    </Page>
  );
}

function MatchForm({ chosen, agency }: { readonly chosen: Chosen; readonly agency: string }) {
  const { asker, opened, replace, say } = useSession();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [statement, setStatement] = useState('');
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [busy, setBusy] = useState(false);
  const name = agencyName(agency);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const found = check(verdict, statement);
    setFaults(found);
    if (found.length > 0 || verdict === null) return;
    setBusy(true);
    try {
      const same = verdict === 'SAME';
      const told = await asker.ask(ConfirmMatch, { person: chosen.person.id, agency, same, statement });
      const decided = told.data?.confirmMatch;
      if (!decided) {
        setFaults([{ field: 'statement', message: whyNot(told) }]);
        return;
      }
      const now = decided.answers?.[0];
      const waits = typeof now?.proposal === 'string';
      say({ kind: 'match', chosen, agency, same, status: now?.status ?? null, waits });
      await openAgain(decided);
      goTo(`family/${chosen.at}`);
    } catch {
      const message =
        'The gateway did not answer. It may have been kept: look at the family again before you say it twice.';
      setFaults([{ field: 'statement', message }]);
    } finally {
      setBusy(false);
    }
  };

  /** Who is joined is part of an id: the family is opened anew, from whom it was opened before. */
  const openAgain = async (decided: Chosen['person']): Promise<void> => {
    const before = opened[chosen.at];
    if (before === undefined) return;
    const isWhoWasOpened = before.person.id === chosen.person.id;
    const found = await (isWhoWasOpened ? openFamily(asker, decided, before.foundBy) : findAgain(asker, before)).catch(
      () => null,
    );
    if (found !== null && !('stopped' in found)) replace(chosen.at, found);
  };

  return (
    <>
      <ErrorSummary faults={faults} />
      <p className="govuk-body">
        Your answer is kept at {name}, with your words, as a proposal. It counts for nobody until {name}, or a second
        authorised person of another organisation, agrees. {name}’s own staff can undo it.
      </p>
      <ul className="govuk-list govuk-list--bullet">
        <li>The same: once agreed, their record is joined, and shown to each role as the protocol allows.</li>
        <li>
          Not the same: it is marked as disputed; once agreed, {name} is told of as holding nothing on this person.
        </li>
        <li>If you do not know, decide nothing, and ask them.</li>
      </ul>
      <form onSubmit={(event) => void send(event)} noValidate className="narrow">
        <Radios
          legend={`The record that ${name} told of is of`}
          name="verdict"
          options={[
            ['SAME', 'the same person'],
            ['DIFFERENT', 'somebody else'],
          ]}
          value={verdict}
          onChange={setVerdict}
        />
        <Statement
          label="How you know, in your own words"
          reader={`${name}’s staff`}
          value={statement}
          onChange={setStatement}
        />
        <button className="govuk-button" type="submit" aria-disabled={busy}>
          {busy ? `Telling ${name}…` : 'Have it kept'}
        </button>
      </form>
    </>
  );
}

const inMidSentence = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const whyNot = ({ errors }: Answered<unknown>): string => errors[0]?.message ?? 'Nothing was kept.';

function check(verdict: Verdict | null, statement: string): readonly Fault[] {
  const short = tooShort(statement);
  return [
    ...(verdict === null ? [{ field: 'verdict', message: 'Choose whether it is the same person' }] : []),
    ...(short === null ? [] : [{ field: 'statement', message: short }]),
  ];
}
