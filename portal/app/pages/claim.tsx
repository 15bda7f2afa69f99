/// <reference lib="dom" />
import { type FormEvent, useState } from 'react';
import { ClaimRelationship, type Relationship, TermsOfClaims } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import type { Chosen } from '../family/chosen';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { Radios } from '../look/radios';
import { Statement, tooShort } from '../look/statement';
import { goTo } from '../route';
import { useSession } from '../session';
import { ErrorSummary, type Fault } from './sign-in';

const RELATIONSHIPS: readonly (readonly [relationship: Relationship, meaning: string])[] = [
  ['LEAD_PROFESSIONAL', 'I am their lead professional'],
  ['ALLOCATED_WORKER', 'I am their allocated worker'],
  ['TAF_MEMBER', 'I am in the Team Around the Family'],
  ['REFERRER', 'I referred them'],
  ['TRIAGE_ASSIGNED', 'Their contact or referral was given to me to triage'],
  ['REGISTERED_CENTRE', 'They are registered at my children’s centre'],
  ['ON_ROLL', 'They are on roll at my school or nursery'],
];

/** For somebody who works with a person and is not on record for it yet. The agencies that hold the person keep it. */
export function ClaimPage({ chosen }: { readonly chosen: Chosen }) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, TermsOfClaims, {});
  const hours = told?.data?.claimTerms?.hours;
  return (
    <Page title="I work with this person" caption={chosen.person.displayName ?? undefined}>
      {state === 'asking' ? <Skeleton what="what the protocol says of it" /> : null}
      {state === 'failed' ? <Unavailable what="The protocol" again={again} /> : null}
      {state === 'told' && hours === undefined ? (
        <p className="govuk-body">{told.errors[0]?.message ?? 'No protocol lets your role say so.'}</p>
      ) : null}
      {hours === undefined ? null : <ClaimForm chosen={chosen} hours={hours} />}
      <p className="govuk-body">
        <a className="govuk-link" href={`#/family/${chosen.at}`}>
          Go back without saying so
        </a>
      </p>
    </Page>
  );
}

function ClaimForm({ chosen, hours }: { readonly chosen: Chosen; readonly hours: number }) {
  const { asker, say } = useSession();
  const [relationship, setRelationship] = useState<Relationship | null>(null);
  const [statement, setStatement] = useState('');
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [busy, setBusy] = useState(false);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const found = check(relationship, statement);
    setFaults(found);
    if (found.length > 0 || relationship === null) return;
    setBusy(true);
    try {
      const person = chosen.person.id;
      const { data, errors } = await asker.ask(ClaimRelationship, { person, relationship, statement });
      if (data?.claimRelationship) {
        say({ kind: 'claim', chosen, claimed: data.claimRelationship });
        goTo(`family/${chosen.at}`);
      } else setFaults([{ field: 'statement', message: errors[0]?.message ?? 'Nothing was kept.' }]);
    } catch {
      setFaults([
        {
          field: 'statement',
          message:
            'The gateway did not answer. It may have been kept: look at the family again before you say it twice.',
        },
      ]);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <ErrorSummary faults={faults} />
      <p className="govuk-body">
        Say so where you work with them and no agency has it on record yet. The protocol may then share more of them
        with you.
      </p>
      <ul className="govuk-list govuk-list--bullet">
        <li>The agencies that hold them are told at once, and keep it until it ends.</li>
        <li>Your words go on record and an alert is raised: somebody will look at it.</li>
        <li>It ends by itself after {hours} hours.</li>
      </ul>
      <form onSubmit={(event) => void send(event)} noValidate className="narrow">
        <Radios
          legend="How do you work with them?"
          name="relationship"
          options={RELATIONSHIPS}
          value={relationship}
          onChange={setRelationship}
        />
        <Statement
          label="Why it is not on record yet, in your own words"
          reader="those who look at it"
          value={statement}
          onChange={setStatement}
        />
        <button className="govuk-button" type="submit" aria-disabled={busy}>
          {busy ? 'Telling the agencies…' : 'I work with this person'}
        </button>
      </form>
    </>
  );
}

function check(relationship: Relationship | null, statement: string): readonly Fault[] {
  const short = tooShort(statement);
  return [
    ...(relationship === null ? [{ field: 'relationship', message: 'Choose how you work with them' }] : []),
    ...(short === null ? [] : [{ field: 'statement', message: short }]),
  ];
}
