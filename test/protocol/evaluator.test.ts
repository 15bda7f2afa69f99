import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledProtocol, compileProtocols } from '@family-view/gateway/protocol/compile-protocol';
import { readProtocol } from '@family-view/gateway/protocol/read-protocol';
import type { Decision, Entry, Fact } from '@family-view/gateway/types';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Agreement } from './agreement';
import { evaluate, type Question, type Verdict } from './evaluate';
import { type Asking, askings, askOf, knowledge } from './random-asking';
import { agreements } from './random-protocol';

if (process.env.PROOF) jest.setTimeout(900_000);
const SETS = process.env.PROOF ? 10_000 : 500;
const CELLS_OF_EACH = 20;

const schema: object = JSON.parse(
  readFileSync(join(__dirname, '../../schema/protocol/protocol.schema.json'), 'utf8'),
) as object;

/** Far under what comes out at any seed, so that only a generator gone blind falls short. In a hundred cells. */
const FLOORS: Readonly<Record<string, number>> = {
  'granted whole': 5,
  'granted whole under a condition': 1,
  'granted changed': 3,
  'granted changed under a condition': 0.5,
  'granted under a broken glass': 0.2,
  PROTOCOL_NOT_IN_FORCE: 1,
  PROTOCOL_LAPSED: 0.2,
  PARTY_NOT_SIGNED: 1,
  DENIED_BY_CLAUSE: 1,
  NO_CLAUSE: 2,
  ROLE_NOT_NAMED: 2,
  PURPOSE_NOT_NAMED: 2,
  AGGREGATE_ONLY: 1,
  CONDITION_NOT_MET: 2,
  FACTS_UNKNOWN: 1,
  NEEDS_FACTS: 1,
};

const sets = fc.record({
  all: agreements,
  drawn: askings(CELLS_OF_EACH),
  others: fc.array(knowledge, { minLength: 3, maxLength: 3 }),
});

/** Nobody told anything, after all or only some answered: where facts matter at all, these two differ. */
const NOTHING_TOLD = [
  { told: [], everybodyAnswered: true },
  { told: [], everybodyAnswered: false },
];

test('the gateway decides every cell as an evaluator does that was written from the page alone', () => {
  const counts = new Map<string, number>();
  let clock = new Date(0);
  let drawnSets = 0;
  fc.assert(
    fc.property(sets, ({ all, drawn, others }) => {
      drawnSets += 1;
      const compiled = compileProtocols(drawnSets % 10 === 0 ? all.map(readBack) : all, () => clock);
      // One after another, by one compiled protocol: nothing of one asking may be left over for the next.
      for (const asking of drawn.map((one) => askOf(all, one))) {
        clock = asking.instant;
        const verdict = evaluate({ ...asking, agreements: all });
        count(counts, nameOutcome(verdict, all, asking));
        const rights = compiled.rights(entryOf(asking));
        const settled = rights.settle(asking.stream, knownFrom(asking));
        agree(asking, all, settled, verdict);

        const kinds: readonly string[] = rights.factsFor(asking.stream);
        const sifted = { ...asking, told: asking.told.filter(({ kind }) => kinds.includes(kind)) };
        agree(asking, all, rights.settle(asking.stream, knownFrom(sifted)), verdict, 'by the facts that are asked for');

        const decided = rights.decide(asking.stream);
        const asIf = [...NOTHING_TOLD, ...others].map((known) => ({ ...asking, ...known, agreements: all }));
        if (decided.kind === 'needs') {
          const outcomes = [verdict, ...asIf.map(evaluate)].map((one) => JSON.stringify(one));
          if (new Set(outcomes).size === 1) fail(asking, all, 'facts are asked for that make no difference', decided);
        } else {
          agree(asking, all, decided, verdict, 'before any fact is known');
          for (const one of asIf)
            agree(one, all, rights.settle(asking.stream, knownFrom(one)), verdict, 'by other facts');
        }
      }
    }),
    { numRuns: SETS },
  );
  const cells = SETS * CELLS_OF_EACH;
  process.stdout.write(`${SETS} sets of protocols, ${cells} cells\n${tableOf(counts)}`);
  const scarce = Object.entries(FLOORS).filter(([outcome, floor]) => (counts.get(outcome) ?? 0) * 100 < floor * cells);
  expect(scarce).toEqual([]);
});

test('askers with one signature are decided alike in every stream, as far as that goes without facts', () => {
  let alike = 0;
  let clock = new Date(0);
  fc.assert(
    fc.property(sets, ({ all, drawn }) => {
      const compiled = compileProtocols(all, () => clock);
      const askings = drawn.map((one) => askOf(all, one));
      const first = new Map<string, string>();
      for (const asking of askings) {
        clock = asking.instant;
        const rights = compiled.rights(entryOf(asking));
        const decisions = JSON.stringify(askings.map(({ stream }) => [stream, rights.decide(stream)]));
        const before = first.get(rights.signature);
        if (before === undefined) first.set(rights.signature, decisions);
        else {
          alike += 1;
          expect(decisions).toBe(before);
        }
      }
    }),
    { numRuns: SETS / 5 },
  );
  expect(alike).toBeGreaterThan(SETS / 5);
});

/** Written to YAML and read by the gateway's own reader, which refuses what is no valid protocol. */
const readBack = (agreement: Agreement) => readProtocol(`${agreement.protocol.id}.yaml`, stringify(agreement), schema);

const entryOf = ({ asker, purpose, caseReference, glass }: Asking): Entry => ({
  requester: { id: 'worker-1', name: null, ...asker },
  purpose,
  caseReference,
  ...(glass ? { breakGlass: glass } : {}),
});

/** An agency may tell a kind of fact that nobody here knows. */
const knownFrom = ({ told, everybodyAnswered }: Pick<Question, 'told' | 'everybodyAnswered'>) => ({
  facts: told as readonly Fact[],
  complete: everybodyAnswered,
});

function agree(asked: object, all: readonly Agreement[], decision: Decision, verdict: Verdict, when = 'when settled') {
  const [gateway, page] = [tell(decision), tellVerdict(verdict)];
  if (JSON.stringify(gateway) !== JSON.stringify(page)) fail(asked, all, `they differ ${when}`, { gateway, page });
}

function fail(asked: object, agreements: readonly Agreement[], what: string, told: object): never {
  const { stream } = asked as { stream: string };
  const [by, name = ''] = stream.split(':');
  const concerned = agreements.map(({ clauses, ...rest }) => ({
    ...rest,
    streams: { [stream]: rest.streams[stream] },
    clauses: clauses.filter((clause) => clause.by === by && clause.shares.includes(name)),
  }));
  throw new Error(`${what}: ${JSON.stringify(told)}\n${stringify({ asked, concerned })}`);
}

function tell(decision: Decision): readonly unknown[] {
  if (decision.kind === 'needs') return ['needs', decision.facts];
  if (decision.kind === 'withheld') return ['withheld', decision.reason];
  const { dateOfBirth, postcode, others } = decision.transform ?? {};
  return ['granted', decision.clause, dateOfBirth, postcode, others];
}

function tellVerdict(verdict: Verdict): readonly unknown[] {
  if (!verdict.granted) return ['withheld', verdict.reason];
  if (verdict.by === 'broken glass') return ['granted', 'BREAK-GLASS', undefined, undefined, undefined];
  const { dateOfBirth, postcode, others } = verdict.transform ?? {};
  return ['granted', verdict.clause, dateOfBirth, postcode, others];
}

function nameOutcome(verdict: Verdict, all: readonly Agreement[], asking: Asking): string {
  if (!verdict.granted) return verdict.reason;
  if (verdict.by === 'broken glass') return 'granted under a broken glass';
  const withoutFacts = NOTHING_TOLD.map((known) => evaluate({ ...asking, ...known, agreements: all }));
  const sure = withoutFacts.every((one) => JSON.stringify(one) === JSON.stringify(verdict));
  return `granted ${verdict.transform ? 'changed' : 'whole'}${sure ? '' : ' under a condition'}`;
}

const count = (counts: Map<string, number>, outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
const tableOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([outcome, many]) => `  ${outcome} ${many}\n`)
    .join('');
