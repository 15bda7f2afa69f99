/** C, the last of it: what came with contract 3. An agency of an earlier contract does not answer it, and need not. */
import { CONTRACT_SINCE } from '@family-view/schema';
import { askField, readField, wholeGrant } from './ask-contract';
import type { AuditLine } from './audit';
import { expectThat } from './expect-that';
import { type ForgedCheckpoint, ForgedLog, isCosigned } from './forge-checkpoints';
import { NOBODY, type Target } from './target';

interface Told {
  readonly outcome: string;
  readonly signature: string | null;
  readonly key: string;
  readonly size: number;
}

async function isOfContract3(target: Target): Promise<boolean> {
  const reply = await askField(target, 'contract', {}, wholeGrant(target, []));
  const version: unknown = reply.body?.data?.contract;
  return typeof version === 'number' && version >= CONTRACT_SINCE.countersigns;
}

const send = (target: Target, checkpoint: ForgedCheckpoint): Promise<Told> =>
  readField(target, 'countersign', { checkpoint }, { people: [], streams: [] });

async function expectSigned(target: Target, checkpoint: ForgedCheckpoint, size: number): Promise<Told> {
  const told = await send(target, checkpoint);
  expectThat(
    told.outcome === 'SIGNED' && told.size === size,
    `expected SIGNED of ${size}, came ${told.outcome} of ${told.size}`,
  );
  const isOwn = isCosigned(checkpoint.note, target.shape.name, told.signature ?? '', told.key);
  expectThat(isOwn, "expected a cosignature/v1 line under the agency's name, by the key it tells; came another");
  return told;
}

async function expectNot(target: Target, checkpoint: ForgedCheckpoint, outcome: string, size: number): Promise<void> {
  const told = await send(target, checkpoint);
  const fits = told.outcome === outcome && told.signature === null && told.size === size;
  expectThat(fits, `expected ${outcome} of ${size} and no signature, came ${told.outcome} of ${told.size}`);
}

export const COUNTERSIGNING: readonly AuditLine[] = [
  [
    'MUST',
    "countersign a checkpoint of the gateway's audit, what goes on from it, and the same again; from contract 3 on",
    async (target) => {
      if (!(await isOfContract3(target))) return;
      const log = new ForgedLog();
      const { key } = await expectSigned(target, log.checkpoint(0, 7), 7);
      for (const [from, to] of [
        [7, 8],
        [8, 8],
        [8, 21],
        [21, 40],
      ] as const) {
        const told = await expectSigned(target, log.checkpoint(from, to), to);
        expectThat(told.key === key, 'expected one key of the agency, came two');
      }
    },
  ],
  [
    'MUST',
    'countersign no fork, no older copy, no other log, and nothing that `key` did not sign; from contract 3 on',
    async (target) => {
      if (!(await isOfContract3(target))) return;
      const log = new ForgedLog();
      await expectNot(target, log.forged(0, 5), 'NOT_SIGNED_BY_KEY', 0);
      await expectSigned(target, log.checkpoint(0, 12), 12);
      await expectNot(target, log.checkpoint(11, 20), 'NOT_FROM_LAST', 12);
      await expectNot(target, log.forkedAt(11).checkpoint(12, 20), 'NOT_CONSISTENT', 12);
      await expectNot(target, log.forkedAt(11).checkpoint(12, 12), 'NOT_CONSISTENT', 12);
      await expectNot(target, log.checkpoint(12, 9), 'NOT_CONSISTENT', 12);
      await expectNot(target, new ForgedLog(log.name).checkpoint(12, 20), 'NOT_CONSISTENT', 12);
      await expectNot(target, { ...log.checkpoint(12, 20), proof: [] }, 'NOT_CONSISTENT', 12);
      await expectSigned(target, log.checkpoint(12, 20), 20);
    },
  ],
];

export const NOTED_RIGHTS: readonly AuditLine[] = [
  [
    'MUST',
    'tell what was noted of a record to whoever may know of it, and of nobody else; from contract 3 on',
    async (target) => {
      if (!(await isOfContract3(target))) return;
      const [one, other] = target.two;
      const reference = `conformance-${Date.now()}`;
      const event = { kind: 'OBJECTION', reference, at: new Date().toISOString(), refs: [one] };
      const kept = await readField(target, 'notify', { event }, wholeGrant(target, [one]));
      expectThat(kept === true, 'expected true of a noted objection, came false');
      const told = async (but: readonly string[]): Promise<readonly boolean[]> => {
        const refs = [one, other, NOBODY];
        const noted = (await readField(target, 'noted', { refs }, wholeGrant(target, refs, but))) as {
          kind: string;
          reference: string;
        }[][];
        return noted.map((list) => list.some((note) => note.kind === 'OBJECTION' && note.reference === reference));
      };
      expectThat(
        JSON.stringify(await told([])) === '[true,false,false]',
        'expected the objection of whom it is about, and of nobody else; came another answer',
      );
      expectThat(
        JSON.stringify(await told([target.own('existence')])) === '[false,false,false]',
        'expected nothing without existence, came the objection',
      );
    },
  ],
];
