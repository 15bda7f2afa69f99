import { type Document, isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';

/** The line, from 1, on which a part of a YAML text stands: `['clauses', 3, 'shares', 0]`. */
export type LineOf = (path: readonly (string | number)[]) => number;

/** Finds lines in a parsed text. A part that is not there is told by the nearest part that holds it. */
export function lineFinder(document: Document.Parsed, lines: LineCounter): LineOf {
  return (path) => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (isNode(node) && (node as ParsedNode).range) return lines.linePos((node as ParsedNode).range[0]).line;
    }
    return 1;
  };
}

export function linesOf(text: string): LineOf {
  const lines = new LineCounter();
  return lineFinder(parseDocument(text, { lineCounter: lines }), lines);
}
