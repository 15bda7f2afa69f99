/// <reference lib="dom" />
import type { ReactNode } from 'react';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { DueSection } from '../summary/due-section';
import { Summary } from '../summary/summary';
import { AgencyParts } from './agency-parts';
import { Needs } from './needs';
import { NotShown } from './not-shown';
import type { Opened } from './opened';
import { OtherFamilies } from './other-families';
import { People, type Saying } from './people';
import type { SectionId } from './place';
import { ShowPlace } from './place-link';
import { PrintWithheld } from './print-withheld';
import { SectionBar } from './section-bar';
import { TeamTable } from './team-table';
import { EndedTies } from './ties';
import { Timeline } from './timeline';
import type { Family } from './use-family';
import { usePlaces } from './use-places';

const SECTIONS: readonly (readonly [id: SectionId, title: string, short: string])[] = [
  ['summary', 'Summary', 'Summary'],
  ['due', 'What is due', 'Due'],
  ['team', 'Who is working with them', 'Team'],
  ['people', 'Who is in the family', 'People'],
  ['need', 'Level of need', 'Need'],
  ['timeline', 'What happened', 'Happened'],
  ['records', 'What each agency has recorded', 'Records'],
  ['not-shown', 'What is not shown to you', 'Not shown'],
];

/** All that is told of a family, what matters first. */
export function FamilyContent({
  opened,
  family,
  onBreakGlass,
  saying,
  everythingOpen = false,
}: {
  readonly opened: Opened;
  readonly family: Family;
  readonly onBreakGlass: ((place?: string) => void) | undefined;
  readonly saying: Saying;
  /** Whether every record is open from the first. */
  readonly everythingOpen?: boolean;
}) {
  const isSettled = family.asked.state !== 'asking' && family.parts.every(({ asked }) => asked.state !== 'asking');
  const places = usePlaces(isSettled, everythingOpen);
  const shown = SECTIONS.filter(([id]) => id !== 'need' || !family.alone);
  const { everything, openEverything } = places;
  const contents: Readonly<Record<SectionId, ReactNode>> = {
    summary: <Summary family={family} glass={onBreakGlass === undefined ? null : () => onBreakGlass()} />,
    due: <DueSection family={family} />,
    team: <TeamTable family={family} />,
    people: <Who opened={opened} family={family} saying={saying} />,
    need: <Needs family={family} onBreakGlass={onBreakGlass} />,
    timeline: <Timeline family={family} />,
    records: (
      <>
        <button
          type="button"
          className="link-button no-print"
          aria-pressed={everything}
          onClick={() => openEverything(!everything)}
        >
          {everything ? 'Close all records' : 'Open all records'}
        </button>
        <AgencyParts family={family} places={places} onBreakGlass={onBreakGlass} />
      </>
    ),
    'not-shown': <NotShown family={family} onBreakGlass={onBreakGlass} />,
  };
  return (
    <ShowPlace value={places.show}>
      <SectionBar
        sections={shown.map(([id, , short]) => [id, short])}
        onPrint={() => window.print()}
        person={opened.person.id}
      />
      {family.partners.state === 'told' && family.parts.length > 0 ? null : <Partners family={family} />}
      {shown.map(([id, title]) => (
        <section aria-labelledby={id} key={id} className={`family-section family-section--${id}`}>
          <h2 className="govuk-heading-m family-section__title" id={id}>
            {title}
          </h2>
          {contents[id]}
        </section>
      ))}
      <PrintWithheld family={family} />
    </ShowPlace>
  );
}

/** Which agencies take part comes first of all: before it nobody has been asked. */
function Partners({ family: { partners } }: { readonly family: Family }) {
  if (partners.state === 'asking') return <Skeleton what="which agencies take part" />;
  return <NoAnswer what="Which agencies take part" told={partners.told} again={partners.again} />;
}

function Who({
  opened,
  family,
  saying,
}: {
  readonly opened: Opened;
  readonly family: Family;
  readonly saying: Saying;
}) {
  const { asked } = family;
  return (
    <>
      {family.alone ? (
        <p className="govuk-body">
          {opened.familyWithheld ?? 'No agency that may tell you asserts a family: this person is shown alone.'}
        </p>
      ) : null}
      {!family.alone && asked.state === 'asking' ? <Skeleton what="who is in the family" /> : null}
      {!family.alone && asked.state !== 'asking' && family.members.length === 0 ? (
        <NoAnswer what="Who is in the family" told={asked.told} again={asked.again} />
      ) : null}
      <People family={family} saying={saying} />
      <EndedTies ties={family.endedTies} />
      <OtherFamilies of={opened.person.displayName} families={opened.otherFamilies} />
    </>
  );
}
