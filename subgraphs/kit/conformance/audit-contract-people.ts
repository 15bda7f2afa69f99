/** C, the first half: what is told of people, and under which stream. */
import { askField, readField, wholeGrant } from './ask-contract';
import type { AuditLine } from './audit';
import { expectThat } from './expect-that';
import { NOBODY, type Target } from './target';

const KINDS = ['RELATIONSHIP', 'NEED_LEVEL', 'CONSENT', 'AREA', 'AGE', 'DATE_OF_BIRTH', 'MARKER'];

type Held = Readonly<Record<string, unknown>>;

/** Without a stream, each of these answers as for somebody of whom nothing is held. */
const withoutStream =
  (name: string, stream: Parameters<Target['own']>[0], more: Held = {}) =>
  async (target: Target): Promise<void> => {
    const [one] = target.two;
    const own = target.own(stream);
    const but = name === 'members' ? [own, target.own('household')] : [own];
    const closed = await askField(target, name, { refs: [one], ...more }, { people: [target.all([one], but)] });
    const nobody = await askField(target, name, { refs: [NOBODY], ...more }, { people: [target.all([NOBODY])] });
    expectThat(
      JSON.stringify(closed.body?.data) === JSON.stringify(nobody.body?.data),
      `expected ${name} without ${own} as of somebody who is not held, came another answer`,
    );
  };

export const PEOPLE_OF_THE_CONTRACT: readonly AuditLine[] = [
  [
    'MUST',
    'answer coverage in the shape of the contract',
    async (target) => void (await readField(target, 'coverage', {}, wholeGrant(target, []))),
  ],
  [
    'MUST',
    'answer identity in the shape of the contract, each under its own ref, null for whom it does not hold',
    async (target) => {
      const [one, other] = target.two;
      const refs = [other, NOBODY, one, other];
      const told = (await readField(target, 'identity', { refs }, wholeGrant(target, refs))) as (Held | null)[];
      expectThat(
        JSON.stringify(told.map((identity) => identity?.ref ?? null)) === JSON.stringify([other, null, one, other]),
        'expected one identity for each ref, in the order asked, null for whom is not held; came another list',
      );
    },
  ],
  [
    'MUST',
    'answer involvements, members and facts in the shape of the contract, one list for each ref, empty for whom it does not hold',
    async (target) => {
      const [one, other] = target.two;
      const refs = [NOBODY, one, NOBODY, other];
      for (const [name, more] of [
        ['involvements', {}],
        ['members', {}],
        ['facts', { kinds: KINDS }],
      ] as const) {
        const told = (await readField(target, name, { refs, ...more }, wholeGrant(target, refs))) as unknown[][];
        expectThat(told.length === refs.length, `expected ${refs.length} lists of ${name}, came ${told.length}`);
        expectThat(
          told[0]?.length === 0 && told[2]?.length === 0,
          `expected no ${name} of whom is not held, came some`,
        );
        if (name !== 'involvements') continue;
        expectThat(
          told.flat().length > 0,
          'expected an involvement of one of the two, came none: it is what the single view shows first',
        );
      }
    },
  ],
  ['MUST', 'tell an identity under identity alone', withoutStream('identity', 'identity')],
  ['MUST', 'tell involvements under existence alone', withoutStream('involvements', 'existence')],
  ['MUST', 'tell members under family and household alone', withoutStream('members', 'family')],
  ['MUST', 'tell facts under facts alone', withoutStream('facts', 'facts', { kinds: KINDS })],
  [
    'MUST',
    'tell address and identifiers under streams of their own, whom to ring under contact, names of relatives under identity',
    async (target) => {
      const [one] = target.two;
      const bare = [target.own('address'), target.own('identifiers')];
      const [identity] = (await readField(
        target,
        'identity',
        { refs: [one] },
        wholeGrant(target, [one], bare),
      )) as (Held | null)[];
      const leaked = ['postcode', 'uprn', 'nhsNumber', 'upn', 'laChildId'].filter((name) => identity?.[name] != null);
      expectThat(leaked.length === 0, `expected no ${leaked.join(', ')} without address and identifiers, came one`);
      const [involvements] = await readField(
        target,
        'involvements',
        { refs: [one] },
        wholeGrant(target, [one], [target.own('contact')]),
      );
      expectThat(
        (involvements as Held[]).every(({ contact }) => contact === null),
        'expected nobody to ring without contact, came somebody',
      );
      const [groups] = await readField(
        target,
        'members',
        { refs: [one] },
        wholeGrant(target, [one], [target.own('identity')]),
      );
      expectThat(
        (groups as { members: Held[] }[]).every(({ members }) => members.every(({ subject }) => subject === null)),
        'expected no names of relatives without identity, came some',
      );
    },
  ],
  [
    'MUST',
    'tell only the kinds of facts that are asked for',
    async (target) => {
      const [one] = target.two;
      for (const kind of KINDS) {
        const [facts] = await readField(target, 'facts', { refs: [one], kinds: [kind] }, wholeGrant(target, [one]));
        expectThat(
          (facts as Held[]).every((fact) => fact.kind === kind),
          `expected facts of the kind ${kind} alone, came others`,
        );
      }
    },
  ],
];
