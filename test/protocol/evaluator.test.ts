import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '@family-view/gateway/identity/types';
import { compileProtocols, type Rights } from '@family-view/gateway/policy/decide/compile-protocol';
import { readProtocol } from '@family-view/gateway/policy/read/read-protocol';
import type { Decision, Fact } from '@family-view/gateway/policy/types';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Agreement } from './agreement';
import { evaluate, type Verdict } from './evaluate';
import {
  type Asking,
  askings,
  askOf,
  EVERY_MARKER,
  everythingThatFits,
  knowledge,
  NOTHING_TOLD,
} from './random-asking';
import { isForJoining } from './random-clause';
import { agreements } from './random-protocol';
import { some } from './random-words';

if (process.env.PROOF) jest.setTimeout(900_000);
const SETS = process.env.PROOF ? 10_000 : 150;
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
  'granted under emergency access': 0.2,
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
  isRead: fc.noBias(some(13, 100)),
});

test('the gateway decides every cell as an evaluator does that was written from the page alone', () => {
  const counts = new Map<string, number>();
  let clock = new Date(0);
  let read = 0;
  prove(sets, SETS, ({ all, drawn, others, isRead }) => {
    if (isRead) read += 1;
    const compiled = compileProtocols(isRead ? all.map(readBack) : all, () => clock);
    // One after another, by one compiled protocol: nothing of one asking may be left over for the next.
    for (const asking of drawn.map((one) => askOf(all, one))) {
      clock = asking.instant;
      const rights = compiled.rights(entryOf(asking));
      const verdict = evaluate({ ...asking, agreements: all });
      count(counts, nameOutcome(verdict, all, asking));
      agree(asking, all, settle(rights, asking), verdict, 'by the facts that were told');

      const kinds: readonly string[] = rights.factsFor(asking.stream);
      const sifted = { ...asking, told: asking.told.filter(({ kind }) => kinds.includes(kind)) };
      agree(asking, all, settle(rights, sifted), verdict, 'by the facts that are asked for');

      const decided = rights.decide(asking.stream);
      const asIf = [...NOTHING_TOLD, ...others].map((known) => ({ ...asking, ...known }));
      if (decided.kind !== 'needs')
        for (const one of asIf) agree(one, all, settle(rights, one), verdict, 'though no fact was needed');
      else if (!isForJoining(asking.stream) && !canDiffer(asking, verdict, all))
        fail(asking, all, 'facts are asked for that make no difference', decided);
    }
  });
  const cells = SETS * CELLS_OF_EACH;
  process.stdout.write(
    `${SETS} sets of protocols (${read} of them by way of YAML), ${cells} cells\n${tableOf(counts)}`,
  );
  expect(read).toBeGreaterThan(SETS / 30);
  const scarce = Object.entries(FLOORS).filter(([outcome, floor]) => (counts.get(outcome) ?? 0) * 100 < floor * cells);
  expect(scarce).toEqual([]);
});

test('askers with one signature are decided alike in every stream, as far as that goes without facts', () => {
  let alike = 0;
  let clock = new Date(0);
  prove(sets, SETS / 5, ({ all, drawn }) => {
    const compiled = compileProtocols(all, () => clock);
    const asked = drawn.map((one) => askOf(all, one));
    const first = new Map<string, string>();
    for (const asking of asked.slice(0, 5).flatMap(nearlyAlike)) {
      clock = asking.instant;
      const rights = compiled.rights(entryOf(asking));
      const decisions = JSON.stringify(asked.map(({ stream }) => [stream, rights.decide(stream)]));
      const before = first.get(rights.signature) ?? decisions;
      if (first.has(rights.signature)) alike += 1;
      else first.set(rights.signature, decisions);
      if (before !== decisions) fail(asking, all, 'decided otherwise under one signature', { before, decisions });
    }
  });
  expect(alike).toBeGreaterThan(SETS);
});

/** On a failure: the seed, and what differed, without shrinking, which would take longer than to read it. */
function prove<Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number, holds: (value: Value) => void): void {
  fc.assert(fc.property(arbitrary, holds), {
    numRuns,
    endOnFailure: true,
    reporter: ({ failed, seed, counterexamplePath, errorInstance }) => {
      if (failed) throw new Error(`seed ${seed}, path ${counterexamplePath}`, { cause: errorInstance });
    },
  });
}

/** One asking, and others that differ from it in one thing: the case, the training, the area, the day, the glass. */
const nearlyAlike = (asking: Asking): readonly Asking[] => [
  asking,
  { ...asking, caseReference: asking.caseReference === null ? 'CASE-2' : null },
  { ...asking, asker: { ...asking.asker, trainingUntil: '2099-01-01' } },
  { ...asking, asker: { ...asking.asker, area: 'west' } },
  { ...asking, asker: { ...asking.asker, organisation: 'nowhere' } },
  { ...asking, instant: new Date(asking.instant.getTime() + 86_400_000) },
  { ...asking, glass: asking.glass && { ...asking.glass, told: new Set<string>() } },
  { ...asking, glass: null },
];

/** Whether what is known of the person, or of the asker's own area and training, can turn this cell. */
function canDiffer(asking: Asking, verdict: Verdict, agreements: readonly Agreement[]): boolean {
  const fitting = everythingThatFits(asking.day);
  const marked = fitting.map((one) => ({ ...one, told: [...one.told, ...EVERY_MARKER.told] }));
  return [...NOTHING_TOLD, EVERY_MARKER, ...fitting, ...marked, asking].some((known) =>
    ['2099-01-01', '2000-01-01', null].some((trainingUntil) =>
      ['north', 'south'].some((area) => {
        const asker = { ...asking.asker, area, trainingUntil };
        const { told, everybodyAnswered, everybodyToldMarkers } = known;
        return !isSame(
          evaluate({ ...asking, told, everybodyAnswered, everybodyToldMarkers, asker, agreements }),
          verdict,
        );
      }),
    ),
  );
}

const isSame = (one: Verdict, other: Verdict): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Written to YAML and read by the gateway's own reader, which refuses what is no valid protocol. */
const readBack = (agreement: Agreement) => readProtocol(`${agreement.protocol.id}.yaml`, stringify(agreement), schema);

const entryOf = ({ asker, purpose, caseReference, glass }: Asking): Entry => ({
  requester: { id: 'worker-1', name: null, ...asker },
  purpose,
  caseReference,
  ...(glass ? { breakGlass: glass } : {}),
});

/** An agency may tell a kind of fact that nobody here knows. */
const knownFrom = ({ told, everybodyAnswered, everybodyToldMarkers }: Asking) => ({
  facts: told as readonly Fact[],
  complete: everybodyAnswered,
  ...(everybodyToldMarkers === undefined ? {} : { markersComplete: everybodyToldMarkers }),
});

/** Streams by which people are found are never settled: what needs facts is closed. */
function settle(rights: Rights, asking: Asking): Decision {
  if (!isForJoining(asking.stream)) return rights.settle(asking.stream, knownFrom(asking));
  const decided = rights.decide(asking.stream);
  if (decided.kind !== 'needs') return decided;
  return { kind: 'withheld', reason: 'NEEDS_FACTS', stream: asking.stream, clause: decided.clause };
}

function agree(asking: Asking, all: readonly Agreement[], decision: Decision, verdict: Verdict, when: string): void {
  const [gateway, page] = [tell(decision), tellVerdict(verdict)];
  if (JSON.stringify(gateway) !== JSON.stringify(page)) fail(asking, all, `they differ ${when}`, { gateway, page });
}

/** Shows what bears on the cell, and no more. */
function fail(asked: Asking, all: readonly Agreement[], what: string, told: object): never {
  const { stream, asker, purpose } = asked;
  const [by, name = ''] = stream.split(':');
  const concerned = all.map(({ protocol, parties, purposes, roles, streams, clauses, exceptions, breakGlass }) => ({
    protocol,
    party: parties.find(({ id }) => id === by),
    purpose: purposes.find(({ code }) => code === purpose),
    role: roles.find(({ code }) => code === asker.role),
    stream: streams[stream],
    clauses: clauses.filter((clause) => clause.by === by && clause.shares.includes(name)),
    exceptions: exceptions?.filter(({ streams: closed }) => closed.includes(stream)),
    breakGlass: asked.glass ? breakGlass : undefined,
  }));
  const glass = asked.glass && { ...asked.glass, told: [...asked.glass.told] };
  throw new Error(`${what}: ${JSON.stringify(told)}\n${stringify({ asked: { ...asked, glass }, concerned })}`);
}

function tell(decision: Decision): readonly unknown[] {
  if (decision.kind === 'needs') return ['needs', decision.facts];
  if (decision.kind === 'withheld') return ['withheld', decision.reason];
  const { dateOfBirth, postcode, others } = decision.transform ?? {};
  return ['granted', decision.clause, dateOfBirth, postcode, others];
}

function tellVerdict(verdict: Verdict): readonly unknown[] {
  if (!verdict.granted) return ['withheld', verdict.reason];
  if (verdict.by === 'emergency access') return ['granted', 'BREAK-GLASS', undefined, undefined, undefined];
  const { dateOfBirth, postcode, others } = verdict.transform ?? {};
  return ['granted', verdict.clause, dateOfBirth, postcode, others];
}

function nameOutcome(verdict: Verdict, all: readonly Agreement[], asking: Asking): string {
  if (!verdict.granted) return verdict.reason;
  if (verdict.by === 'emergency access') return 'granted under emergency access';
  const sure = NOTHING_TOLD.every((known) => isSame(evaluate({ ...asking, ...known, agreements: all }), verdict));
  return `granted ${verdict.transform ? 'changed' : 'whole'}${sure ? '' : ' under a condition'}`;
}

const count = (counts: Map<string, number>, outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
const tableOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([outcome, many]) => `  ${outcome} ${many}\n`)
    .join('');
