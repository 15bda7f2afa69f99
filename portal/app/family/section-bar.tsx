import { CopyLink } from './copy-link';
import type { SectionId } from './place';
import { PlaceLink } from './place-link';

/** The ways to the page's sections: stays at the top of the window while one reads. */
export const SectionBar = ({
  sections,
  onPrint,
  person,
}: {
  readonly sections: readonly (readonly [id: SectionId, short: string])[];
  readonly onPrint: () => void;
  /** By whose id a link leads here. */
  readonly person: string;
}) => (
  <nav aria-label="On this page" className="section-bar no-print">
    <ul>
      {sections.map(([id, short]) => (
        <li key={id}>
          <PlaceLink to={id}>{short}</PlaceLink>
        </li>
      ))}
      <li className="section-bar__print">
        <CopyLink person={person} />
      </li>
      <li>
        <button type="button" className="link-button" onClick={onPrint}>
          Print for a meeting
        </button>
      </li>
    </ul>
  </nav>
);
