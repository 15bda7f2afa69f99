import type { CountedAsk, MeasureAsk, MeasureCells } from '@family-view/kit';
import { type AreaFinder, type Counts, countRows, peopleCounted, yearsOn } from '@family-view/kit/figures';
import type { AccountRow, ArrearsBand, HomelessnessRecord, NoticeRow, TenureRecord } from './format';

interface Rows {
  tenures(): Promise<readonly TenureRecord[]>;
  accounts(): Promise<readonly AccountRow[]>;
  notices(): Promise<readonly NoticeRow[]>;
  homelessness(): Promise<readonly HomelessnessRecord[]>;
}

const PLACES = ['area', 'ward'] as const;
const BANDS: Readonly<Partial<Record<ArrearsBand, string>>> = {
  UP_TO_4_WEEKS: 'UP_TO_4_WEEKS',
  '4_TO_8_WEEKS': 'WEEKS_4_TO_8',
  OVER_8_WEEKS: 'OVER_8_WEEKS',
};

/** Of families with under-fives. The landlord keeps no past balances. Throws `UnknownMeasure` for what it does not keep. */
export function countMeasure(ask: MeasureAsk, today: string, rows: Rows, areas: AreaFinder): Promise<MeasureCells> {
  return countRows(countsOf(today, rows, areas), ask, today);
}

/** References of the children under five whose families a count is of. Throws `UnknownMeasure`. */
export const countedPeople = (
  ask: CountedAsk,
  today: string,
  rows: Rows,
  areas: AreaFinder,
): Promise<readonly string[]> => peopleCounted(countsOf(today, rows, areas), ask, today);

function countsOf(today: string, rows: Rows, areas: AreaFinder): Counts {
  const familyOf = ({ postcode, members }: TenureRecord, day = today) => ({
    ...areas.placeOf(postcode),
    people: members.flatMap((one) => (one.ref !== null && isUnderFive(one, day) ? [one.ref] : [])),
  });
  const families = async (): Promise<readonly TenureRecord[]> =>
    (await rows.tenures()).filter((tenure) => tenure.isActive && hasUnderFive(tenure, today));
  return {
    'family-tenancies': {
      kind: 'STANDS',
      dimensions: PLACES,
      rows: async () => (await families()).map((one) => familyOf(one)),
    },
    'family-tenancies-in-arrears': {
      kind: 'STANDS',
      dimensions: [...PLACES, 'arrears'],
      rows: async () => {
        const [tenures, accounts] = await Promise.all([families(), rows.accounts()]);
        const bands = new Map(accounts.map(({ tenureRef, arrearsBand }) => [tenureRef, arrearsBand]));
        return tenures.flatMap((tenure) => {
          const arrears = BANDS[bands.get(tenure.ref) ?? 'NONE'];
          return arrears ? [{ ...familyOf(tenure), arrears }] : [];
        });
      },
    },
    'family-notices': {
      kind: 'HAPPENED',
      dimensions: PLACES,
      rows: async () => {
        const [tenures, notices] = await Promise.all([rows.tenures(), rows.notices()]);
        const byRef = new Map(tenures.map((tenure) => [tenure.ref, tenure]));
        return notices.flatMap(({ tenureRef, servedDate: day }) => {
          const tenure = byRef.get(tenureRef);
          return tenure && hasUnderFive(tenure, day ?? today) ? [{ ...familyOf(tenure, day ?? today), day }] : [];
        });
      },
    },
    'family-homelessness': {
      kind: 'HAPPENED',
      dimensions: PLACES,
      rows: async () => {
        const [tenures, cases] = await Promise.all([rows.tenures(), rows.homelessness()]);
        const ofPerson = new Map(tenures.flatMap((tenure) => tenure.members.map(({ ref }) => [ref, tenure] as const)));
        return cases.flatMap(({ personRefs, assessmentDate: day }) => {
          const tenure = personRefs.map((ref) => ofPerson.get(ref)).find((one) => one !== undefined);
          return tenure && hasUnderFive(tenure, day ?? today) ? [{ ...familyOf(tenure, day ?? today), day }] : [];
        });
      },
    },
  };
}

/** One without a date of birth is not counted. */
const hasUnderFive = ({ members }: TenureRecord, day: string): boolean => members.some((one) => isUnderFive(one, day));

const isUnderFive = ({ dateOfBirth }: TenureRecord['members'][number], day: string): boolean =>
  dateOfBirth !== null && dateOfBirth <= day && yearsOn(dateOfBirth, day) < 5;
