import { readFileSync } from 'node:fs';
import {
  loadProtocols,
  type NamedText,
  publishedProtocols,
  readNamed,
} from '@family-view/gateway/policy/read/load-protocols';
import { EXIT, Stopped } from '../frame/command';

/** One file's text; of all published protocols, where none is named. */
export function readTexts(file: string | undefined): readonly NamedText[] {
  if (file === undefined) return publishedProtocols();
  try {
    return [{ name: file, text: readFileSync(file, 'utf8') }];
  } catch {
    throw new Stopped(`${file} cannot be read: is the path right?`, EXIT.usage);
  }
}

/** Protocols that can be used together, with their texts. */
export function openProtocols(file: string | undefined, now: () => Date = () => new Date()) {
  const texts = readTexts(file);
  const protocol = loadProtocols(now, texts);
  return { protocol, read: texts.map((text) => ({ ...text, document: readNamed(text) })) };
}
