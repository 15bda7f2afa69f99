import { wholePattern } from '../decide/case-references';
import { isSettleable } from '../decide/field-decisions';
import { GATEWAY, type ProtocolDocument } from './protocol-document';

export interface ReferenceFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema cannot say: that names refer to something, that days exist, and that nothing is said twice. */
export function checkReferences(document: ProtocolDocument): readonly ReferenceFault[] {
  const faults: ReferenceFault[] = [];
  const parties = new Set(document.parties.map((party) => party.id));
  const recipients = new Set([...parties, GATEWAY]);
  const roles = new Set(document.roles.map((role) => role.code));
  const purposes = new Set<string>(document.purposes.map((purpose) => purpose.code));
  const expect = (known: ReadonlySet<string>, name: string, what: string, path: (string | number)[]): void => {
    if (!known.has(name))
      faults.push({ path, message: `${what} "${name}" is not declared; expected one of ${[...known].join(', ')}.` });
  };
  const expectAll = (
    known: ReadonlySet<string>,
    names: readonly string[],
    what: string,
    path: readonly (string | number)[],
  ): void => {
    for (const [at, name] of names.entries()) expect(known, name, what, [...path, at]);
  };
  const isDay = (text: string, path: (string | number)[]): void => {
    const day = new Date(`${text}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
      faults.push({ path, message: `"${text}" is not a day of the calendar.` });
  };

  const once = (kind: 'parties' | 'roles' | 'purposes', names: readonly string[]): void => {
    for (const [at, name] of names.entries())
      if (names.indexOf(name) !== at) faults.push({ path: [kind, at], message: `"${name}" stands twice in ${kind}.` });
  };
  const { protocol } = document;
  once(
    'parties',
    document.parties.map(({ id }) => id),
  );
  once(
    'roles',
    document.roles.map(({ code }) => code),
  );
  once(
    'purposes',
    document.purposes.map(({ code }) => code),
  );
  document.parties.forEach(({ signed, withdrew }, index) => {
    if (signed) isDay(signed.on, ['parties', index, 'signed', 'on']);
    if (withdrew) isDay(withdrew.on, ['parties', index, 'withdrew', 'on']);
  });
  document.caseReferences?.forEach(({ pattern, example }, index) => {
    if (!wholePattern(pattern).test(example))
      faults.push({
        path: ['caseReferences', index, 'example'],
        message: `"${example}" is not of the form ${pattern} beside it.`,
      });
  });
  for (const key of ['validFrom', 'validUntil'] as const) isDay(protocol[key], ['protocol', key]);
  isDay(protocol.review.next, ['protocol', 'review', 'next']);
  if (protocol.validUntil < protocol.validFrom)
    faults.push({
      path: ['protocol', 'validUntil'],
      message: `validUntil ${protocol.validUntil} is before validFrom ${protocol.validFrom}.`,
    });

  document.roles.forEach((role, index) => {
    expectAll(purposes, role.purposes, 'purpose', ['roles', index, 'purposes']);
  });
  for (const stream of Object.keys(document.streams))
    expect(parties, stream.split(':')[0] ?? '', 'party', ['streams', stream]);

  const ids = new Set<string>();
  const checkLine = (
    kind: 'clauses' | 'flows',
    line: { id: string; by: string; shares: readonly string[]; purposes: 'ANY' | readonly string[] },
    index: number,
  ): void => {
    if (ids.has(line.id))
      faults.push({
        path: [kind, index, 'id'],
        message: `"${line.id}" names two clauses; each needs an id of its own.`,
      });
    ids.add(line.id);
    expect(parties, line.by, 'party', [kind, index, 'by']);
    line.shares.forEach((share, at) => {
      const stream = `${line.by}:${kind === 'flows' && share === 'ties' ? 'family' : share}`;
      if (!Object.hasOwn(document.streams, stream))
        faults.push({
          path: [kind, index, 'shares', at],
          message: `clause ${line.id} shares "${stream}", which is not declared under streams${nearest(stream, Object.keys(document.streams))}.`,
        });
    });
    if (line.purposes !== 'ANY') expectAll(purposes, line.purposes, 'purpose', [kind, index, 'purposes']);
  };
  document.clauses.forEach((clause, index) => {
    checkLine('clauses', clause, index);
    const named = clause.to.roles;
    if (named !== undefined && named !== 'ANY') expectAll(roles, named, 'role', ['clauses', index, 'to', 'roles']);
    for (const key of ['from', 'until'] as const)
      if (clause.when?.[key] !== undefined) isDay(clause.when[key], ['clauses', index, 'when', key]);
    for (const [name, inside, path] of [
      ['relationship', clause.conditions?.relationship && clause.to.relationships, ['to', 'relationships']],
      ['area', clause.conditions?.area && clause.to.area, ['to', 'area']],
      ['ageUnderYears', clause.conditions?.ageUnderYears !== undefined && clause.subjects, ['subjects']],
    ] as const)
      if (inside)
        faults.push({
          path: ['clauses', index, ...path],
          message: `clause ${clause.id} says ${name} here and under conditions; say it in one place.`,
        });
    if (clause.transform && clause.effect === 'DENY')
      faults.push({
        path: ['clauses', index, 'transform'],
        message: `clause ${clause.id} refuses, so there is nothing to transform.`,
      });
    clause.shares.forEach((share, at) => {
      const stream = `${clause.by}:${share}`;
      if (clause.transform && (!isSettleable(stream) || document.streams[stream]?.public))
        faults.push({
          path: ['clauses', index, 'shares', at],
          message: `clause ${clause.id} transforms "${stream}", which holds no person's fields to transform.`,
        });
    });
    const { from, until } = clause.when ?? {};
    if (from !== undefined && until !== undefined && until < from)
      faults.push({
        path: ['clauses', index, 'when', 'until'],
        message: `clause ${clause.id} ends on ${until}, before it begins on ${from}.`,
      });
  });
  (document.flows ?? []).forEach((flow, index) => {
    checkLine('flows', flow, index);
    expectAll(recipients, flow.to, 'party', ['flows', index, 'to']);
    if (flow.shares.includes('family') && flow.to.some((to) => to !== GATEWAY))
      faults.push({
        path: ['flows', index, 'shares'],
        message: `flow ${flow.id} passes "family" to another agency; it may go to the gateway alone.`,
      });
  });
  const streams = new Set(Object.keys(document.streams));
  (document.exceptions ?? []).forEach((exception, index) => {
    if (ids.has(exception.id))
      faults.push({
        path: ['exceptions', index, 'id'],
        message: `"${exception.id}" names two clauses; each needs an id of its own.`,
      });
    ids.add(exception.id);
    expectAll(streams, exception.streams, 'stream', ['exceptions', index, 'streams']);
    for (const [at, stream] of exception.streams.entries())
      if (!isSettleable(stream))
        faults.push({
          path: ['exceptions', index, 'streams', at],
          message: `"${stream}" cannot be an exception: people are found by it before their markers can be asked.`,
        });
  });
  const { breakGlass, claims, matches, accounts } = document;
  for (const [name, terms] of Object.entries({ breakGlass, claims, matches, accounts })) {
    if (!terms) continue;
    expectAll(roles, terms.roles, 'role', [name, 'roles']);
    expectAll(purposes, terms.purposes, 'purpose', [name, 'purposes']);
  }
  if (breakGlass) expectAll(roles, breakGlass.reviewers, 'role', ['breakGlass', 'reviewers']);
  if (breakGlass) expectAll(streams, breakGlass.streams, 'stream', ['breakGlass', 'streams']);
  return faults;
}

function nearest(name: string, known: readonly string[]): string {
  const close = known.find(
    (candidate) =>
      candidate.startsWith(name.slice(0, -2)) || name.startsWith(candidate.slice(0, -1)) || `${name}s` === candidate,
  );
  return close === undefined ? '' : `; did you mean "${close}"?`;
}
