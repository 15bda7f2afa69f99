import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Random } from '../random';

const form = z.looseObject({
  purposes: z.array(z.looseObject({ code: z.string() })),
  flows: z.array(z.looseObject({ by: z.string(), shares: z.array(z.string()) })).optional(),
  streams: z.record(z.string(), z.looseObject({ detail: z.string() })),
  roles: z.array(z.looseObject({ code: z.string() })),
  clauses: z.array(
    z.looseObject({
      shares: z.array(z.string()).default([]),
      effect: z.string().optional(),
      to: z.looseObject({ roles: z.union([z.literal('ANY'), z.array(z.string())]).optional() }),
    }),
  ),
});

/** For these purposes agencies may join their records. */
const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING'];
const KINDS = ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE'];
/** The landlord passes on no number, so whom it alone asserts, or has on its roster, could be joined with nobody. */
const LEFT_OUT = ['housing:family', 'housing:roster'];
/** By these people are found and joined: whole, and before anything is known of them. */
const JOINING = /:(existence|family|household|roster|facts|figures|places)$/;
/** One field gathers these from several agencies; conditions on some of them and not on others are tried by the agreed protocols alone. */
const GATHERED = /:(identity|address|identifiers|contact)$/;

/** Other protocols that might have been agreed: clauses lost, roles lost, others added of every kind that the language has. */
export const drawProtocols = (agreed: readonly string[], random: Random): readonly string[] =>
  agreed.map((text, at) => drawProtocol(text, `DRAWN-${at}`, random));

function drawProtocol(agreed: string, name: string, random: Random): string {
  const protocol = form.parse(parse(agreed));
  // What is done is drawn nowhere: nothing is shown by it.
  const isAct = (stream: string): boolean => protocol.streams[stream]?.detail === 'ACT';
  const streams = Object.keys(protocol.streams).filter((stream) => !LEFT_OUT.includes(stream) && !isAct(stream));
  const settleable = streams.filter((stream) => !JOINING.test(stream));
  const ownRecords = settleable.filter((stream) => !GATHERED.test(stream));
  const roles = protocol.roles.map(({ code }) => code).filter((code) => code !== 'SCRUTINY');
  const purposes = protocol.purposes.map(({ code }) => code).filter((code) => PURPOSES.includes(code));
  const kept = protocol.clauses.flatMap((clause) => {
    const shares = random.some(clause.shares, 0.8);
    const { roles } = clause.to;
    const named = Array.isArray(roles) ? random.some(roles, 0.85) : roles;
    return shares.length === 0 || named?.length === 0
      ? []
      : [{ ...clause, shares, to: { ...clause.to, ...(named ? { roles: named } : {}) } }];
  });
  const some = <T>(from: readonly T[], probability: number): readonly T[] => {
    const picked = random.some(from, probability);
    return picked.length > 0 ? picked : [random.pick(from)];
  };
  let drawn = 0;
  const draw = (to: object, more: object = {}, from: readonly string[] = streams): object => {
    const by = random.pick(from).split(':')[0]!;
    const shares = some(
      from.filter((stream) => stream.startsWith(`${by}:`)),
      0.3,
    ).map((stream) => stream.split(':')[1]!);
    drawn += 1;
    return { id: `${name}-${drawn}`, by, shares, to, purposes: some(purposes, 0.6), ...more };
  };
  const times = (count: number, make: () => object): readonly object[] =>
    Array.from({ length: purposes.length > 1 ? count : Math.ceil(count / 4) }, make);
  const someRoles = () => ({ roles: some(roles, 0.4) });
  const someKinds = () => ({ organisationTypes: some(KINDS, 0.4) });
  const added = [
    ...times(10, () => draw(someRoles())),
    ...times(2, () => draw(someKinds())),
    ...times(8, () => draw(someRoles(), conditionally(random), ownRecords)),
    ...times(3, () => draw({ ...someRoles(), ...someKinds() }, conditionally(random), ownRecords)),
    ...times(8, () => draw(someRoles(), { transform: transform(random) }, settleable)),
    ...times(5, () => draw(someRoles(), { transform: transform(random), ...conditionally(random) }, ownRecords)),
    ...times(3, () => draw(someKinds(), { effect: 'DENY' })),
    ...times(3, () => draw(someRoles(), { effect: 'DENY', ...conditionally(random) }, ownRecords)),
  ];
  const landlordIsSilent = random.chance(0.4);
  const flows = protocol.flows?.flatMap((flow) => {
    const shares = flow.shares.filter(
      (share) =>
        !(share === 'address' && random.chance(0.5)) &&
        !(share === 'facts' && random.chance(0.15)) &&
        !(landlordIsSilent && flow.by === 'housing' && share !== 'facts'),
    );
    return shares.length === 0 ? [] : [{ ...flow, shares }];
  });
  const exceptions = [0, 1, 2, 3].slice(0, purposes.length > 1 ? 4 : 1).map((at) => ({
    id: `${name}-EXCEPT-${at}`,
    streams: some(ownRecords, 0.15),
    subjects: { marker: some(['SHIELDED', 'RESTRICTED', 'ADOPTED'], 0.4) },
    reason: 'Drawn',
  }));
  const consenting = protocol.purposes.map((purpose) =>
    PURPOSES.includes(purpose.code) && random.chance(0.2)
      ? { ...purpose, consent: { required: true, recorded: true } }
      : purpose,
  );
  return stringify({
    ...protocol,
    purposes: consenting,
    ...(flows ? { flows } : {}),
    clauses: [...kept, ...added],
    exceptions,
  });
}

/** One or two conditions, in one of the sections that may say them. The canaries were born long ago. */
function conditionally(random: Random): object {
  const relationship = [random.pick(['LEAD_PROFESSIONAL', 'ALLOCATED_WORKER', 'TAF_MEMBER', 'REGISTERED_CENTRE'])];
  const ways: readonly (() => object)[] = [
    () => ({ conditions: { relationship } }),
    () => ({ conditions: { relationship, needLevelAtLeast: random.pick(['VULNERABLE', 'COMPLEX']) } }),
    () => ({ conditions: { needLevelAtLeast: random.pick(['UNIVERSAL', 'VULNERABLE', 'COMPLEX']) } }),
    () => ({ conditions: { consent: 'GIVEN' } }),
    () => ({ conditions: { area: 'OWN_REACH_AREA' } }),
    () => ({ conditions: { trainingInDate: true, consent: 'GIVEN' } }),
    () => ({ subjects: { ageUnderYears: 5 + random.int(20) } }),
    () => ({ when: { untilBirth: `P${755 + random.int(60)}Y` } }),
    () => ({ when: { sinceBirth: `P${755 + random.int(60)}Y`, trigger: random.pick(['ON_DEMAND', 'ON_CASE']) } }),
    () => ({ when: { trigger: 'ON_CASE' }, conditions: { consent: 'GIVEN' } }),
  ];
  return random.pick(ways)();
}

const transform = (random: Random): object => ({
  others: random.pick(['RECORDED', 'SHOWN']),
  ...(random.chance(0.5) ? { dateOfBirth: 'YEAR_OF_BIRTH' } : {}),
  ...(random.chance(0.5) ? { postcode: 'OUTWARD_POSTCODE' } : {}),
});
