import { z } from 'zod';
import type { KeptRecord } from '../kept-record';

/**
 * One line of an agency's own log of requests (`requests/<day>.jsonl` of the kit): what it was asked under which grant. Of an
 * agency that logs less, the operation alone is held against the audit.
 */
export const servedLine = z.object({
  at: z.string().optional(),
  operation: z.string(),
  asked: z.array(z.string()).default([]),
  streams: z.array(z.string()).nullable().default(null),
  /** Digests by the agency's own key: how many there are counts. */
  people: z.array(z.string()).nullable().default(null),
  /** How many family groups the grant named: the audit has a pseudonym for each of those, too. */
  families: z.number().default(0),
  answered: z.boolean().default(true),
});
export type ServedLine = Readonly<z.infer<typeof servedLine>>;

export interface Difference {
  readonly operation: string;
  readonly kind: /** The audit says that the agency answered, and it did not serve it. */
    | 'NOT_SERVED'
    /** The audit says that it answered under streams which no grant that it served held. */
    | 'OTHER_STREAMS'
    /** The audit names more people, or family groups, than the agency was asked about. */
    | 'MORE_PEOPLE'
    /** The agency served it, and the audit has no intent. */
    | 'NOT_ASKED'
    /** The agency served it, and what was disclosed does not name the agency. */
    | 'NOT_DISCLOSED';
}

export interface Reconciliation {
  readonly served: number;
  readonly disclosed: number;
  /** Asked of the agency, and without an end in the audit: nothing left the gateway. */
  readonly unended: number;
  readonly differences: readonly Difference[];
}

/** What the gateway tells an agency, or asks it for, beside an answer: nothing that was disclosed. */
const BESIDE: ReadonlySet<string> = new Set(['notify', 'confirm', 'countersign', 'contract']);

interface Served {
  /** It lies between the times that are looked at: what lies beside them only answers for what lies between. */
  between: boolean;
  answered: boolean;
  /** It was asked for something to show. */
  forAnswer: boolean;
  streams: Set<string> | null;
  people: Set<string> | null;
  families: number;
}

interface Part {
  readonly between: boolean;
  readonly answered: boolean;
  readonly streams: readonly string[];
  readonly people: number;
}

/** Holds an agency's log and the audit against each other, both ways. Records come in the order of the audit. */
export class Reconciler {
  private readonly served = new Map<string, Served>();
  private readonly asked = new Set<string>();
  private readonly ended = new Set<string>();
  private readonly parts = new Map<string, Part>();

  constructor(private readonly agency: string) {}

  takeLine({ operation, asked, streams, people, families, answered }: ServedLine, between = true): void {
    if (asked.length > 0 && asked.every((field) => field === 'countersign')) return;
    const one = this.served.get(operation) ?? {
      between: false,
      answered: false,
      forAnswer: false,
      streams: new Set(),
      people: new Set(),
      families: 0,
    };
    one.between ||= between;
    one.answered ||= answered;
    one.forAnswer ||= asked.length === 0 || asked.some((field) => !BESIDE.has(field));
    one.families += families;
    one.streams = streams && one.streams && new Set([...one.streams, ...streams]);
    one.people = people && one.people && new Set([...one.people, ...people]);
    this.served.set(operation, one);
  }

  takeRecord({ eventName, correlationId: operation, payload }: KeptRecord, between = true): void {
    if (eventName === 'FAMILY_VIEW_INTENT') this.asked.add(operation);
    if (eventName !== 'FAMILY_VIEW_DISCLOSURE') return;
    this.ended.add(operation);
    const part = payload.agencies.find(({ agency }) => agency === this.agency);
    if (!part || part.answer === 'not asked') return;
    // An answer that leaves in parts has a record of each.
    const before = this.parts.get(operation);
    const streams = part.fields.filter((field) => field.startsWith(`${this.agency}:`));
    this.parts.set(operation, {
      between: before ? before.between && between : between,
      streams: [...new Set([...(before?.streams ?? []), ...streams])],
      people: Math.max(before?.people ?? 0, part.people.length),
      answered: before?.answered === true || part.answer === 'answered' || part.answer === 'nothing held',
    });
  }

  end(): Reconciliation {
    const { parts, asked, ended } = this;
    const answered = [...parts].filter(([, part]) => part.answered && part.between);
    const served = [...this.served].filter(([, one]) => one.between);
    const differences = [
      ...answered.flatMap(([operation, part]) => {
        const kind = this.judge(this.served.get(operation), part);
        return kind ? [{ operation, kind }] : [];
      }),
      ...served.flatMap(([operation, { forAnswer }]): readonly Difference[] => {
        if (!asked.has(operation)) return [{ operation, kind: 'NOT_ASKED' }];
        const isLeftOut = forAnswer && ended.has(operation) && !parts.has(operation);
        return isLeftOut ? [{ operation, kind: 'NOT_DISCLOSED' }] : [];
      }),
    ];
    const unended = served.filter(([one]) => asked.has(one) && !ended.has(one)).length;
    return { served: served.length, disclosed: answered.length, unended, differences };
  }

  private judge(one: Served | undefined, part: Pick<Part, 'streams' | 'people'>): Difference['kind'] | null {
    if (!one?.answered) return 'NOT_SERVED';
    if (one.streams && part.streams.some((stream) => !one.streams!.has(stream))) return 'OTHER_STREAMS';
    return one.people && part.people > one.people.size + one.families ? 'MORE_PEOPLE' : null;
  }
}
