import { placeAt } from '@family-view/client';
import type { FamilySocialCareQuery } from '../../operations/stored';
import { PlaceLink } from '../family/place-link';
import type { Family, Part } from '../family/use-family';
import { Phone } from '../look/records';
import { day, listed, word } from '../look/words';

type OfFamily = NonNullable<FamilySocialCareQuery['family']>;
type Level = NonNullable<OfFamily['needHistory']>[number];
type Lead = NonNullable<OfFamily['leadProfessional']>;

/** Which part tells the family's level of need: whichever has it in its answer. */
export const partOfNeed = ({ parts }: Pick<Family, 'parts'>): Part | undefined =>
  parts.find(({ agency }) => agency === 'social-care');

const placeIn = (family: Family, field: keyof OfFamily) => {
  const part = partOfNeed(family);
  if (part === undefined) return { kind: 'nothing' } as const;
  if (part.asked.state === 'asking') return { kind: 'asking' } as const;
  if (part.asked.told === null) return { kind: 'unavailable' } as const;
  return placeAt(part.asked.told, ['family', field]);
};

/** `Complex since 16 Feb 2026, up from Vulnerable`. */
export function NeedLine({ family }: { readonly family: Family }) {
  const now = placeIn(family, 'needLevel');
  if (now.kind !== 'shown') return <PlaceLink to="need">{ABSENT[now.kind] ?? ABSENT.nothing}</PlaceLink>;
  const level = now.value as Level;
  return (
    <>
      <PlaceLink to="need">
        <strong>{word(level.code)}</strong>
        {level.rank === null ? null : ` (level ${level.rank} of 4)`}
      </PlaceLink>
      {level.from === null ? null : ` since ${day(level.from)}`}
      {', '}
      {moved(level, placeIn(family, 'needHistory'))}
    </>
  );
}

function moved(now: Level, history: ReturnType<typeof placeIn>): string {
  if (history.kind !== 'shown')
    return history.kind === 'withheld' ? 'how it moved is not shared with you' : 'how it moved is not told';
  const before = [...(history.value as readonly Level[])]
    .filter(({ from, code }) => code !== now.code && (from ?? '') < (now.from ?? '9'))
    .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))[0];
  if (before === undefined) return 'no earlier level recorded';
  const way = (before.rank ?? 0) < (now.rank ?? 0) ? 'up' : 'down';
  return `${way} from ${word(before.code)}`;
}

/** Who leads, and how to ring them. */
export function LeadLine({ family }: { readonly family: Family }) {
  const place = placeIn(family, 'leadProfessional');
  if (place.kind !== 'shown') return <PlaceLink to="need">{LEAD_ABSENT[place.kind] ?? LEAD_ABSENT.nothing}</PlaceLink>;
  const lead = place.value as Lead;
  return (
    <>
      <PlaceLink to="need">
        <strong>{lead.name ?? 'Name not told'}</strong>
      </PlaceLink>
      {lead.role === null ? '' : `, ${lead.role}`}{' '}
      {lead.phone ? <Phone number={lead.phone} /> : (listed([lead.email]) ?? '(no telephone told)')}
    </>
  );
}

const ABSENT: Readonly<Record<string, string>> = {
  asking: 'Asking social care',
  withheld: 'Not shared with you',
  unavailable: 'Social care did not answer',
  nothing: 'None recorded by social care',
};
const LEAD_ABSENT: Readonly<Record<string, string>> = { ...ABSENT, nothing: 'Nobody is recorded by social care' };
