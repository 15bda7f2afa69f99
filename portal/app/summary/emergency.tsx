import { clock } from '../look/words';
import { useSession } from '../session';

/** Whether an emergency access is open; and where one may be opened, the way to it: one tap. */
export function Emergency({ open }: { readonly open: (() => void) | null }) {
  const { glass, may } = useSession();
  if (glass !== null && open === null)
    return (
      <>
        <strong className="flag flag--open">Open</strong> until {clock(glass.until)}
      </>
    );
  if (open === null || !may.breakGlass) return 'Not open, and not offered to your role for this purpose.';
  return (
    <>
      Not open.{' '}
      <button type="button" className="link-button no-print" onClick={open}>
        Open emergency access
      </button>
    </>
  );
}
