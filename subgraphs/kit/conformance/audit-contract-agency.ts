/** C, the second half: matching, and what is asked of the agency as a whole. */
import { CONTRACT_VERSION } from '@family-view/schema';
import { askField, readField, wholeGrant } from './ask-contract';
import type { AuditLine } from './audit';
import { expectThat, NotTried } from './expect-that';
import { codesOf, isRefused, tellReply } from './read-reply';
import { NOBODY, type Target } from './target';

type Held = Readonly<Record<string, unknown>>;

/** What a searcher would know of somebody, by what the agency itself tells of them. */
async function subjectOf(target: Target, ref: string): Promise<Held> {
  const [identity] = (await readField(
    target,
    'identity',
    { refs: [ref] },
    wholeGrant(target, [ref]),
  )) as (Held | null)[];
  if (!identity) throw new NotTried(`it needs an identity of the first under "open" in --pointers`);
  const known = ['nhsNumber', 'upn', 'laChildId', 'givenName', 'familyName', 'dateOfBirth', 'sex', 'postcode', 'uprn'];
  return Object.fromEntries(known.flatMap((name) => (identity[name] == null ? [] : [[name, identity[name]]])));
}

const STRANGER = { givenName: 'Zebedee', familyName: 'Quillfeather', dateOfBirth: '1931-02-28', postcode: 'ZB9 9ZZ' };

export const AGENCY_OF_THE_CONTRACT: readonly AuditLine[] = [
  [
    'MUST',
    'match by what it holds itself, with a list for each subject in their order, and nobody for a stranger',
    async (target) => {
      const [one] = target.two;
      const subject = await subjectOf(target, one);
      const told = await readField(target, 'match', { subjects: [STRANGER, subject, {}] }, wholeGrant(target, []));
      const [stranger, found, empty] = told as {
        ref: string;
        outcome: string;
        score: number;
        comparedOn: string[];
      }[][];
      expectThat(told.length === 3, `expected three lists, came ${told.length}`);
      expectThat(
        found!.some(({ ref }) => ref === one),
        'expected the person by their own name, birthday and address, came nobody',
      );
      expectThat(
        stranger!.length === 0 && empty!.length === 0,
        'expected nobody for a stranger and for nothing known, came somebody',
      );
      expectThat(
        found!.every(
          ({ score, comparedOn }) => score >= 0 && score <= 1 && comparedOn.every((field) => /^[a-zA-Z]+$/.test(field)),
        ),
        'expected scores from 0 to 1 and names of fields, came others',
      );
    },
  ],
  [
    'MUST',
    'take no two people for one: a birthday and a family name alone are no MATCH',
    async (target) => {
      const [one] = target.two;
      const { familyName, dateOfBirth } = await subjectOf(target, one);
      if (!familyName || !dateOfBirth) throw new NotTried('it needs a person with a family name and a date of birth');
      const subject = { familyName, dateOfBirth, givenName: 'Zebedee' };
      const [found] = (await readField(target, 'match', { subjects: [subject] }, wholeGrant(target, []))) as {
        outcome: string;
      }[][];
      expectThat(
        found!.every(({ outcome }) => outcome !== 'MATCH'),
        'expected no MATCH against another given name, came one',
      );
    },
  ],
  [
    'MUST',
    'answer match, markers, roster, aggregate, cohortKey and coverage under their general stream alone',
    async (target) => {
      const subjects = [STRANGER];
      for (const [name, stream, given] of [
        ['match', 'existence', { subjects }],
        ['markers', 'facts', { subjects }],
        ['roster', 'roster', { area: target.pointers.area, mine: false, first: 5 }],
        ['aggregate', 'figures', { measure: 'any', by: [] }],
        ['cohortKey', 'figures', {}],
        ['coverage', 'existence', {}],
      ] as const) {
        const streams = target.everything.filter((one) => one !== target.own(stream));
        const reply = await askField(target, name, given, { people: [target.all(target.pointers.open)], streams });
        const value: unknown = reply.body?.data?.[name];
        const nothing =
          value === null || value === undefined || JSON.stringify(value).replace(/[^\w]|refs|next|null/g, '') === '';
        expectThat(nothing, `expected nothing of ${name} without ${target.own(stream)}, came something`);
      }
    },
  ],
  [
    'MUST',
    'answer markers in the shape of the contract: a list for each subject, empty for a stranger',
    async (target) => {
      const told = await readField(target, 'markers', { subjects: [STRANGER, {}] }, wholeGrant(target, []));
      expectThat(JSON.stringify(told) === '[[],[]]', 'expected no marker of a stranger, came another answer');
    },
  ],
  [
    'MUST',
    'give a roster in pages: at most as many as were asked for, in one order, nobody twice, to the end',
    async (target) => {
      const ask = { area: target.pointers.area, mine: false };
      const whole = await readField(target, 'roster', { ...ask, first: 60 }, wholeGrant(target, []));
      const refs: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 3; page += 1) {
        const read = (await readField(target, 'roster', { ...ask, first: 2, after }, wholeGrant(target, []))) as {
          refs: string[];
          next: string | null;
        };
        expectThat(read.refs.length <= 2, `expected at most 2, came ${read.refs.length}`);
        refs.push(...read.refs);
        after = read.next;
        if (after === null) break;
      }
      expectThat(new Set(refs).size === refs.length, 'expected nobody twice, came somebody twice');
      expectThat(
        JSON.stringify(refs) === JSON.stringify((whole.refs as string[]).slice(0, refs.length)),
        'expected pages in the order of the whole, came another order',
      );
    },
  ],
  [
    'MUST',
    'say that it does not keep a measure, rather than count nothing',
    async (target) => {
      const reply = await askField(target, 'aggregate', { measure: 'no-such-measure', by: [] }, wholeGrant(target, []));
      expectThat((reply.body?.errors?.length ?? 0) > 0, `expected an error, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    'keep no decision about somebody it does not hold',
    async (target) => {
      const kept = await readField(
        target,
        'confirm',
        { subject: STRANGER, ref: NOBODY, same: true, statement: 'Conformance' },
        wholeGrant(target, [NOBODY]),
      );
      expectThat(kept === false, 'expected false, came true');
    },
  ],
  [
    'MUST',
    'keep what it is notified of, and tell a claimed relationship to whoever claimed it, and to nobody else',
    async (target) => {
      const [one, other] = target.two;
      const requester = (id: string) => ({
        requester: { id, organisation: 'conformance', role: 'SCHOOL_LEAD', area: null },
      });
      const at = new Date().toISOString();
      const until = new Date(Date.now() + 60_000).toISOString();
      const notify = (event: Held, refs: readonly string[]) =>
        readField(
          target,
          'notify',
          { event: { reference: 'conformance', at, refs, ...event } },
          {
            ...wholeGrant(target, [one]),
            stated: requester('conformance-claimant'),
          },
        );
      expectThat((await notify({ kind: 'ALERT' }, [])) === true, 'expected true of an ALERT, came false');
      expectThat(
        (await notify({ kind: 'RELATIONSHIP_CLAIMED', until }, [one, other])) === true,
        'expected true, came false',
      );
      const claimed = async (id: string): Promise<readonly boolean[]> => {
        const refs = [one, other];
        const granted = { ...wholeGrant(target, refs), stated: requester(id) };
        const told = (await readField(target, 'facts', { refs, kinds: ['RELATIONSHIP'] }, granted)) as Held[][];
        return told.map((facts) => facts.some(({ value }) => value === 'SELF_CLAIMED'));
      };
      expectThat(
        JSON.stringify(await claimed('conformance-claimant')) === '[true,false]',
        'expected SELF_CLAIMED of whom the grant named, and of nobody else; came another answer',
      );
      expectThat(
        JSON.stringify(await claimed('conformance-another')) === '[false,false]',
        "expected nothing of another's claim, came SELF_CLAIMED",
      );
    },
  ],
  [
    'MUST',
    'refuse a claimed relationship without an end',
    async (target) => {
      const [one] = target.two;
      const event = {
        kind: 'RELATIONSHIP_CLAIMED',
        reference: 'conformance',
        at: new Date().toISOString(),
        refs: [one],
      };
      const reply = await askField(target, 'notify', { event }, wholeGrant(target, [one]));
      expectThat(
        reply.body?.data?.notify !== true && codesOf(reply).length > 0,
        `expected an error, came ${tellReply(reply)}`,
      );
    },
  ],
  [
    'MUST',
    'refuse a date that is none',
    async (target) => {
      const subjects = [{ ...STRANGER, dateOfBirth: '2021-02-30' }];
      const reply = await askField(target, 'match', { subjects }, wholeGrant(target, []));
      expectThat(isRefused(reply), `expected a refusal of 30 February, came ${tellReply(reply)}`);
    },
  ],
  [
    'SHOULD',
    "answer version 4 of the contract: of version 1, its word about another agency's record joins nothing; of version 2, it does not countersign; of version 3, it takes part in no cohort",
    async (target) => {
      const reply = await askField(target, 'contract', {}, wholeGrant(target, []));
      const version: unknown = reply.body?.data?.contract;
      expectThat(
        version === CONTRACT_VERSION,
        `expected contract ${CONTRACT_VERSION}, came ${version === undefined ? 'no such field, which is version 1' : String(version)}: schema/ownership.yaml says which version an agency answers that is not the newest`,
      );
    },
  ],
];
