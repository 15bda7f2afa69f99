/// <reference lib="dom" />

import type { Withheld } from '@family-view/client';
import { useId, useState } from 'react';
import { WhyWithheld } from '../../operations/stored';
import { type Asked, useAsked } from '../asking/use-asked';
import { useSession } from '../session';

/** A part that the protocol does not share: why in words, whom to ring, and a way to ask further. */
export function WithheldPart({
  part,
  person,
  onBreakGlass,
}: {
  readonly part: Withheld;
  readonly person: string | null;
  readonly onBreakGlass?: (() => void) | undefined;
}) {
  const [asked, setAsked] = useState(false);
  const id = useId();
  const fields = part.fields.slice(0, 1);
  return (
    <div className="part part--withheld">
      <p className="govuk-body-s">
        <span className="part__mark">Withheld</span> {part.message}
        {part.ring === null ? null : <span className="part__ring"> If you need it, ring {part.ring}.</span>}
      </p>
      {part.also.map((message) => (
        <p className="govuk-body-s" key={message}>
          {message}
        </p>
      ))}
      {fields.length === 0 ? null : (
        <button
          type="button"
          className="link-button"
          aria-expanded={asked}
          aria-controls={id}
          onClick={() => setAsked((before) => !before)}
        >
          Why can’t I see this?
        </button>
      )}
      <div id={id} hidden={!asked}>
        {asked ? <Why fields={fields} person={person} onBreakGlass={onBreakGlass} /> : null}
      </div>
    </div>
  );
}

function Why({
  fields,
  person,
  onBreakGlass,
}: {
  readonly fields: readonly string[];
  readonly person: string | null;
  readonly onBreakGlass?: (() => void) | undefined;
}) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, WhyWithheld, { fields, person });
  if (state === 'asking') return <Skeleton what="why" />;
  const explanations = told?.data?.explainAccess ?? [];
  if (explanations.length === 0) return <Unavailable what="The reason" again={again} />;
  return (
    <ul className="govuk-list why">
      {explanations.map((one) => (
        <li key={`${one.field} ${one.stream}`}>
          <p className="govuk-body-s">{one.explanation}</p>
          {(one.conditions ?? []).length === 0 ? null : (
            <ul className="govuk-list govuk-list--bullet govuk-body-s">
              {(one.conditions ?? []).map((condition) => (
                <li key={condition}>{condition}</li>
              ))}
            </ul>
          )}
          <p className="govuk-body-s why__source">
            {one.clause === null ? 'No clause' : `Clause ${one.clause}`} of{' '}
            {one.protocolVersion.split('+').join(' and ')}
            {one.stream === null ? '' : `; stream ${one.stream}`}.
          </p>
          {one.underBreakGlass && onBreakGlass ? (
            <p className="govuk-body-s">
              In an emergency you may open it for this family.{' '}
              <button type="button" className="link-button" onClick={onBreakGlass}>
                Open emergency access
              </button>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** A part that nobody should take for nothing. */
export function Unavailable({
  what,
  message,
  ring,
  again,
}: {
  readonly what: string;
  readonly message?: string | undefined;
  readonly ring?: string | null | undefined;
  /** Not given where the way to ask again stands elsewhere. */
  readonly again?: (() => void) | undefined;
}) {
  return (
    <div className="part part--unavailable" role="status">
      <p className="govuk-body-s">
        <span className="part__mark">Did not answer</span>{' '}
        {message ?? `${what} could not be asked just now. This does not mean that nothing is held there.`}
        {ring ? <span className="part__ring"> You can ring {ring}.</span> : null}
      </p>
      {again === undefined ? null : (
        <button type="button" className="govuk-button govuk-button--secondary part__again" onClick={again}>
          Try again<span className="govuk-visually-hidden"> to ask {what}</span>
        </button>
      )}
    </div>
  );
}

/** Where something will stand when it has come. */
export const Skeleton = ({ what }: { readonly what: string }) => (
  <div className="skeleton" role="status">
    <span className="govuk-visually-hidden">Asking {what}…</span>
    <span className="skeleton__line" />
    <span className="skeleton__line skeleton__line--short" />
  </div>
);

export const isAsking = ({ state }: Pick<Asked<unknown>, 'state'>): boolean => state === 'asking';
