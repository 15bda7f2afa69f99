import { isDeepStrictEqual } from 'node:util';
import { distinct, listed, purposeTitle, roleTitle } from '../explain/protocol-words';
import { GATEWAY, type ProtocolDocument } from '../read/protocol-document';
import { accessChanges, type Change } from './diff-access';

/**
 * What changes for whom from one version of a protocol to another, in plain English: by what each decides, not by how
 * it is written. Compared as if both were in force: a draft is read for what it would do.
 */
export function diffProtocols(before: ProtocolDocument, after: ProtocolDocument, at: Date): readonly Change[] {
  return [
    ...agreementChanges(before, after),
    ...accessChanges(before, after, at),
    ...ownRightChanges(before, after),
    ...flowChanges(before, after),
  ];
}

/**
 * Names of the sections that say something else than before: what a person must read, where no change of access, flow or
 * agreement tells it (limits, retention, the words of a label). Version numbers aside.
 */
export function otherSections(before: ProtocolDocument, after: ProtocolDocument): readonly string[] {
  const numbered = ({ protocol, ...rest }: ProtocolDocument): Readonly<Record<string, unknown>> => ({
    protocol: { ...protocol, version: 0 },
    ...rest,
  });
  const [old, next] = [numbered(before), numbered(after)];
  return distinct([...Object.keys(old), ...Object.keys(next)]).filter(
    (section) => !isDeepStrictEqual(old[section], next[section]),
  );
}

/** Who may break the glass, claim to work with a family, and decide about matches. */
function ownRightChanges(before: ProtocolDocument, after: ProtocolDocument): readonly Change[] {
  const both = [before, after];
  const rights = [
    ['breakGlass', 'break the glass'],
    ['claims', 'claim to work with a family'],
    ['matches', 'decide about a possible match'],
    ['accounts', 'ask whose record it is, to say who looked at it'],
  ] as const;
  const changes = rights.flatMap(([section, words]) => {
    const of = (one: ProtocolDocument): ReadonlyMap<string, string> =>
      new Map((one[section]?.roles ?? []).map((role) => [role, JSON.stringify(one[section]?.purposes)]));
    const [old, next] = [of(before), of(after)];
    const say = (role: string, verb: string, purposes: string | undefined): Change => {
      const codes = JSON.parse(purposes ?? '[]') as readonly string[];
      const forWhat = listed(codes.map((code) => purposeTitle(both, code)));
      return {
        kind: 'OWN_RIGHT',
        role,
        stream: null,
        purposes: codes,
        sentence: `${roleTitle(both, role)} ${verb} ${words} for ${forWhat}.`,
      };
    };
    return [
      ...[...next]
        .filter(([role, purposes]) => old.get(role) !== purposes)
        .map(([role, purposes]) => say(role, 'may now', purposes)),
      ...[...old].filter(([role]) => !next.has(role)).map(([role, purposes]) => say(role, 'may no longer', purposes)),
    ];
  });
  return [...changes, ...glassChanges(before, after)];
}

function glassChanges(
  { breakGlass: old, streams: named }: ProtocolDocument,
  after: ProtocolDocument,
): readonly Change[] {
  const next = after.breakGlass;
  const labels = { ...named, ...after.streams };
  const say = (sentence: string, stream: string | null = null): Change => ({
    kind: 'OWN_RIGHT',
    role: null,
    stream,
    purposes: [],
    sentence,
  });
  const label = (stream: string) => labels[stream]?.label ?? stream;
  const terms = (one: typeof next): string =>
    one
      ? `${one.minutes} minutes, never of somebody marked as ${listed(one.excludes).toLowerCase() || 'anything'}`
      : '';
  return [
    ...(next && terms(old) !== terms(next) ? [say(`An emergency access lasts ${terms(next)}.`)] : []),
    ...(next?.streams ?? [])
      .filter((stream) => !old?.streams.includes(stream))
      .map((stream) => say(`An emergency access now shows ${label(stream)}.`, stream)),
    ...(old?.streams ?? [])
      .filter((stream) => !next?.streams.includes(stream))
      .map((stream) => say(`An emergency access no longer shows ${label(stream)}.`, stream)),
  ];
}

function flowChanges(before: ProtocolDocument, after: ProtocolDocument): readonly Change[] {
  const [old, next] = [flowsOf(before), flowsOf(after)];
  const told = (one: FlowPart, verb: string): Change => {
    const name = (id: string) =>
      [after, before].flatMap(({ parties }) => parties).find((party) => party.id === id)?.name ?? id;
    const to = one.to === GATEWAY ? 'the gateway' : name(one.to);
    const sentence = `${name(one.by)} ${verb} ${one.share} to ${to} for ${purposeTitle([before, after], one.purpose)}, ${whatFor(one)}.`;
    return { kind: 'FLOW', role: null, stream: `${one.by}:${one.share}`, purposes: [one.purpose], sentence };
  };
  return [
    ...[...next].filter(([key]) => !old.has(key)).map(([, one]) => told(one, 'now passes')),
    ...[...old].filter(([key]) => !next.has(key)).map(([, one]) => told(one, 'no longer passes')),
  ];
}

const whatFor = ({ to, share, act }: FlowPart): string => {
  if (act) return `to be kept where a requester may ${act.label}`;
  if (to === GATEWAY) return 'to judge by';
  return share === 'ties' ? 'to look for markers by' : 'to join records by';
};

interface FlowPart {
  readonly by: string;
  readonly share: string;
  readonly to: string;
  readonly purpose: string;
  /** For which it is told, and kept. */
  readonly act?: { readonly stream: string; readonly label: string };
}

function flowsOf({ flows = [], purposes: all, streams }: ProtocolDocument): ReadonlyMap<string, FlowPart> {
  const parts = flows.flatMap(({ by, shares, to, purposes, acts = [null] }) =>
    shares.flatMap((share) =>
      to.flatMap((recipient) =>
        (purposes === 'ANY' ? all.map(({ code }) => code) : purposes).flatMap((purpose) =>
          acts.map((act): FlowPart => {
            const part = { by, share, to: recipient, purpose };
            const stream = `${recipient}:${act}`;
            return act === null ? part : { ...part, act: { stream, label: streams[stream]?.label ?? stream } };
          }),
        ),
      ),
    ),
  );
  return new Map(parts.map((part) => [JSON.stringify(part), part]));
}

function agreementChanges(before: ProtocolDocument, after: ProtocolDocument): readonly Change[] {
  const [old, next] = [before.protocol, after.protocol];
  const say = (sentence: string): Change => ({ kind: 'AGREEMENT', role: null, stream: null, purposes: [], sentence });
  const lines: string[] = [];
  if (old.status !== next.status)
    lines.push(
      `The protocol's status is ${next.status}, and was ${old.status}${next.status === 'IN_FORCE' ? '' : ': while it is so, it shares nothing'}.`,
    );
  if (old.validFrom !== next.validFrom || old.validUntil !== next.validUntil)
    lines.push(
      `It holds from ${next.validFrom} to ${next.validUntil}, and held from ${old.validFrom} to ${old.validUntil}.`,
    );
  if (JSON.stringify(old.review) !== JSON.stringify(next.review) && old.review.next !== next.review.next)
    lines.push(`Its next review is due on ${next.review.next}, and was due on ${old.review.next}.`);
  const [areasBefore, areas] = [before.areas ?? [], after.areas ?? []];
  if (areasBefore.join() !== areas.join())
    lines.push(
      areas.length > 0
        ? `The reach areas are ${listed(areas)}: what is refused by area is refused to whoever states another.`
        : 'It declares no reach areas any more: every area that somebody states counts as known.',
    );
  for (const { id, name, signed, withdrew } of after.parties) {
    const was = before.parties.find((party) => party.id === id);
    if (!was) lines.push(`${name} is a new party${signed ? '' : ', and has not signed'}.`);
    else if (withdrew && !was.withdrew)
      lines.push(`${name} withdraws on ${withdrew.on}: nothing of it is shared from then.`);
    else if (Boolean(was.signed) !== Boolean(signed))
      lines.push(`${name} ${signed ? 'has now signed' : 'no longer has a signature'}.`);
  }
  for (const { id, name } of before.parties)
    if (!after.parties.some((party) => party.id === id)) lines.push(`${name} is no longer a party.`);
  return lines.map(say);
}
