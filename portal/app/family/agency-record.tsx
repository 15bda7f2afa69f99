import { type Path, placeAt, type Withheld, withheldWithin } from '@family-view/client';
import { Unavailable } from '../look/parts';
import { Nothing, Records } from '../look/records';
import { WithheldLine } from '../look/withheld-line';
import { day, humanised } from '../look/words';
import type { Section } from '../sections/section';
import { standsTo } from './involved';
import { placeOfRecord } from './place';
import type { Family, Member, Part } from './use-family';

interface RecordProps {
  readonly part: Part;
  readonly family: Family;
  readonly member: Member;
  readonly isOpen: boolean;
  readonly onToggle: (open: boolean) => void;
  /** The agency as a whole did not answer, which is told above. */
  readonly silent: boolean;
  readonly onBreakGlass: ((place?: string) => void) | undefined;
}

/** One agency's record of one person; where there is none to show, why. */
export function AgencyRecord({ part, family, member, isOpen, onToggle, silent, onBreakGlass }: RecordProps) {
  const path = part.at(member.id);
  const stands = standsTo(part, member.id);
  const name = member.displayName ?? 'Name not told';
  const { ring } = part.spec.partner;
  if (stands.state !== 'told' || path === null) return silent ? null : <NoRecord name={name} why="was not told of" />;
  if (stands.status === 'NOTHING_HELD')
    return <NoRecord name={name} why={`holds nothing${stands.asOf ? `, as of ${day(stands.asOf)}` : ''}`} />;
  if (stands.status === 'POSSIBLE')
    return <NoRecord name={name} why={`may hold a record: ask them${ring === null ? '' : `, ${ring}`}`} />;
  if (stands.status === 'NOT_COVERED') return <NoRecord name={name} why="does not cover them" />;
  if (stands.status === 'WITHHELD')
    return <NoRecord name={name} why="whether it holds anything is withheld from you" />;
  if (stands.status === 'UNAVAILABLE') return silent ? null : <NoRecord name={name} why="did not answer" />;
  return (
    <details
      className="govuk-details record"
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
    >
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{name}</span>
      </summary>
      {isOpen ? (
        <div className="govuk-details__text">
          <Sections part={part} path={path} family={family} member={member} onBreakGlass={onBreakGlass} />
        </div>
      ) : null}
    </details>
  );
}

const NoRecord = ({ name, why }: { readonly name: string; readonly why: string }) => (
  <p className="govuk-body-s no-record">
    <strong>{name}</strong>: {why}.
  </p>
);

function Sections({
  part,
  path,
  family,
  member,
  onBreakGlass,
}: Pick<RecordProps, 'part' | 'family' | 'member' | 'onBreakGlass'> & { readonly path: Path }) {
  const { told } = part.asked;
  if (told === null) return null;
  const { sections } = part.spec;
  // A record that is withheld whole is told of once, not section by section.
  const containers = [...new Set(sections.map((one) => one.path[0] ?? ''))];
  const closed = containers.filter((container) => placeAt(told, [...path, container]).kind === 'withheld');
  const withheld = [
    ...closed.map((container) => placeAt(told, [...path, container]) as Withheld),
    ...sections.flatMap((one): readonly Withheld[] => {
      if (closed.includes(one.path[0] ?? '')) return [];
      const place = placeAt(told, [...path, ...one.path]);
      if (place.kind === 'withheld') return [place];
      return place.kind === 'shown' ? withheldWithin(told, [...path, ...one.path]) : [];
    }),
  ];
  const open = sections.filter(
    (one) => !closed.includes(one.path[0] ?? '') && placeAt(told, [...path, ...one.path]).kind !== 'withheld',
  );
  const place = placeOfRecord(family.members, part.agency, member.id, sections[0]?.path.join('.') ?? '');
  return (
    <>
      {open.map((one) => (
        <SectionOf
          key={one.path.join('.')}
          id={placeOfRecord(family.members, part.agency, member.id, one.path.join('.'))}
          section={one}
          part={part}
          path={[...path, ...one.path]}
        />
      ))}
      <WithheldLine
        parts={withheld}
        person={member.id}
        onBreakGlass={onBreakGlass === undefined ? undefined : () => onBreakGlass(place)}
      />
      <DataQuality part={part} path={path} />
    </>
  );
}

function SectionOf({
  id,
  section,
  part,
  path,
}: {
  readonly id: string;
  readonly section: Section;
  readonly part: Part;
  readonly path: Path;
}) {
  const told = part.asked.told;
  if (told === null) return null;
  const place = placeAt(told, path);
  return (
    <div className="section">
      <h4 className="govuk-heading-s section__title" id={id}>
        {section.title}
      </h4>
      {place.kind === 'shown' ? section.show(place.value) : null}
      {place.kind === 'nothing' ? <Nothing /> : null}
      {place.kind === 'recorded' ? <p className="govuk-body-s">{place.message}</p> : null}
      {place.kind === 'unavailable' ? (
        <Unavailable what={section.title} message={place.message} again={part.asked.again} />
      ) : null}
    </div>
  );
}

/** Faults that the agency's own checks found in its record, beside the record. */
function DataQuality({ part, path }: { readonly part: Part; readonly path: Path }) {
  if (part.asked.told === null) return null;
  const { told } = part.asked;
  const containers = [...new Set(part.spec.sections.map(({ path: [container] }) => container ?? ''))];
  const faults = containers.flatMap((container) => {
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
          ['Field', (row) => row.field && humanised(row.field)],
          ['Fault', (row) => row.fault],
        ]}
      />
    </div>
  );
}
