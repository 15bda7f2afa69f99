import type { DataQuality } from '@family-view/kit';
import type { Checked } from '@family-view/kit/identifiers';

/** Reads the fields of one row and gathers what is wrong with them, to be told beside the record. */
export class FieldCheck {
  readonly #faults: DataQuality[] = [];

  get faults(): readonly DataQuality[] {
    return this.#faults;
  }

  tell(field: string, fault: string): void {
    this.#faults.push({ field, fault });
  }

  /** Null for an empty field, without a fault: nothing was written there. */
  text(field: string, text: string): string | null {
    if (text === '') return null;
    // An export saved as Windows-1252 and read as UTF-8 has lost the accents of a name for good.
    if (text.includes('\uFFFD')) this.tell(field, 'holds characters that were lost in the export');
    return text;
  }

  checked(field: string, text: string, check: (text: string) => Checked): string | null {
    if (text === '') return null;
    const outcome = check(text);
    if (outcome.ok) return outcome.value;
    this.tell(field, outcome.fault);
    return null;
  }

  /** One of a closed list of codes; anything else is a fault and `otherwise`. Nothing written is `empty`, and no fault. */
  code<Code, Empty, Otherwise>(
    field: string,
    text: string,
    codes: Readonly<Record<string, Code>>,
    when: { readonly empty: Empty; readonly otherwise: Otherwise },
  ): Code | Empty | Otherwise {
    if (text === '') return when.empty;
    const upper = text.toUpperCase();
    const code = Object.hasOwn(codes, upper) ? codes[upper] : undefined;
    if (code !== undefined) return code;
    this.tell(field, `not one of ${Object.keys(codes).join(', ')}`);
    return when.otherwise;
  }
}
