import { addDays, addMonths, earliest, yearsBetween } from '../dates';
import { DIRT } from '../dirt';
import type { Draft } from '../draft';
import type { FamilyAtHome } from '../families';
import type { CentreContent, TruePerson } from '../model';
import { centres, sessions } from '../places';
import type { Chance } from '../random';
import { soil } from '../soil';
import { workerIn } from '../workers';
import { assertFamily } from './assert-family';
import { addressBeforeHiding } from './hiding';
import { identityOf } from './identity';

/** Shares of what the children's centres write down at registration and after. */
export const CENTRE_SHARES = {
  consentGiven: 0.72,
  consentRefused: 0.08,
  attends: 0.6,
  fatherRegistered: 0.25,
  referred: 0.15,
  familySupport: { UNIVERSAL: 0.01, VULNERABLE: 0.25, COMPLEX: 0.35, ACUTE: 0.2 },
} as const;

export function writeChildrensCentre(draft: Draft, home: FamilyAtHome, chance: Chance): void {
  if (!home.centre || (home.onlyKnownTo !== undefined && home.onlyKnownTo !== 'childrens-centre')) return;
  const { childrensCentre: ledger, today } = draft;
  const centre =
    centres.find(({ reachAreaId, status }) => reachAreaId === home.area.id && status === 'DESIGNATED') ?? centres[0];
  if (centre === undefined) return;
  const worker = workerIn('familySupport', home.area, Math.floor(home.index / 300) + 1);
  const consent = chance.weighted([
    ['Y', CENTRE_SHARES.consentGiven],
    ['N', CENTRE_SHARES.consentRefused],
    [undefined, 1 - CENTRE_SHARES.consentGiven - CENTRE_SHARES.consentRefused],
  ] as const);
  const small = home.children.filter(
    ({ dateOfBirth }) => dateOfBirth !== undefined && yearsBetween(dateOfBirth, today) < 5,
  );
  const oldest = small[0]?.dateOfBirth ?? addMonths(today, -6);
  const registered = addDays(oldest, chance.whole(20, 250));
  const registeredDate = earliest(registered, today);
  const registrationId = ledger.newRef('REG');
  const supported = chance.happens(CENTRE_SHARES.familySupport[home.family.need]);
  const opened = addDays(today, -chance.whole(30, 200));
  const attends = chance.happens(CENTRE_SHARES.attends);
  const here = sessions.filter(({ centreUrn }) => centreUrn === centre.urn);
  const register = (person: TruePerson, child: boolean): string => {
    const clean = identityOf(person, 'childrens-centre', ledger.newRef('CC'));
    const identity = { ...clean, address: addressBeforeHiding(person, home) };
    const ref = ledger.hold(
      soil(identity, person, DIRT['childrens-centre'], chance, today, child ? home.mother : undefined),
    );
    const attendances: CentreContent['attendances'][number][] = [];
    if (attends && child) {
      for (let week = chance.whole(4, 12); week > 0; week--) {
        const date = addDays(today, -7 * week - 2);
        if (date >= registeredDate)
          attendances.push({ sessionId: chance.pick(here).id, date, attended: chance.happens(0.75) });
      }
    }
    ledger.content.set(ref, {
      registrationId,
      centreUrn: centre.urn,
      registeredDate,
      consentToShare: consent,
      consentDate: consent && registeredDate,
      attendances,
      ...(supported && {
        familySupport: {
          opened,
          worker: ledger.employ(worker),
          reason: chance.pick(['Behaviour', 'Routines and sleep', 'Isolation', 'Debt']),
        },
      }),
      referrals:
        child && chance.happens(CENTRE_SHARES.referred)
          ? [
              {
                date: registeredDate,
                status: chance.pick(['OPENED', 'ACCEPTED', 'DECLINED', 'NEW']),
                fromAgency: chance.pick(['health', 'social-care', 'education']),
                reason: 'Single referral form',
              },
            ]
          : [],
    });
    if (chance.happens(DIRT['childrens-centre'].duplicate)) {
      const second = ledger.newRef('CC');
      ledger.hold(soil({ ...identity, ref: second }, person, DIRT['childrens-centre'], chance, today));
      ledger.content.set(second, {
        registrationId: ledger.newRef('REG'),
        centreUrn: centre.urn,
        registeredDate,
        attendances: [],
        referrals: [],
      });
    }
    const last = attendances.findLast(({ attended }) => attended)?.date;
    ledger.involve({
      ref,
      service: "Children's centre",
      team: centre.name,
      from: registeredDate,
      lastInteraction: last,
    });
    if (supported)
      ledger.involve({ ref, service: 'Family support', team: worker.team, role: worker.role, from: opened, worker });
    return ref;
  };
  const carers = [{ ref: register(home.mother, false), relationship: 'Mother' }];
  if (home.father && chance.happens(CENTRE_SHARES.fatherRegistered))
    carers.push({ ref: register(home.father, false), relationship: 'Father' });
  if (home.grandparent) carers.push({ ref: register(home.grandparent, false), relationship: 'Grandparent' });
  assertFamily(
    ledger,
    ledger.newRef('FR'),
    carers,
    small.map((child) => register(child, true)),
  );
}
