import { useState } from 'react';
import { codesOf, type Path, placeAt, withheldWithin } from '../asking/public-errors';
import { Skeleton, Unavailable, WithheldPart } from '../look/parts';
import { Nothing, Records } from '../look/records';
import { agencyName, day } from '../look/words';
import { SECTIONS } from '../sections';
import type { Section } from '../sections/section';
import { standsTo } from './involved';
import type { Family, Member, Part } from './use-family';

interface PartsProps {
  readonly family: Family;
  readonly everythingOpen: boolean;
  readonly onBreakGlass: (() => void) | undefined;
}

/** Each agency's record of each person: shown, nothing, withheld or unavailable, and never one for another. */
export function AgencyParts({ family, everythingOpen, onBreakGlass }: PartsProps) {
  return (
    <>
      {family.parts.map((part) => (
        <section className={`agency-part agency-part--${part.agency}`} key={part.agency} id={`part-${part.agency}`}>
          <h3 className="govuk-heading-m">{agencyName(part.agency)}</h3>
          <OneAgency part={part} family={family} everythingOpen={everythingOpen} onBreakGlass={onBreakGlass} />
        </section>
      ))}
    </>
  );
}

function OneAgency({ part, family, everythingOpen, onBreakGlass }: PartsProps & { readonly part: Part }) {
  const { state, told, again } = part.asked;
  const name = agencyName(part.agency);
  if (state === 'asking') return <Skeleton what={name} />;
  if (state === 'failed')
    return (
      <Unavailable
        what={name}
        message="The gateway did not answer. This does not mean that nothing is held there."
        again={again}
      />
    );
  const silent = told.notices.find(({ kind, agency }) => kind === 'UNAVAILABLE' && agency === part.agency);
  const whole = codesOf(told).length > 0 && told.data === null ? told.errors[0]?.message : undefined;
  return (
    <>
      {silent || whole ? (
        <Unavailable what={name} message={silent?.message ?? whole} ring={silent?.ring} again={again} />
      ) : null}
      {told.notices
        .filter(({ kind, agency }) => kind === 'MASKED' && agency === part.agency)
        .map(({ message }) => (
          <p className="part part--possible govuk-body-s" key={message}>
            {message}
          </p>
        ))}
      {family.members.map((member) => (
        <OfPerson
          key={member.id}
          part={part}
          member={member}
          everythingOpen={everythingOpen}
          silent={silent !== undefined || whole !== undefined}
          onBreakGlass={onBreakGlass}
        />
      ))}
    </>
  );
}

function OfPerson({
  part,
  member,
  everythingOpen,
  silent,
  onBreakGlass,
}: {
  readonly part: Part;
  readonly member: Member;
  readonly everythingOpen: boolean;
  readonly silent: boolean;
  readonly onBreakGlass: (() => void) | undefined;
}) {
  const [open, setOpen] = useState(false);
  const path = part.at(member.id);
  const stands = standsTo(part, member.id);
  const name = member.displayName ?? 'Name not shared';
  const ring =
    part.asked.told?.notices.find((one) => one.kind === 'POSSIBLE_MATCH' && one.agency === part.agency)?.ring ?? null;
  if (stands.state !== 'told' || path === null) return silent ? null : <NoRecord name={name} why="was not told of" />;
  if (stands.status === 'NOTHING_HELD')
    return <NoRecord name={name} why={`holds nothing${stands.asOf ? `, as of ${day(stands.asOf)}` : ''}`} />;
  if (stands.status === 'POSSIBLE')
    return <NoRecord name={name} why={`may hold a record: ask them${ring === null ? '' : `, ${ring}`}`} />;
  if (stands.status === 'NOT_COVERED') return <NoRecord name={name} why="does not cover them" />;
  if (stands.status === 'UNAVAILABLE') return silent ? null : <NoRecord name={name} why="did not answer" />;
  const isOpen = open || everythingOpen;
  const told = part.asked.told;
  // A record that is withheld whole is told of once, not section by section.
  const containers = [...new Set(SECTIONS[part.agency].map((one) => one.path[0] ?? ''))];
  const closed = containers.flatMap((container) => {
    const place = told === null ? null : placeAt(told, [...path, container]);
    return place?.kind === 'withheld' ? [{ container, place }] : [];
  });
  return (
    <details
      className="govuk-details record"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{name}</span>
      </summary>
      <div className="govuk-details__text">
        {isOpen
          ? closed.map(({ place }) => (
              <WithheldPart key={place.message} part={place} person={member.id} onBreakGlass={onBreakGlass} />
            ))
          : null}
        {isOpen
          ? SECTIONS[part.agency]
              .filter(({ path: [container] }) => !closed.some((one) => one.container === container))
              .map((one) => (
                <SectionOf
                  key={one.title}
                  section={one}
                  part={part}
                  path={[...path, ...one.path]}
                  person={member.id}
                  onBreakGlass={onBreakGlass}
                />
              ))
          : null}
        {isOpen ? <DataQuality part={part} path={path} /> : null}
      </div>
    </details>
  );
}

const NoRecord = ({ name, why }: { readonly name: string; readonly why: string }) => (
  <p className="govuk-body-s no-record">
    <strong>{name}</strong>: {why}.
  </p>
);

function SectionOf({
  section,
  part,
  path,
  person,
  onBreakGlass,
}: {
  readonly section: Section;
  readonly part: Part;
  readonly path: Path;
  readonly person: string;
  readonly onBreakGlass: (() => void) | undefined;
}) {
  const told = part.asked.told;
  if (told === null) return null;
  const place = placeAt(told, path);
  const withheld = place.kind === 'shown' ? withheldWithin(told, path) : place.kind === 'withheld' ? [place] : [];
  return (
    <div className="section">
      <h4 className="govuk-heading-s section__title">{section.title}</h4>
      {place.kind === 'shown' ? section.show(place.value) : null}
      {place.kind === 'nothing' ? <Nothing /> : null}
      {place.kind === 'recorded' ? <p className="govuk-body-s">{place.message}</p> : null}
      {place.kind === 'unavailable' ? (
        <Unavailable what={section.title} message={place.message} again={part.asked.again} />
      ) : null}
      {withheld.map((one) => (
        <WithheldPart key={one.message} part={one} person={person} onBreakGlass={onBreakGlass} />
      ))}
    </div>
  );
}

const CONTAINERS = ['health', 'education', 'socialCare', 'housing', 'childrensCentre'];

/** Faults that the agency's own checks found in its record, beside the record. */
function DataQuality({ part, path }: { readonly part: Part; readonly path: Path }) {
  if (part.asked.told === null) return null;
  const { told } = part.asked;
  const faults = CONTAINERS.flatMap((container) => {
    const place = placeAt(told, [...path, container, 'dataQuality']);
    return place.kind === 'shown' ? (place.value as readonly { field: string | null; fault: string | null }[]) : [];
  });
  if (faults.length === 0) return null;
  return (
    <div className="section">
      <h4 className="govuk-heading-s section__title">Faults in this record, found by the agency’s own checks</h4>
      <Records
        caption="Faults in this record"
        rows={faults}
        columns={[
          ['Field', (row) => row.field],
          ['Fault', (row) => row.fault],
        ]}
      />
    </div>
  );
}
