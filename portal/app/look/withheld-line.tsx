/// <reference lib="dom" />

import type { Withheld } from '@family-view/client';
import { useState } from 'react';
import { WithheldPart } from './parts';
import { joined, midSentence } from './words';

/** All that is withheld at one place, in one line with a count and a telephone; each by itself, with why, when it is opened. */
export function WithheldLine({
  parts,
  person,
  onBreakGlass,
}: {
  readonly parts: readonly Withheld[];
  readonly person: string | null;
  readonly onBreakGlass: (() => void) | undefined;
}) {
  const [open, setOpen] = useState(false);
  const each = eachOnce(parts);
  const [only] = each;
  if (only === undefined) return null;
  if (each.length === 1) return <WithheldPart part={only} person={person} onBreakGlass={onBreakGlass} />;
  const ring = each.find((one) => one.ring !== null)?.ring ?? null;
  return (
    <div className="part part--withheld withheld">
      <p className="govuk-body-s">
        <span className="part__mark">Withheld</span> {each.length} parts: {joined(each.map(labelOf))}.
        {ring === null ? null : <span className="part__ring"> If you need them, ring {ring}.</span>}
      </p>
      <button
        type="button"
        className="link-button no-print"
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
      >
        Why can’t I see these?
      </button>
      {open
        ? each.map((one) => (
            <WithheldPart key={one.message} part={{ ...one, ring: null }} person={person} onBreakGlass={onBreakGlass} />
          ))
        : null}
    </div>
  );
}

/** A notice begins with what it is about: `Rent arrears: not shared with …`. */
export const labelOf = ({ message }: Pick<Withheld, 'message'>): string =>
  midSentence(message.split(':')[0] ?? message);

/** What is told with another is a part of its own here, and each is told once. */
function eachOnce(parts: readonly Withheld[]): readonly Withheld[] {
  const once = new Map<string, Withheld>();
  for (const part of parts) {
    if (!once.has(part.message)) once.set(part.message, { ...part, also: [] });
    for (const message of part.also)
      if (!once.has(message)) once.set(message, { ...part, message, also: [], stream: null, fields: [] });
  }
  return [...once.values()];
}
