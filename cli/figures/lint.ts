import { readFileSync } from 'node:fs';
import { catalogueTexts, lintCatalogue } from '@family-view/gateway/catalogue/read-catalogue';
import { enumOf } from '@family-view/gateway/figures/write-table';
import { EXIT, Stopped, type Streams, told } from '../frame/command';
import { printLint } from '../frame/print-lint';

export interface LintOptions {
  readonly measures?: string;
  readonly areas?: string;
  readonly json?: boolean;
  /** Tells the measures in place of what is wrong. */
  readonly list?: boolean;
}

/** `familyview figures lint`: 0 nothing but remarks, 1 faults, 2 no such file. */
export function lintFiguresCommand(options: LintOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const published = catalogueTexts();
    const texts = {
      measures: options.measures === undefined ? (published?.measures ?? '') : readText(options.measures),
      areas: options.areas === undefined ? (published?.areas ?? '') : readText(options.areas),
    };
    const { faults, catalogue } = lintCatalogue(texts);
    if (options.list && catalogue) {
      for (const { id, title, dimensions } of catalogue.measures)
        streams.stdout.write(`${id.padEnd(28)} ${title} (--by ${dimensions.map(enumOf).join(', ')})\n`);
      return EXIT.fine;
    }
    const named = faults.map((one) => ({ ...one, file: fileOf(one.file, options) }));
    return printLint(streams, { what: 'measures', version: catalogue?.version ?? null, findings: named }, options.json);
  });
}

const fileOf = (file: string, { measures, areas }: LintOptions): string =>
  (file.endsWith('measures.yaml') ? measures : areas) ?? file;

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Stopped(`${file} cannot be read: is the path right?`, EXIT.usage);
  }
}
