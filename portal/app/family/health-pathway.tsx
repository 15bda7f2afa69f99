import { placeAt } from '@family-view/client';
import type { HealthPartFragment } from '../../operations/stored';
import { day, word } from '../look/words';
import { isoDay, isPast } from '../summary/due';
import type { Family, Member } from './use-family';

type Contact = Pick<
  NonNullable<NonNullable<HealthPartFragment['health']>['mandatedContacts']>[number],
  'kind' | 'date' | 'dueDate' | 'outcome'
>;
export interface PathwayStep {
  readonly title: string;
  readonly state: 'done' | 'due' | 'overdue' | 'missed' | 'declined' | 'unknown';
  readonly when: string | null;
}

const STATES = {
  done: 'Done',
  due: 'Due',
  overdue: 'Overdue',
  missed: 'Missed',
  declined: 'Declined',
  unknown: 'Not recorded when',
} as const;

/**
 * The universal health pathway of one child as a strip: the mandated contacts that health has on record, each done, due or
 * missed; until the fifth year, with which they end. Where health has told of none there is no strip: what is withheld or did not answer is told in its own place.
 */
export function HealthPathway({
  family,
  member,
  today = new Date(),
}: {
  readonly family: Pick<Family, 'parts'>;
  readonly member: Member;
  readonly today?: Date;
}) {
  const steps = family.parts.flatMap(({ agency, asked, at }): readonly PathwayStep[] => {
    const path = at(member.id);
    if (agency !== 'health' || path === null || asked.told === null) return [];
    const place = placeAt(asked.told, [...path, 'health', 'mandatedContacts']);
    return place.kind === 'shown' ? pathwayOf(place.value as readonly Contact[], isoDay(today)) : [];
  });
  if (steps.length === 0 || isPast(member, today)) return null;
  return (
    <>
      <p className="govuk-body-s pathway__title" id={`pathway-${member.id}`}>
        Universal health pathway
      </p>
      <ol className="pathway" aria-labelledby={`pathway-${member.id}`}>
        {steps.map(({ title, state, when }) => (
          <li key={`${title}${when}`} className={`pathway__step pathway__step--${state}`}>
            <span className="pathway__name">{title}</span>
            <span>
              <strong>{STATES[state]}</strong>
              {when === null ? '' : ` ${day(when)}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** In the order in which they fall due. Outcomes are the agency's own words. */
export function pathwayOf(contacts: readonly Contact[], today: string): readonly PathwayStep[] {
  return contacts
    .toSorted((one, other) => (whenOf(one) ?? '').localeCompare(whenOf(other) ?? ''))
    .map((one) => ({ title: word(one.kind) ?? 'Contact', ...stateOf(one, today) }));
}

const whenOf = ({ dueDate, date }: Contact): string | null => dueDate ?? date;

function stateOf({ date, dueDate, outcome }: Contact, today: string): Pick<PathwayStep, 'state' | 'when'> {
  if (/declin/i.test(outcome ?? '')) return { state: 'declined', when: date ?? dueDate };
  if (/miss|not at home|not brought|did not attend/i.test(outcome ?? ''))
    return { state: 'missed', when: date ?? dueDate };
  if (date !== null) return { state: 'done', when: date };
  if (dueDate === null) return { state: 'unknown', when: null };
  return { state: dueDate < today ? 'overdue' : 'due', when: dueDate };
}
