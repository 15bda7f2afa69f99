import { SaxesParser } from 'saxes';
import type { CensusElement } from './census-elements';
import { decodeBytes } from './decode-bytes';
import { brief, CensusFileBroken, type RecordFault } from './faults';

/** A child's record has some hundred elements. Far more is a file that closes its elements wrongly, or means harm. */
const MOST_ELEMENTS = 50_000;
const MOST_CHARACTERS = 4_000_000;
/** The census has seven levels. */
const MOST_LEVELS = 32;

export type CensusPart =
  | { readonly kind: 'header' | 'child'; readonly element: CensusElement; readonly bytesRead: number }
  | { readonly kind: 'fault'; readonly fault: RecordFault; readonly bytesRead: number };

interface OpenElement {
  readonly name: string;
  readonly line: number;
  text: string;
  textLine: number;
  readonly parts: CensusElement[];
}

/** Which element is taken whole, by the path it stands at. */
const WHOLE: Readonly<Record<string, 'header' | 'child'>> = {
  'Message/Header': 'header',
  'Message/Children/Child': 'child',
};
const FRAME = new Set(['Message', 'Message/Children']);

/**
 * Reads a census file as a stream: one header or child at a time is in memory. Ends with `CensusFileBroken` where the
 * XML is not well-formed, stops short, or is not a `Message`. Text between elements is told as a fault and passed over.
 */
export async function* streamElements(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CensusPart> {
  const parser = new SaxesParser({ position: true });
  const path: string[] = [];
  const open: OpenElement[] = [];
  let found: CensusPart[] = [];
  let bytesRead = 0;
  let elements = 0;
  let characters = 0;
  let skipping = 0;
  const broken = (expected: string, came: string, cause?: unknown): never => {
    throw new CensusFileBroken(parser.line, parser.column, expected, came, { cause });
  };

  parser.on('error', (error) => broken('well-formed XML', error.message.replace(/^\d+:\d+: /, '')));
  parser.on('opentag', (tag) => {
    const name = tag.name.replace(/^.*:/, '');
    if (path.length === 0 && name !== 'Message') broken('the root element Message', name);
    path.push(name);
    if (path.length > MOST_LEVELS) broken(`elements within elements to ${MOST_LEVELS} levels`, 'more');
    const at = path.join('/');
    if (skipping > 0) skipping += 1;
    else if (open.length > 0 || Object.hasOwn(WHOLE, at)) {
      elements += 1;
      if (elements > MOST_ELEMENTS) broken(`a record of at most ${MOST_ELEMENTS} elements`, 'more');
      open.push({ name, line: parser.line, text: '', textLine: parser.line, parts: [] });
    } else if (!FRAME.has(at)) {
      skipping = 1;
      const fault = {
        rule: null,
        line: parser.line,
        element: at,
        expected: 'an element of the census',
        came: name,
        kept: null,
      };
      found.push({ kind: 'fault', fault, bytesRead });
    }
  });
  const takeText = (text: string): void => {
    const begins = text.search(/\S/);
    if (begins === -1 || skipping > 0) return;
    const line = parser.line - (text.slice(begins).split('\n').length - 1);
    characters += text.length;
    if (characters > MOST_CHARACTERS) broken(`a record of at most ${MOST_CHARACTERS} characters`, 'more');
    const current = open.at(-1);
    if (current) {
      if (current.text.trim() === '') current.textLine = line;
      current.text += text;
    } else if (path.length > 0) {
      const fault = {
        rule: null,
        line,
        element: path.join('/'),
        expected: 'no text between elements',
        came: brief(text),
        kept: null,
      };
      found.push({ kind: 'fault', fault, bytesRead });
    }
  };
  parser.on('text', takeText);
  parser.on('cdata', takeText);
  parser.on('closetag', () => {
    const kind = WHOLE[path.join('/')];
    path.pop();
    if (skipping > 0) {
      skipping -= 1;
      return;
    }
    const element = open.pop();
    if (!element) return;
    const parent = open.at(-1);
    if (parent) parent.parts.push(element);
    else if (kind) {
      found.push({ kind, element, bytesRead });
      elements = 0;
      characters = 0;
    }
  });

  for await (const piece of decodeBytes(bytes)) {
    bytesRead += piece.bytes;
    parser.write(piece.text);
    yield* found;
    found = [];
  }
  parser.close();
  yield* found;
}
