import { agencyName, day, listed, word } from '../look/words';
import type { EndedTie, Member } from './use-family';

type Names = ReadonlyMap<string, string>;

const responsibility = (has: boolean | null): string | null =>
  has === null ? null : has ? 'has parental responsibility' : 'no parental responsibility';

/** `Mother of Grace and Daniel, has parental responsibility: so say health, education`, and who says something else. */
export function Relationships({ member, names }: { readonly member: Member; readonly names: Names }) {
  const said = new Map<string, { to: Set<string>; by: Set<string> }>();
  for (const { relationship, to, agency, until, parentalResponsibility } of member.relationships) {
    if (relationship === null) continue;
    const how = listed([responsibility(parentalResponsibility), until === null ? null : `until ${day(until)}`]);
    const line = `${word(relationship)}|${how ?? ''}`;
    const one = said.get(line) ?? { to: new Set(), by: new Set() };
    const other = to === null ? undefined : names.get(to);
    if (other !== undefined) one.to.add(other.split(' ')[0] ?? other);
    one.by.add(agencyName(agency));
    said.set(line, one);
  }
  if (said.size === 0) return null;
  return (
    <ul className="govuk-list govuk-body-s person__relations">
      {[...said].map(([line, { to, by }]) => {
        const [relationship, how] = line.split('|');
        return (
          <li key={line}>
            {relationship}
            {to.size === 0 ? '' : ` of ${[...to].join(', ')}`}
            {how === '' ? '' : `, ${how}`}:{' '}
            <span className="said">
              so {by.size === 1 ? 'says' : 'say'} {[...by].join(', ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Two of the family who may be one: shown apart, and each with the other's name. */
export function MayBeSame({ member, names }: { readonly member: Member; readonly names: Names }) {
  const others = [...new Set(member.mayBeSame.map(({ person }) => person))].map((person) => {
    const said = member.mayBeSame.filter((one) => one.person === person);
    return { person, agencies: said.map(({ agency }) => agency), outcome: said[0]?.outcome };
  });
  return others.map(({ person, agencies, outcome }) => (
    <p className="govuk-body-s may-be-same" key={person}>
      <strong>May be the same person as {names.get(person ?? '') ?? 'another member'}.</strong>{' '}
      {outcome === 'CONFLICT'
        ? `By what they compare, ${saying(agencies)} so; something else in the records differs.`
        : `${saying(agencies)} so, and not for certain.`}{' '}
      They are shown apart, and the agencies that hold them have been told. Ring them before you rely on either.
    </p>
  ));
}

const saying = (agencies: readonly (string | null)[]): string => {
  const names = agencies.map((agency) => agencyName(agency));
  return `${listed(names) ?? 'an agency'} ${names.length > 1 ? 'say' : 'says'}`;
};

/** Ties that are over: a line each, with a name and an end, and nothing of a record. */
export function EndedTies({ ties }: { readonly ties: readonly EndedTie[] }) {
  if (ties.length === 0) return null;
  return (
    <section aria-labelledby="ended-ties" className="ended-ties">
      <h3 className="govuk-heading-s" id="ended-ties">
        Ties that have ended
      </h3>
      <ul className="govuk-list govuk-body-s">
        {ties.map(({ agency, name, relationship, until, parentalResponsibility }) => (
          <li key={`${agency} ${name} ${relationship} ${until}`}>
            {name ?? 'Name not told'}:{' '}
            {listed([
              word(relationship),
              `ended ${day(until) ?? 'on a date not recorded'}`,
              responsibility(parentalResponsibility),
            ])}
            : <span className="said">so says {agencyName(agency)}</span>
          </li>
        ))}
      </ul>
      <p className="govuk-body-s">No record of theirs is shown through a tie that has ended.</p>
    </section>
  );
}
