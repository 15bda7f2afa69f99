import type { HeldPerson } from '@family-view/kit';
import type { Child, Draw } from './draw';
import { asEntities, inFullWidth, readAsLatin1, slipIn } from './slips';

type Held = Partial<HeldPerson>;

/** One question, and what the agency holds about it. `truth`: which of `held` is the person; null where none of them is. */
export interface Made {
  readonly subject: object;
  readonly held: readonly Held[];
  readonly truth: number | null;
}

/**
 * `trap`: somebody else is held, and must not be joined. `found`: the right one must be joined or offered. `equal`: two
 * people equal in every field that is compared, whom nothing can tell apart.
 */
export interface Kind {
  readonly title: string;
  readonly sort: 'trap' | 'found' | 'equal';
  readonly make: (draw: Draw) => Made;
}

const trap = (title: string, make: Kind['make']): Kind => ({ title, sort: 'trap', make });
const found = (title: string, make: Kind['make']): Kind => ({ title, sort: 'found', make });
const verified = (nhsNumber: string): Held => ({ nhsNumber, nhsNumberVerified: true });
/** The record is the child but for what is changed. */
const is = (child: Child, changed: Held = {}, asked: object = {}): Made => ({
  subject: { ...child, ...asked },
  held: [{ ...child, ...changed }],
  truth: 0,
});
/** The record is somebody else. */
const isNot = (child: Child, changed: Held, asked: object = {}): Made => ({
  ...is(child, changed, asked),
  truth: null,
});
const shift = (date: string, place: 'day' | 'month' | 'year', by: number): string => {
  const [year = '', month = '', day = ''] = date.split('-');
  const moved = (text: string, most: number): string =>
    String(Number(text) + by > most ? Number(text) - by : Number(text) + by).padStart(text.length, '0');
  if (place === 'year') return `${moved(year, 2026)}-${month}-${day}`;
  return place === 'month' ? `${year}-${moved(month, 12)}-${day}` : `${year}-${month}-${moved(day, 28)}`;
};
const swapped = (date: string): string => {
  const [year, month, day] = date.split('-');
  return `${year}-${day}-${month}`;
};
/** A birthday whose day and month can be exchanged, for another date. */
const swappable = (draw: Draw): Child =>
  draw.child({ dateOfBirth: `20${10 + draw.random.int(10)}-0${2 + draw.random.int(4)}-1${draw.random.int(3)}` });
const second = (draw: Draw, { sex, givenName }: Child): string =>
  draw.random.pick((sex === 'M' ? draw.names.boys : draw.names.girls).filter((one) => one !== givenName));
const pair = (draw: Draw, of: 'twins' | 'spellings' | 'called' | 'familySpellings'): readonly [string, string] =>
  draw.random.pick<readonly [string, string]>(draw.names[of]);
const newborn = (draw: Draw): Child =>
  draw.child({ dateOfBirth: `2025-${String(2 + draw.random.int(10)).padStart(2, '0')}-${10 + draw.random.int(18)}` });

const PLACEHOLDERS = [
  ...[
    'Baby',
    'Baby Boy',
    'Babygirl',
    'Baby of Sarah',
    'B/O',
    'B/O Anna',
    'Infant',
    'Male Infant',
    'Female Child',
    'Inf',
    'BB',
  ],
  ...[
    'Newborn',
    'Bejbi',
    'UNBORN',
    'Unnamed',
    'N/K',
    'NK',
    'TBC',
    'T.B.C.',
    'TBA',
    'Not yet named',
    'Not known',
    'To be named',
  ],
  ...['Awaiting name', 'Name unknown', 'Boy', 'Girl', 'Infant of Mary', 'Neonate', 'Not Given', 'Bump', '-', 'X X X'],
];

export const KINDS: readonly Kind[] = [
  // Found, and surely.
  found('all the same, no number', (draw) => is(draw.child())),
  found('the NHS number, moved house', (draw) => {
    const number = draw.nhsNumber();
    return is(draw.child(), { ...verified(number), ...draw.home() }, { nhsNumber: number });
  }),
  found('the pupil number, moved house', (draw) => {
    const upn = draw.upn();
    return is(draw.child(), { upn, ...draw.home() }, { upn });
  }),
  found('the NHS number, another family name', (draw) => {
    const [child, number] = [draw.child(), draw.nhsNumber()];
    return is(child, { ...verified(number), familyName: draw.otherFamily(child) }, { nhsNumber: number });
  }),
  found('the NHS number, another spelling, moved house', (draw) => {
    const [[one, other], number] = [pair(draw, 'spellings'), draw.nhsNumber()];
    return is(draw.named(one), { ...verified(number), givenName: other, ...draw.home() }, { nhsNumber: number });
  }),
  found('the NHS number superseded, and the record knows both', (draw) => {
    const [before, now] = [draw.nhsNumber(), draw.nhsNumber()];
    return is(draw.child(), { ...verified(now), supersededNhsNumbers: [before] }, { nhsNumber: before });
  }),
  found('the number fails its check', (draw) =>
    is(draw.child(), verified(draw.nhsNumber()), { nhsNumber: '4000000000' }),
  ),
  found('another spelling of the given name', (draw) => {
    const [one, other] = pair(draw, 'spellings');
    return is(draw.named(one), { givenName: other });
  }),
  found('another spelling beside a twin of the very name', (draw) => {
    const [one, other] = pair(draw, 'spellings');
    const child = draw.named(one);
    return { subject: child, held: [{ ...child, givenName: other }, child], truth: 1 };
  }),
  found('another spelling or form of the family name', (draw) => {
    const [one, other] = pair(draw, 'familySpellings');
    return is(draw.child({ familyName: one }), { familyName: other });
  }),
  found('a double name in another order', (draw) => {
    const child = draw.child();
    const other = draw.otherFamily(child);
    return is({ ...child, familyName: `${child.familyName}-${other}` }, { familyName: `${other} ${child.familyName}` });
  }),
  found('one half of a double name', (draw) => {
    const child = draw.child();
    return is(child, { familyName: `${child.familyName}-${draw.otherFamily(child)}` });
  }),
  found('capitals, no accents, no hyphens', (draw) => {
    const child = draw.child({ givenName: 'Zoë-Łucja', sex: 'F' });
    return is(child, { givenName: 'ZOE LUCJA', familyName: child.familyName.toUpperCase() });
  }),
  found('ü written ue', (draw) => is(draw.child({ familyName: 'Müller' }), { familyName: 'Mueller' })),
  found('UTF-8 read as Latin-1', (draw) => is(draw.child({ givenName: 'José' }), { givenName: readAsLatin1('José') })),
  found('HTML entities', (draw) => is(draw.child({ familyName: "O'Brien" }), { familyName: asEntities("O'Brien") })),
  found('letters in full width', (draw) => {
    const child = draw.child();
    return is(child, { givenName: inFullWidth(child.givenName), familyName: inFullWidth(child.familyName) });
  }),
  found('names in each other’s place', (draw) => {
    const child = draw.child();
    return is(child, { givenName: child.familyName, familyName: child.givenName });
  }),
  found('twins of alike names: both held', (draw) => {
    const [one, other] = pair(draw, 'twins');
    const child = draw.named(one);
    return { subject: child, held: [{ ...child, givenName: other }, child], truth: 1 };
  }),
  found('father and son of one name: both held', (draw) => {
    const child = draw.child();
    return { subject: child, held: [{ ...child, dateOfBirth: `1985${child.dateOfBirth.slice(4)}` }, child], truth: 1 };
  }),
  found('a cousin of one name on the site: both held', (draw) => {
    const child = draw.child();
    return { subject: child, held: [{ ...child, dateOfBirth: shift(child.dateOfBirth, 'month', 1) }, child], truth: 1 };
  }),
  found('twelve children of one refuge', (draw) => {
    const child = draw.child();
    const others = Array.from({ length: 11 }, () => draw.child({ postcode: child.postcode, uprn: child.uprn }));
    return {
      subject: child,
      held: [...others.filter(({ givenName }) => givenName !== child.givenName), child],
      truth: others.filter(({ givenName }) => givenName !== child.givenName).length,
    };
  }),
  found('no given name yet, the NHS number', (draw) => {
    const number = draw.nhsNumber();
    return is(newborn(draw), { ...verified(number), givenName: draw.random.pick(PLACEHOLDERS) }, { nhsNumber: number });
  }),
  found('sex recorded wrongly, the NHS number', (draw) => {
    const [child, number] = [draw.child(), draw.nhsNumber()];
    return is(child, { ...verified(number), sex: child.sex === 'M' ? 'F' : 'M' }, { nhsNumber: number });
  }),
  found('day and month swapped, the NHS number', (draw) => {
    const [child, number] = [swappable(draw), draw.nhsNumber()];
    return is(child, { ...verified(number), dateOfBirth: swapped(child.dateOfBirth) }, { nhsNumber: number });
  }),

  // Found, and for a person to look at.
  found('no given name yet, no number', (draw) => is(newborn(draw), { givenName: draw.random.pick(PLACEHOLDERS) })),
  found('no given name yet, postcode alone', (draw) => {
    const { uprn: _, ...child } = newborn(draw);
    return { subject: child, held: [{ ...child, givenName: draw.random.pick(PLACEHOLDERS) }], truth: 0 };
  }),
  found('known by the second given name', (draw) => {
    const child = draw.child();
    return is(child, { givenName: `${second(draw, child)} ${child.givenName}` });
  }),
  found('second given name on one side', (draw) => {
    const child = draw.child();
    return is(child, { givenName: `${child.givenName} ${second(draw, child)}` });
  }),
  found('what somebody is called', (draw) => {
    const [name, called] = pair(draw, 'called');
    return is(draw.named(called), { givenName: name });
  }),
  found('what somebody is called, moved house', (draw) => {
    const [name, called] = pair(draw, 'called');
    return is(draw.named(name), { givenName: called, ...draw.home() });
  }),
  found('a slip in the given name', (draw) => {
    const child = draw.child();
    return is(child, { givenName: slipIn(child.givenName, draw.random) });
  }),
  found('a slip in a short given name', (draw) => {
    const short = [...draw.names.boys, ...draw.names.girls].filter(({ length }) => length <= 4);
    const child = draw.named(draw.random.pick(short.length > 0 ? short : ['Ada', 'Leo', 'Ian']));
    return is(child, { givenName: slipIn(child.givenName, draw.random) });
  }),
  found('a slip in the family name', (draw) => {
    const child = draw.child();
    return is(child, { familyName: slipIn(child.familyName, draw.random) });
  }),
  found('names in each other’s place, with a slip', (draw) => {
    const child = draw.child();
    return is(child, { givenName: child.familyName, familyName: slipIn(child.givenName, draw.random) });
  }),
  found('an initial alone', (draw) => {
    const child = draw.child();
    return is(child, { givenName: child.givenName[0] });
  }),
  found('the family name of before is on the record', (draw) => {
    const child = draw.child();
    return is(child, { familyName: draw.otherFamily(child), formerNames: [child.familyName] });
  }),
  found('another family name', (draw) => {
    const child = draw.child();
    return is(child, { familyName: draw.otherFamily(child) });
  }),
  found('moved house', (draw) => is(draw.child(), draw.home())),
  found('moved house, and the record knows from where', (draw) => {
    const child = draw.child();
    const { postcode, uprn } = child;
    return is(child, { ...draw.home(), formerAddresses: [{ postcode, uprn }] });
  }),
  found('a wrong birthday after a move', (draw) => {
    const child = draw.child();
    return is(child, { ...draw.home(), dateOfBirth: shift(child.dateOfBirth, 'month', 1) });
  }),
  found('day and month swapped after a move', (draw) => {
    const child = swappable(draw);
    return is(child, { ...draw.home(), dateOfBirth: swapped(child.dateOfBirth) });
  }),
  found('day and month swapped', (draw) => {
    const child = swappable(draw);
    return is(child, { dateOfBirth: swapped(child.dateOfBirth) });
  }),
  found('a birthday a day out', (draw) => {
    const child = draw.child();
    return is(child, { dateOfBirth: shift(child.dateOfBirth, 'day', 1) });
  }),
  found('a birthday a year out', (draw) => {
    const child = draw.child();
    return is(child, { dateOfBirth: shift(child.dateOfBirth, 'year', 1) });
  }),
  found('1 January in the record', (draw) => {
    const child = draw.child();
    return is(child, { dateOfBirth: `${child.dateOfBirth.slice(0, 4)}-01-01` });
  }),
  found('born on 1 January', (draw) => is(draw.child({ dateOfBirth: `${2010 + draw.random.int(10)}-01-01` }))),
  found('the number superseded, and the record has the old one alone', (draw) =>
    is(draw.child(), { nhsNumber: draw.nhsNumber() }, { nhsNumber: draw.nhsNumber() }),
  ),
  found('a temporary pupil number, later a permanent one', (draw) =>
    is(draw.child(), { upn: draw.temporaryUpn() }, { upn: draw.upn() }),
  ),
  found('registered twice', (draw) => {
    const child = draw.child();
    return { subject: child, held: [child, child], truth: 0 };
  }),
  found('the twin’s number on the child, alike names: both held', (draw) => {
    const [[one, other], own, twins] = [pair(draw, 'twins'), draw.nhsNumber(), draw.nhsNumber()];
    const child = draw.named(one);
    return {
      subject: { ...child, nhsNumber: twins },
      held: [
        { ...child, givenName: other, ...verified(twins) },
        { ...child, ...verified(own) },
      ],
      truth: 1,
    };
  }),
  found('a brother’s number on the child: both held', (draw) => {
    const [child, own, brothers] = [draw.child(), draw.nhsNumber(), draw.nhsNumber()];
    const brother = { ...child, givenName: second(draw, child), dateOfBirth: shift(child.dateOfBirth, 'year', 2) };
    return {
      subject: { ...child, nhsNumber: brothers },
      held: [
        { ...brother, ...verified(brothers) },
        { ...child, ...verified(own) },
      ],
      truth: 1,
    };
  }),

  // Somebody else is held.
  trap('the twin, of an alike name', (draw) => {
    const [one, other] = pair(draw, 'twins');
    return isNot(draw.named(one), { givenName: other });
  }),
  trap('the twin, of an alike name and with the child’s number', (draw) => {
    const [[one, other], number] = [pair(draw, 'twins'), draw.nhsNumber()];
    return isNot(draw.named(one), { givenName: other, ...verified(number) }, { nhsNumber: number });
  }),
  trap('the twin, of another name', (draw) => {
    const child = draw.child();
    return isNot(child, { givenName: second(draw, child) });
  }),
  trap('the twin, with another first and the same second name', (draw) => {
    const child = draw.child();
    const [one, other] = [child.givenName, second(draw, child)];
    return isNot({ ...child, givenName: `${one} James` }, { givenName: `${other} James` });
  }),
  trap('the twin, born second', (draw) => isNot(draw.child(), { birthOrder: 2 }, { birthOrder: 1 })),
  trap('"Twin 2" where "Twin 1" is asked', (draw) => {
    const number = draw.nhsNumber();
    return isNot(
      newborn(draw),
      { givenName: 'Twin 2', ...verified(number) },
      { givenName: 'Twin 1', nhsNumber: number },
    );
  }),
  trap('"Twin 1" and "Twin 2" where a named one is asked', (draw) => {
    const child = newborn(draw);
    return {
      subject: child,
      held: [
        { ...child, givenName: 'Twin 1' },
        { ...child, givenName: 'Twin 2' },
      ],
      truth: null,
    };
  }),
  trap('an older brother', (draw) => {
    const child = draw.child();
    return isNot(child, { givenName: second(draw, child), dateOfBirth: shift(child.dateOfBirth, 'year', 2) });
  }),
  trap('the father of one name', (draw) => {
    const child = draw.child();
    return isNot(child, { dateOfBirth: `1985${child.dateOfBirth.slice(4)}` });
  }),
  trap('a dead brother of one name, two years before', (draw) => {
    const child = draw.child({ dateOfBirth: '2021-11-16' });
    return isNot(child, { dateOfBirth: '2019-11-16', lifeState: 'DIED' });
  }),
  trap('a dead brother of one name, whose number was given to the child', (draw) => {
    const [child, number] = [draw.child({ dateOfBirth: '2021-11-16' }), draw.nhsNumber()];
    return isNot(child, { dateOfBirth: '2020-11-16', ...verified(number) }, { nhsNumber: number });
  }),
  trap('a namesake next door, of one birthday', (draw) => {
    const child = draw.child();
    return isNot(child, draw.nextDoor(child));
  }),
  trap('a namesake next door, of one birthday, and either has a number', (draw) => {
    const child = draw.child();
    return isNot(child, { ...draw.nextDoor(child), ...verified(draw.nhsNumber()) }, { nhsNumber: draw.nhsNumber() });
  }),
  trap('a namesake of one birthday elsewhere', (draw) => isNot(draw.child(), draw.home())),
  trap('a namesake whose home is not known', (draw) => isNot(draw.child(), { postcode: null, uprn: null })),
  trap('one hostel, one name, 1 January', (draw) => isNot(draw.child({ dateOfBirth: '2008-01-01' }), {})),
  trap('one hostel, names exchanged, 1 January', (draw) => {
    const child = draw.child({ givenName: 'Mohammed', familyName: 'Ahmed', dateOfBirth: '2008-01-01' });
    return isNot(child, { givenName: 'Ahmed', familyName: 'Mohammed' });
  }),
  trap('one hostel, one name and birthday, numbers that nobody traced', (draw) =>
    isNot(draw.child(), { nhsNumber: draw.nhsNumber() }, { nhsNumber: draw.nhsNumber() }),
  ),
  trap('one hostel, one name and birthday, two verified numbers', (draw) =>
    isNot(draw.child(), verified(draw.nhsNumber()), { nhsNumber: draw.nhsNumber() }),
  ),
  trap('one hostel, one name and birthday, two pupil numbers', (draw) =>
    isNot(draw.child(), { upn: draw.upn() }, { upn: draw.upn() }),
  ),
  trap('one name, birthday and home, another sex', (draw) => {
    const child = draw.child();
    return isNot(child, { sex: child.sex === 'M' ? 'F' : 'M' });
  }),
  trap('adopted by the foster carers: the identity of before, without a marker', (draw) => {
    const child = draw.child();
    return isNot(
      child,
      { familyName: draw.otherFamily(child), ...verified(draw.nhsNumber()) },
      { nhsNumber: draw.nhsNumber() },
    );
  }),
  trap('adopted: the new identity has the name of before, and the old one is asked', (draw) => {
    const child = draw.child();
    return isNot(child, { familyName: draw.otherFamily(child), formerNames: [child.familyName] });
  }),
  trap('adopted: the old identity is held, and the new one is asked with the name of before', (draw) => {
    const child = draw.child();
    const before = draw.otherFamily(child);
    return isNot(child, { familyName: before }, { formerNames: [before] });
  }),
  trap('a form of the name that is a brother’s own, with his number', (draw) => {
    const number = draw.nhsNumber();
    return isNot(
      draw.child({ givenName: 'William', sex: 'M' }),
      { givenName: 'Liam', ...verified(number) },
      { nhsNumber: number },
    );
  }),
  trap('one number agrees, another differs', (draw) => {
    const number = draw.nhsNumber();
    return isNot(draw.child(), { ...verified(number), upn: draw.upn() }, { nhsNumber: number, upn: draw.upn() });
  }),
  trap('the mother’s number on the child’s record', (draw) => {
    const [child, number] = [draw.child(), draw.nhsNumber()];
    return isNot(
      { ...child, sex: 'F', givenName: draw.random.pick(draw.names.girls), dateOfBirth: '1990-05-06' },
      { givenName: child.givenName, dateOfBirth: child.dateOfBirth, sex: child.sex, ...verified(number) },
      { nhsNumber: number },
    );
  }),
  trap('a neighbour born on that day', (draw) => {
    const child = draw.child();
    return isNot(child, {
      givenName: second(draw, child),
      familyName: draw.otherFamily(child),
      ...draw.nextDoor(child),
    });
  }),

  { title: 'twins of one name and of one everything', sort: 'equal', make: (draw) => isNot(draw.child(), {}) },
];
