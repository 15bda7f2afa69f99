import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** A clause or an exception as its protocol has it. */
export interface ClauseText {
  readonly id: string;
  /** Its own lines of YAML, from the left margin. */
  readonly text: string;
}

/** Each clause and exception of a protocol's text, as it is written there. */
export function clauseTexts(protocol: string): readonly ClauseText[] {
  const document = parseDocument(protocol);
  return ['clauses', 'exceptions'].flatMap((section) => {
    const all: unknown = document.get(section);
    if (!isSeq(all)) return [];
    return all.items.flatMap((item): readonly ClauseText[] => {
      if (!isMap(item) || !item.range) return [];
      const id = item.get('id', true);
      if (!isScalar(id)) return [];
      return [{ id: String(id.value), text: fromTheMargin(protocol, item.range[0], item.range[1]) }];
    });
  });
}

/** Lines after the first stand as far in as the first began. */
function fromTheMargin(protocol: string, from: number, until: number): string {
  const column = from - (protocol.lastIndexOf('\n', from - 1) + 1);
  const [first = '', ...others] = protocol.slice(from, until).trimEnd().split('\n');
  return [first, ...others.map((line) => line.slice(Math.min(column, line.length - line.trimStart().length)))].join(
    '\n',
  );
}
