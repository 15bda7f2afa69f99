/** Two worlds that differ by one record: there, but not to be known of; or not there. */

import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { NamedText } from '@family-view/gateway/policy/read/load-protocols';
import type { HeldPerson, Marker } from '@family-view/kit';
import type { Random } from '../random';
import { ASKINGS, type Asking } from './askings';
import { agenciesSharing, unknowableTo } from './protocols';
import { holdingAt, type RecordAt, recordsOf, type World, withMarkers, without, withSecondRecord } from './world';

export interface Pair {
  readonly asking: Asking;
  readonly there: World;
  readonly notThere: World;
  /** In which the record is there and open: an id may have been made then, earlier on the same day. */
  readonly open: World;
  readonly hidden: RecordAt;
  /** Whose record it is. */
  readonly truth: string;
  /** The area whose roster the record would be on, where it was drawn for that. */
  readonly area: string | null;
  readonly how: 'closed by its agency' | 'existence not to be known';
  readonly told: string;
}

const CLOSING: readonly Marker[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];

/** The second record of a child adopted since, of somebody registered twice, and one that looks like a twin's. */
const SECONDS: readonly Partial<HeldPerson>[] = [
  {},
  { givenName: 'Rowan', familyName: 'Newname', nhsNumber: null, upn: null, laChildId: null },
  { givenName: 'Robin', nhsNumber: null, upn: null },
  { nhsNumberVerified: false, postcode: null, uprn: null },
  { asOf: '2026-11-21T23:00:00Z', dateOfBirth: null },
];

export function drawPair(random: Random, base: World, protocols: readonly NamedText[]): Pair {
  const asking = drawAsking(random);
  const unknowable = unknowableTo(asking, protocols);
  if (unknowable.length > 0 && random.chance(0.35)) {
    const hidden = random.pick(recordsOf(base).filter(({ agency }) => unknowable.includes(agency)));
    return {
      asking,
      there: base,
      notThere: without(base, hidden),
      open: base,
      hidden,
      truth: holdingAt(base, hidden).truth,
      area: null,
      how: 'existence not to be known',
      told: `${asking.role} may not know whom ${hidden.agency} knows`,
    };
  }
  // Mostly where an open record would be told of: there alone a fault could show.
  const knowable = recordsOf(base).filter(({ agency }) => !unknowable.includes(agency));
  const rosters = agenciesSharing('roster', asking, protocols).filter((agency) => !unknowable.includes(agency));
  // A list is for the requester's own area.
  const own = PERSONAS[asking.persona].area;
  const isListed = (record: RecordAt): boolean => record.agency === rosters[0] && holdingAt(base, record).area === own;
  const onRoster = random.chance(0.3) ? knowable.filter(isListed) : [];
  const [among = recordsOf(base)] = [onRoster, random.chance(0.9) ? knowable : []].filter((all) => all.length > 0);
  const first = random.pick(among);
  const { truth, area } = holdingAt(base, first);
  const isSecond = random.chance(0.25);
  // Sorted before and after the first record: no order may depend on it.
  const hidden = isSecond
    ? { ...first, ref: `${first.ref.slice(0, -1)}${random.int(10)}${random.pick(['a', 'z'])}` }
    : first;
  const open = isSecond ? withSecondRecord(base, first, hidden.ref, random.pick(SECONDS)) : base;
  const markers: readonly Marker[] = [
    random.pick(CLOSING),
    ...(random.chance(0.2) ? [random.pick([...CLOSING, 'DECEASED' as const])] : []),
  ];
  return {
    asking,
    there: withMarkers(open, hidden, [...new Set(markers)]),
    notThere: isSecond ? base : without(base, hidden),
    open,
    hidden,
    truth,
    area: among === onRoster ? area : null,
    how: 'closed by its agency',
    told: `${hidden.agency} holds ${isSecond ? 'a second record of ' : ''}${truth} under ${markers.join(' and ')}`,
  };
}

/** Of those who may see nobody at all, few. */
function drawAsking(random: Random): Asking {
  const asking = random.pick(ASKINGS);
  const seesNobody = ['ANALYST', 'SCRUTINY', 'IG_OFFICER'].includes(asking.role);
  return seesNobody && random.chance(0.8) ? drawAsking(random) : asking;
}
