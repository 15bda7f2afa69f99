import { usePrintSheet } from '../look/print-sheet';
import { day, word } from '../look/words';
import { useSession } from '../session';

/** On each printed sheet: what it is of, who printed it, for what and when. Nothing on the screen. */
export function PrintedBy({ title }: { readonly title: string }) {
  const { me } = useSession();
  usePrintSheet(
    `Family View: ${title}`,
    `Printed by ${me.name ?? me.id}, ${word(me.role)}, for ${word(me.purpose)}, on ${day(new Date().toISOString())}`,
  );
  return null;
}
