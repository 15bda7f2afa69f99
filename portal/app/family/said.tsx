import { ownWord } from '../look/own-word';
import { agencyName, day, listed } from '../look/words';
import { useSession } from '../session';
import { type Said, withheldOf } from './chosen';
import type { Family } from './use-family';

/** What the requester has said of this family in this sitting, and what it changed. */
export function WhatWasSaid({ at, family }: { readonly at: number; readonly family: Family }) {
  const said = useSession().said.filter(({ chosen }) => chosen.at === at);
  if (said.length === 0) return null;
  return (
    <div className="govuk-inset-text said-here" role="status">
      {said.map((one, order) =>
        one.kind === 'claim' ? (
          <Claimed key={one.claimed.reference} said={one} family={family} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was said is only ever added to
          <Decided key={order} said={one} />
        ),
      )}
    </div>
  );
}

const nameOf = ({ chosen: { person } }: Said): string => person.displayName ?? 'this person';

function Claimed({ said, family }: { readonly said: Said & { readonly kind: 'claim' }; readonly family: Family }) {
  const { until, told, notTold, reference } = said.claimed;
  return (
    <div>
      <p>
        You said that you work with <strong>{nameOf(said)}</strong>. It holds until {moment(until)}. Told:{' '}
        {listed(told.map(agencyName))}.
        {notTold.length === 0
          ? ''
          : ` Could not be told, and so do not know of it: ${listed(notTold.map(agencyName))}.`}{' '}
        Reference {reference}.
      </p>
      <p>{whatOpened(said, family)}</p>
    </div>
  );
}

function whatOpened({ chosen }: Said, family: Family): string {
  const still = withheldOf(family, chosen.person.id);
  if (still === null) return 'The agencies are being asked again…';
  if (chosen.withheld === null) return 'The agencies have been asked again: what you see is as it is now.';
  const isHere = family.members.some(({ id }) => id === chosen.person.id);
  const opened = chosen.withheld.filter((label) => !still.includes(label));
  if (!isHere || opened.length === 0) return 'By it nothing more is shown to you than before.';
  return `Opened by it: ${listed(opened)}.`;
}

function Decided({ said }: { readonly said: Said & { readonly kind: 'match' } }) {
  const agency = agencyName(said.agency);
  return (
    <p>
      You said that the record {agency} told of is{' '}
      <strong>{said.same ? 'the same person' : 'not the same person'}</strong> as {nameOf(said)}. {agency} keeps it.{' '}
      {said.waits
        ? `Nothing is ${said.same ? 'joined' : 'hidden'} by it yet: it waits for ${agency}, which holds the record, or for a second authorised person of another organisation, to agree.`
        : (ownWord(SINCE, said.status) ?? 'How it stands to them now is told below.')}
    </p>
  );
}

const SINCE: Readonly<Record<string, string>> = {
  ANSWERED: 'Its record is joined: what of it is shared with you is below.',
  NOTHING_HELD: 'It is told of as holding nothing on them.',
};

/** `Thursday 26 November 2026 at 04:12`. */
export const moment = (at: string): string => {
  const when = new Date(at);
  const time = when.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `${when.toLocaleDateString('en-GB', { weekday: 'long' })} ${day(at)} at ${time}`;
};
