import { FamilyMembers } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { bornLine } from '../look/answer-words';
import { Skeleton, Unavailable } from '../look/parts';
import { useSession } from '../session';
import { EndedTies, Relationships } from './ties';
import { membersIn } from './use-family';

/** The other families of a child whose parents live apart: each by itself, with who asserts it, and nobody's record. */
export function OtherFamilies({ of, families }: { readonly of: string | null; readonly families: readonly string[] }) {
  return families.map((id) => <OtherFamily key={id} id={id} of={of ?? 'this person'} />);
}

function OtherFamily({ id, of }: { readonly id: string; readonly of: string }) {
  const asked = useAsked(useSession().asker, FamilyMembers, { family: id });
  const family = asked.told?.data?.family;
  const members = membersIn(family);
  const names = new Map(members.map((member) => [member.id, member.displayName ?? 'somebody']));
  return (
    <section className="other-family" aria-label={`Another family of ${of}`}>
      <h3 className="govuk-heading-m">Another family of {of}</h3>
      <p className="govuk-body-s">
        The agencies say that {of} has more than one family. They are not relatives of one another by that. To see their
        records, find one of them.
      </p>
      {asked.state === 'asking' ? <Skeleton what="who is in it" /> : null}
      {asked.state !== 'asking' && members.length === 0 ? (
        <Unavailable what="who is in it" message={asked.told?.errors[0]?.message} again={asked.again} />
      ) : null}
      {members.map((member) => (
        <article className="person" key={member.id}>
          <h4 className="govuk-heading-s person__name">{member.displayName ?? 'Name not told'}</h4>
          <p className="govuk-body-s person__born">{bornLine(member)}</p>
          <Relationships member={member} names={names} />
        </article>
      ))}
      <EndedTies ties={family?.endedTies ?? []} />
    </section>
  );
}
