import { useState } from 'react';
import { type ActedFragment, SubmitReferral } from '../../operations/stored';
import { ActForm } from '../acts/act-form';
import { CONSENT, NEEDS, SERVICES, SERVICES_OF, TOLD } from '../acts/act-words';
import type { Chosen } from '../family/chosen';
import { Page } from '../look/page';
import { useSession } from '../session';

/** The single referral form, to whichever service the requester may refer to. */
export function ReferPage({ chosen, at }: { readonly chosen: Chosen; readonly at: string }) {
  const { mayDo } = useSession();
  const [done, setDone] = useState<ActedFragment | null>(null);
  const agencyOf = new Map(
    (mayDo.get('submitReferral') ?? []).flatMap((agency) =>
      (SERVICES_OF[agency] ?? []).map((service) => [service, agency] as const),
    ),
  );
  const back = (
    <p className="govuk-body">
      <a className="govuk-link" href={`#/family/${chosen.at}`}>
        {done === null
          ? 'Go back to the family: what you have written stays until you sign out'
          : 'Go back to the family'}
      </a>
    </p>
  );
  if (done !== null)
    return (
      <Page title="Referral sent" caption={chosen.person.displayName ?? undefined}>
        <p className="govuk-body" role="status">
          {done.message} It is to be decided within one working day.
        </p>
        <p className="govuk-body">
          <a className="govuk-link" href="#/work">
            See how your referrals stand
          </a>
        </p>
        {back}
      </Page>
    );
  return (
    <Page title="Refer this person" caption={chosen.person.displayName ?? undefined}>
      <ul className="govuk-list govuk-list--bullet">
        <li>It goes to the one service that you choose, and nowhere else.</li>
        <li>
          A family that the service does not know is told to it by your own organisation: who they are, and no record.
        </li>
        <li>Your words go with it, and stand in the record of who did what as yours.</li>
      </ul>
      <ActForm
        draft={`refer-${at}`}
        document={SubmitReferral as never}
        button="Send the referral"
        onDone={setDone}
        fields={[
          {
            kind: 'choice',
            name: 'service',
            legend: 'To which service?',
            options: [...agencyOf.keys()].map((service) => [service, SERVICES[service]] as const),
            missing: 'Choose a service',
          },
          {
            kind: 'choice',
            name: 'primaryNeed',
            legend: 'What is the main need?',
            options: NEEDS,
            missing: 'Choose the main need',
          },
          {
            kind: 'choice',
            name: 'consent',
            legend: 'Does the family agree?',
            options: CONSENT,
            missing: 'Say whether the family agrees',
          },
          {
            kind: 'choice',
            name: 'familyTold',
            legend: 'Has the family been told?',
            options: TOLD,
            missing: 'Say whether the family has been told',
          },
          {
            kind: 'text',
            name: 'withoutConsentReason',
            label: 'If they do not agree or have not been told: why it is sent',
            hint: 'For example, that to ask would put the child at risk. Leave empty otherwise',
          },
          {
            kind: 'text',
            name: 'engageWithFamily',
            label: 'How best to engage the family',
            hint: 'For example, by telephone after three o’clock, with an interpreter',
          },
          {
            kind: 'statement',
            label: 'Why you refer them, in your own words',
            reader: 'the service, and whoever audits this',
          },
        ]}
        variablesOf={({ service = '', familyTold, ...given }) => ({
          ...given,
          service,
          agency: agencyOf.get(service as never),
          person: chosen.person.id,
          familyTold: familyTold === 'YES',
        })}
      />
      {back}
    </Page>
  );
}
