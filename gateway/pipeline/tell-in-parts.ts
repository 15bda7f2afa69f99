import type { DisclosureRecord } from '../audit/records';
import { answerIntrospection } from '../execution/answer-introspection';
import { type AnswerPart, deliverParts } from '../execution/deliver-parts';
import type { NearLimit } from '../limits/requester-limits';
import type { OperationRequest } from '../operation-context';
import { inSpan } from '../shared/span';
import { askingOf, plannedOf } from './ask';
import type { Begun } from './begin';
import type { Stages } from './stages';
import { accessOf, countDecisions, logTrouble, namesOf, noticesOf, refusalOf } from './tell';

type Disclosed = DisclosureRecord['outcome'];

/** A part of an answer with what is told beside it: of notices all that there are by then, and of the rest what is new. */
export type ToldPart = AnswerPart & { readonly extensions: Readonly<Record<string, unknown>> };

/** Each part as a whole answer would be: its limits, its notices, and its disclosure on disk before it leaves. */
export async function* tellInParts(
  stages: Stages,
  begun: Begun,
  request: OperationRequest,
  gone: AbortSignal,
): AsyncGenerator<ToldPart, void, void> {
  const { parts, version, linkage } = stages;
  const { authorized, run, context, protocol, entry, limits } = begun;
  const recordPart = begun.record.inParts();
  const near = new Map<string, NearLimit>();
  let cost = { searches: 0, people: 0, families: 0, agencyCalls: 0 };
  let toldNotices = '[]';
  let counted = '';
  const record = async (outcome: Disclosed, code: string | null, isLast: boolean): Promise<void> => {
    const whole = begun.costOf();
    const added = { ...whole };
    for (const kind of Object.keys(whole) as (keyof typeof whole)[]) added[kind] -= cost[kind];
    context.linker.noteMet();
    await inSpan(run.calls.span, 'audit disclosure', () =>
      parts.audit.disclosure({ ...recordPart(outcome, code, isLast), cost: added }),
    );
    cost = whole;
  };
  const hasAnything = (value: unknown): boolean => value !== null && value !== undefined;
  const outcomeOf = ({ first, added }: AnswerPart): Disclosed => {
    if (authorized.narrowed.text === null) return 'refused';
    if (run.answers.hasOwnFaults()) return 'failed';
    const shown = [...Object.values(first?.data ?? {}), ...added.flatMap((one) => valuesIn(one))];
    return shown.some(hasAnything) ? 'disclosed' : 'nothing';
  };
  const open = await version.engine.open(
    plannedOf(begun, run.calls.span),
    askingOf(stages, begun, run.calls.span, true),
  );
  context.facts.onRead = () => open.progress.tell();
  gone.addEventListener('abort', () => run.deadline.end(), { once: true });
  let hasEnded = false;
  try {
    const delivered = deliverParts({
      ...{ shape: authorized.shape, shaping: begun.shaping, run: open, gone },
      isAskingBeside: () => context.facts.isReading,
    });
    for await (const part of delivered) {
      if (part.isLast) await context.linker.settle();
      run.calls.check();
      // Of nobody more than is counted, and of whom more is known by now, once more.
      const told = context.linker.toldOf();
      const outside = context.facts.isOutsideArea;
      const counting = JSON.stringify([told.people.length, told.families.length, outside]);
      if (counting !== counted && !entry.breakGlass) await limits.tell(told.people, told.families, outside);
      counted = counting;
      for (const one of limits.near) near.set(one.limit, one);

      const notices = noticesOf(begun);
      const code = run.answers.refusal();
      const first = part.first && (await answerIntrospection(part.first, request, begun.visible));
      await record(outcomeOf(part), code, part.isLast);
      hasEnded = part.isLast;
      if (part.isLast) parts.decided?.(...countDecisions(begun));
      const isNew = JSON.stringify(notices) !== toldNotices;
      toldNotices = JSON.stringify(notices);
      yield {
        ...part,
        first: first && { data: first.data ?? null, errors: first.errors ?? [] },
        extensions: {
          ...(first ? namesOf(stages, run) : {}),
          ...(first && near.size > 0 ? { limits: [...near.values()] } : {}),
          ...(isNew ? { notices } : {}),
          ...(first && entry.explain ? { access: accessOf(stages, begun) } : {}),
        },
      };
    }
    linkage.tellDoubted(context.linker, protocol);
  } catch (fault) {
    hasEnded = true;
    const [code, outcome] = refusalOf(fault);
    await record(outcome, code, true);
    throw fault;
  } finally {
    // Whoever no longer listens was shown no more than this, and agencies were asked.
    if (!hasEnded) {
      await record('failed', 'CLIENT_GONE', true);
    }
    await context.linker.settle();
    logTrouble(parts, run);
  }
}

const valuesIn = (added: AnswerPart['added'][number]): readonly unknown[] =>
  added.kind === 'items' ? added.items : Object.values(added.data);
