import { checkIsoDate } from '@family-view/kit/identifiers';
import type { CensusElement, CensusHeader } from './census-elements';
import { brief, CensusFileBroken, type RecordFault } from './faults';

/** Reads whose return this is and what year it covers. Ends where it is no CIN census, or where it does not say whose. */
export function readHeader(header: CensusElement): {
  readonly header: CensusHeader;
  readonly faults: readonly RecordFault[];
} {
  const within = (section: string, name: string): CensusElement | undefined =>
    header.parts.find((part) => part.name === section)?.parts.find((part) => part.name === name);
  const collection = within('CollectionDetails', 'Collection');
  if (collection?.text.trim().toUpperCase() !== 'CIN') {
    throw new CensusFileBroken(
      collection?.line ?? header.line,
      0,
      'Collection CIN',
      collection ? brief(collection.text) : 'nothing',
    );
  }
  const authority = within('Source', 'LEA');
  const laCode = authority?.text.trim() ?? '';
  if (!/^\d{3}$/.test(laCode)) {
    throw new CensusFileBroken(
      authority?.line ?? header.line,
      0,
      'LEA, the three-digit code of the local authority',
      laCode || 'nothing',
    );
  }

  const faults: RecordFault[] = [];
  const year = within('CollectionDetails', 'Year');
  const reference = within('CollectionDetails', 'ReferenceDate');
  const checked = checkIsoDate(reference?.text ?? '');
  const lastDay = /^\d{4}$/.test(year?.text.trim() ?? '') ? `${year?.text.trim()}-03-31` : null;
  if (!checked.ok || (lastDay !== null && checked.value !== lastDay)) {
    faults.push({
      rule: '100',
      line: reference?.line ?? header.line,
      element: 'Header/CollectionDetails/ReferenceDate',
      expected: lastDay ?? '31 March of the collection year',
      came: brief(reference?.text ?? '') || 'nothing',
      kept: null,
    });
  }
  const referenceDate = checked.ok ? checked.value : lastDay;
  const textOf = (name: string): string | null => within('Source', name)?.text.trim() || null;
  return {
    header: {
      laCode,
      year: referenceDate?.slice(0, 4) ?? 'undated',
      sentAt: textOf('DateTime'),
      serial: textOf('SerialNo'),
      referenceDate,
      periodStart: startOfYear(referenceDate),
    },
    faults,
  };
}

const startOfYear = (referenceDate: string | null): string | null =>
  referenceDate === null ? null : `${Number(referenceDate.slice(0, 4)) - 1}-04-01`;
