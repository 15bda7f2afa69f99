/** The agreed protocol as it would be if everybody shared everything with one role, whoever it is about. */
import { type NamedText, publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

export const ROLE = 'HEAD_OF_CENTRE';
export const PURPOSE = 'EARLY_HELP';

const form = z.looseObject({
  protocol: z.looseObject({ id: z.string() }),
  streams: z.record(z.string(), z.looseObject({ detail: z.string() })),
  flows: z.array(z.unknown()).optional(),
});

/** One protocol: the streams of all, one clause of each agency, and no condition, exception or transform. */
export function allShared(texts: readonly NamedText[] = publishedProtocols()): readonly NamedText[] {
  const documents = texts.map(({ text }) => form.parse(parse(text)));
  const linking = documents.find(({ flows }) => flows)!;
  const streams = Object.assign({}, ...documents.toReversed().map((one) => one.streams)) as z.infer<
    typeof form
  >['streams'];
  const agencies = [...new Set(Object.keys(streams).map((stream) => stream.split(':')[0]!))];
  const namesOf = (by: string, isAct: boolean): readonly string[] =>
    Object.entries(streams).flatMap(([stream, { detail }]) =>
      stream.startsWith(`${by}:`) && (detail === 'ACT') === isAct ? [stream.slice(by.length + 1)] : [],
    );
  const clauses = agencies.map((by, at) => ({
    id: `ALL-${at + 1}`,
    by,
    shares: namesOf(by, false),
    ...(namesOf(by, true).length > 0 ? { acts: namesOf(by, true) } : {}),
    to: { roles: [ROLE] },
    purposes: [PURPOSE],
  }));
  const { exceptions: _, breakGlass: __, ...kept } = linking as Record<string, unknown>;
  return [{ name: 'all-shared.yaml', text: stringify({ ...kept, streams, clauses }) }];
}
