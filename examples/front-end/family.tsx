import {
  createFamilyView,
  type FamilyViewClient,
  type Place,
  placeAt,
  unavailable,
  withheld,
} from '@family-view/client';
import { useFamilyView } from '@family-view/client/react';
import { createRoot } from 'react-dom/client';

const FAMILY = `query Family($who: PersonSearch!) {
  findPeople(by: $who) { certain { family { members { person { displayName housing { arrearsBand } } } } } }
}`;
const MEMBERS = ['findPeople', 'certain', 0, 'family', 'members'] as const;

const words = (place: Place, nothing: string): string => {
  if (place.kind === 'shown') return String(place.value);
  return place.kind === 'nothing' ? nothing : place.message;
};

function Family({ client, who }: { readonly client: FamilyViewClient; readonly who: object }) {
  const asked = useFamilyView(client, FAMILY, { who });
  if (asked.state === 'asking') return <p>Asking the agencies…</p>;
  if (asked.state === 'failed') return <p>Nobody answered.</p>;
  const { answer } = asked;
  const found = placeAt(answer, MEMBERS);
  const members = found.kind === 'shown' ? [...(found.value as readonly object[]).keys()] : [];
  const of = (at: number, ...path: string[]): Place => placeAt(answer, [...MEMBERS, at, 'person', ...path]);
  return (
    <>
      {members.length === 0 && <p role="alert">{words(found, 'Nobody was found for certain.')}</p>}
      {members.map((at) => (
        <p key={at}>
          {words(of(at, 'displayName'), 'No name')}:{' '}
          {words(of(at, 'housing', 'arrearsBand'), 'no arrears are recorded')}
        </p>
      ))}
      {[...unavailable(answer), ...withheld(answer)].map(({ message, ring }) => (
        <p key={message}>{`${message} ${ring ?? ''}`}</p>
      ))}
    </>
  );
}

const settings = new URLSearchParams(location.hash.slice(1));
const token = () => settings.get('token') ?? '';
const client = createFamilyView({ url: settings.get('gateway') ?? '', token, purpose: 'EARLY_HELP' });
const who = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
createRoot(document.body).render(<Family client={client} who={who} />);
