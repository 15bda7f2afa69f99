import { useState } from 'react';
import { LiftStop, type OneStopFragment, Stops } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Fault } from '../look/fault';
import { NoAnswer } from '../look/no-answer';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { Facts } from '../look/records';
import { Statement, tooShort } from '../look/statement';
import { agencyName, day, listed, organisationName, time } from '../look/words';
import { StopForm } from '../looks/stop-form';
import { useSession } from '../session';

const when = (at: string): string => `${day(at)}, ${time(at)}`;

/** What is closed at once, without another version of the agreements, and the form that closes something. */
export function StopsPage() {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Stops, {});
  const stops = told?.data?.stops;
  const [done, setDone] = useState('');
  const say = (sentence: string): void => {
    setDone(sentence);
    again();
  };
  const [holding, over] = [true, false].map((wanted) => (stops ?? []).filter(({ inForce }) => inForce === wanted));
  return (
    <Page title="Stop sharing at once">
      <p className="govuk-body">
        Closes at every gateway within seconds, also on pages that are open. Whoever asks reads the same words as
        wherever something is not shared: nobody is told that there is a stop, but a requester whose own access is
        stopped, and the agencies whose records it closes.
      </p>
      <p className="govuk-body" role="status">
        {done}
      </p>
      <StopForm onStopped={(beside) => say(listed(['It is stopped.', beside], ' ')!)} />
      <h2 className="govuk-heading-m">Stopped now</h2>
      {state === 'asking' ? <Skeleton what="what is stopped" /> : null}
      {state !== 'asking' && !stops ? <NoAnswer what="what is stopped" told={told} again={again} /> : null}
      {stops && holding!.length === 0 ? <p className="govuk-body">Nothing is stopped.</p> : null}
      {holding!.map((stop) => (
        <OneStop key={stop.reference} stop={stop} onLifted={() => say('The stop is lifted.')} />
      ))}
      {over!.length === 0 ? null : (
        <>
          <h2 className="govuk-heading-m">Over</h2>
          {over!.map((stop) => (
            <OneStop key={stop.reference} stop={stop} onLifted={() => say('The stop is lifted.')} />
          ))}
        </>
      )}
    </Page>
  );
}

const titleOf = ({ kind, target, label, records, organisation }: OneStopFragment): string => {
  if (kind === 'CHILD') return `A child: ${records} ${records === 1 ? 'record' : 'records'}`;
  if (kind === 'AGENCY') return `All that ${agencyName(target)} shares`;
  if (kind === 'STREAM' && label !== null) return `${label.charAt(0).toUpperCase()}${label.slice(1)} (${target})`;
  const what = { STREAM: 'What is shared as', CLAUSE: 'Clause', REQUESTER: 'Requester' }[kind];
  return `${what} ${target}${organisation === null ? '' : `, ${organisationName(organisation)}`}`;
};

function OneStop({ stop, onLifted }: { readonly stop: OneStopFragment; readonly onLifted: () => void }) {
  const { asker } = useSession();
  const [lifting, setLifting] = useState(false);
  const [why, setWhy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const lift = async (): Promise<void> => {
    const wrong = tooShort(why);
    setFault(wrong);
    if (wrong !== null) return;
    const told = await asker.ask(LiftStop, { reference: stop.reference, why }).catch(() => null);
    if (told?.data?.liftStop) onLifted();
    else
      setFault(
        told?.errors[0]?.message ??
          'The gateway did not answer: the stop may be lifted, and may not. Open this page again to see.',
      );
  };
  return (
    <article className="person">
      <h3 className="govuk-heading-s">{titleOf(stop)}</h3>
      <Facts
        lines={[
          ['Since', `${when(stop.at)}, by ${stop.by}`],
          ['Until', stop.until === null ? (stop.inForce ? 'it is lifted' : null) : when(stop.until)],
          ['Why, in their own words', stop.why],
          ['Agencies told', listed(stop.agencies.map(agencyName))],
          ['Lifted', stop.liftedAt && `${when(stop.liftedAt)}, by ${stop.liftedBy}: ${stop.liftedWhy ?? ''}`],
          ['Reference', stop.reference],
        ]}
      />
      {!stop.inForce ? null : lifting ? (
        <form
          className="narrow"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void lift();
          }}
        >
          <Fault text={fault} />
          <Statement label="Why the stop is lifted" reader="whoever audits this" value={why} onChange={setWhy} />
          <button type="submit" className="govuk-button">
            Lift this stop
          </button>
        </form>
      ) : (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setLifting(true)}>
          Lift this stop
          <span className="govuk-visually-hidden"> of {titleOf(stop)}</span>
        </button>
      )}
    </article>
  );
}
