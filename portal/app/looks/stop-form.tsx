/// <reference lib="dom" />
import { type FormEvent, useState } from 'react';
import { FindForAccount, MakeStop, type StopKind } from '../../operations/stored';
import { Fault } from '../look/fault';
import { isoDay } from '../look/iso-day';
import { Radios } from '../look/radios';
import { Statement, tooShort } from '../look/statement';
import { agencyName, joined } from '../look/words';
import { useSession } from '../session';
import { notClosed } from './not-closed';
import { TextField } from './text-field';

const KINDS = [
  ['CHILD', 'A child: all that agencies hold of them'],
  ['STREAM', 'One kind of information, as an agreement names it'],
  ['CLAUSE', 'One clause of an agreement'],
  ['REQUESTER', 'One requester’s access'],
  ['AGENCY', 'All that one agency shares'],
] as const satisfies readonly (readonly [StopKind, string])[];
const CHILD = [
  ['givenName', 'Given name', null],
  ['familyName', 'Family name', null],
  ['dateOfBirth', 'Date of birth', 'For example, 30 4 2024'],
  ['postcode', 'Postcode', null],
  ['nhsNumber', 'NHS number', null],
  ['references', 'Or references of agencies', 'As health:9990000018, with blanks between several'],
] as const;
const TARGETS: Readonly<Record<Exclude<StopKind, 'CHILD'>, readonly [label: string, hint: string]>> = {
  STREAM: ['What is shared', 'As health:visits; Sharing agreements has the list'],
  CLAUSE: ['Clause', 'As HOUSING-02; Sharing agreements has the list'],
  REQUESTER: ['Requester’s id', 'As the record names them'],
  AGENCY: ['Agency', 'As housing'],
};

/** Closes something at once. Nothing is chosen beforehand. `onStopped` is told what was not closed, if anything. */
export function StopForm({ onStopped }: { readonly onStopped: (beside: string | null) => void }) {
  const { asker } = useSession();
  const [kind, setKind] = useState<StopKind | null>(null);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [why, setWhy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const entered = (name: string): string => (given[name] ?? '').trim();
  const field = (name: string) => ({
    id: `stop-${name}`,
    value: given[name] ?? '',
    onChange: (value: string) => setGiven((before) => ({ ...before, [name]: value })),
  });

  const stop = async (): Promise<{ readonly fault: string } | { readonly beside: string | null }> => {
    if (kind === null) return { fault: 'Choose what is to be stopped' };
    const short = tooShort(why);
    if (short !== null) return { fault: short };
    const meant = kind === 'CHILD' ? await childIn(entered) : { about: { target: entered('target') }, beside: null };
    if (typeof meant === 'string') return { fault: meant };
    const end = entered('until') === '' ? null : endIn(entered('until'));
    if (end === 'WRONG') return { fault: 'Write the end as 1 12 2026, or leave it empty' };
    const organisation = kind === 'REQUESTER' && entered('organisation') !== '' ? entered('organisation') : null;
    const told = await asker.ask(MakeStop, { kind, ...meant.about, organisation, until: end, why }).catch(() => null);
    if (!told?.data?.stop)
      return { fault: told?.errors[0]?.message ?? 'The gateway did not answer. Look below whether it holds.' };
    return { beside: meant.beside };
  };

  /** A child by what is known of them: agencies are asked whether they know them, and no record is opened. */
  const childIn = async (
    of: (name: string) => string,
  ): Promise<{ about: { person?: string; references?: string[] }; beside: string | null } | string> => {
    const references = of('references').split(/\s+/).filter(Boolean);
    if (references.length > 0) return { about: { references }, beside: null };
    const by = Object.fromEntries(
      ['givenName', 'familyName', 'dateOfBirth', 'postcode', 'nhsNumber'].flatMap((name) =>
        of(name) === '' ? [] : [[name, name === 'dateOfBirth' ? isoDay(of(name)) : of(name)]],
      ),
    );
    const told = await asker.ask(FindForAccount, { by }).catch(() => null);
    const found = told?.data?.findForAccount;
    if (found?.person) return { about: { person: found.person }, beside: notClosed(found.answers) };
    if (!found) return told?.errors[0]?.message ?? 'The gateway did not answer. Nothing is stopped: try again.';
    const silent = joined(
      found.answers.flatMap(({ agency, status }) => (status === 'UNAVAILABLE' ? [agencyName(agency)] : [])),
    );
    return silent === null
      ? 'No agency knows the child for certain by these details. Give their references.'
      : `No agency that answered knows the child for certain by these details; ${silent} did not answer. Give their references.`;
  };

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setIsAsking(true);
    const told = await stop();
    setIsAsking(false);
    setFault('fault' in told ? told.fault : null);
    if ('fault' in told) return;
    setGiven({});
    setWhy('');
    setKind(null);
    onStopped(told.beside);
  };

  return (
    <form onSubmit={(event) => void send(event)} className="narrow" noValidate>
      <Fault text={fault} />
      <Radios legend="What is to be stopped" name="stop" options={KINDS} value={kind} onChange={setKind} />
      {kind === 'CHILD'
        ? CHILD.map(([name, label, hint]) => <TextField key={name} label={label} hint={hint} {...field(name)} />)
        : null}
      {kind === null || kind === 'CHILD' ? null : (
        <TextField label={TARGETS[kind][0]} hint={TARGETS[kind][1]} {...field('target')} />
      )}
      {kind === 'REQUESTER' ? (
        <TextField label="Organisation" hint="Leave empty for whoever has this id" {...field('organisation')} />
      ) : null}
      {kind === null ? null : (
        <>
          <TextField
            label="Until"
            hint="For example, 1 12 2026. Leave empty to hold until it is lifted"
            {...field('until')}
          />
          <Statement label="Why, in your own words" reader="whoever audits this" value={why} onChange={setWhy} />
        </>
      )}
      <button type="submit" className="govuk-button govuk-button--warning" aria-disabled={isAsking}>
        {isAsking ? 'Stopping…' : 'Stop at once'}
      </button>
    </form>
  );
}

function endIn(text: string): string {
  const at = Date.parse(`${isoDay(text)}T00:00:00Z`);
  return Number.isNaN(at) ? 'WRONG' : new Date(at).toISOString();
}
