import { addDays, addMonths } from '../dates';
import type { HealthContent, IsoDate, Worker } from '../model';

export type MandatedContact = HealthContent['mandatedContacts'][number];
export type ContactKind = MandatedContact['kind'];
export interface ContactOutcome {
  readonly outcome: MandatedContact['outcome'];
  /** Days after it was due; only for one that took place. */
  readonly daysLate?: number;
}

/** When the five contacts of the Healthy Child Programme are due, as days or months from birth. */
const DUE: readonly {
  readonly kind: ContactKind;
  readonly due: (born: IsoDate) => IsoDate;
  readonly setting: string;
}[] = [
  { kind: 'ANTENATAL', due: (born) => addDays(born, -56), setting: 'Home' },
  { kind: 'NEW_BIRTH', due: (born) => addDays(born, 14), setting: 'Home' },
  { kind: 'SIX_TO_EIGHT_WEEKS', due: (born) => addDays(born, 56), setting: 'Home' },
  { kind: 'ONE_YEAR', due: (born) => addMonths(born, 12), setting: 'Clinic' },
  { kind: 'TWO_TO_TWO_AND_A_HALF_YEARS', due: (born) => addMonths(born, 27), setting: "Children's centre" },
];

/** The contacts due by `today`, each with its outcome; undefined where nobody recorded one. `born` may be the expected date. */
export function mandatedContactsOf(
  born: IsoDate,
  today: IsoDate,
  practitioner: Worker | undefined,
  outcomeOf: (kind: ContactKind) => ContactOutcome | undefined,
): readonly MandatedContact[] {
  const contacts: MandatedContact[] = [];
  for (const { kind, due, setting } of DUE) {
    const dueDate = due(born);
    if (dueDate > today) continue;
    const told = outcomeOf(kind);
    if (told === undefined) continue;
    if (told.outcome !== 'Completed') {
      contacts.push({ kind, dueDate, outcome: told.outcome });
      continue;
    }
    const date = addDays(dueDate, told.daysLate ?? 0);
    if (date <= today) contacts.push({ kind, dueDate, date, outcome: 'Completed', setting, practitioner });
    else contacts.push({ kind, dueDate, outcome: 'Offered' });
  }
  return contacts;
}
