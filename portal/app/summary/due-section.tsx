import { useState } from 'react';
import type { Family } from '../family/use-family';
import { dueOf } from './due';
import { DueLine, NotLookedAt } from './due-lines';
import { gapsOf } from './gaps';

/** All that somebody has to do by a day: actions of meetings, reviews, visits, notices. */
export function DueSection({ family }: { readonly family: Family }) {
  const [today] = useState(() => new Date());
  const due = dueOf(family, today);
  return (
    <>
      <ul className="govuk-list due-list">
        {due.map((one) => (
          <DueLine key={`${one.what}${one.date}`} due={one} family={family} />
        ))}
      </ul>
      <NotLookedAt family={family} gaps={gapsOf(family)} none={due.length === 0} />
    </>
  );
}
