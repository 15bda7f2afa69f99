/// <reference lib="dom" />
import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useId, useRef, useState } from 'react';
import type { SessionContext } from '../session/session-context';
import { writeSharedQuery } from './shared-query';

interface Link {
  /** Null: the query's own text could say who somebody is. */
  readonly address: string | null;
  readonly hasVariables: boolean;
  readonly isShared: boolean;
}

/** A link to the query in the editor, without what could say who somebody is. */
export function ShareQuery({ sessionContext }: { readonly sessionContext: SessionContext }) {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const dialog = useRef<HTMLDialogElement>(null);
  const [link, setLink] = useState<Link | null>(null);
  const [isCopied, setCopied] = useState(false);
  const title = useId();
  const open = (): void => {
    const { persona, purpose } = sessionContext;
    const written = { query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' };
    const hash = writeSharedQuery({ ...written, persona, purpose });
    const hasVariables = written.variables.trim() !== '';
    const address = hash && `${location.origin}${location.pathname}${hash}`;
    setLink({ address, hasVariables, isShared: address?.includes('%22variables%22') ?? false });
    setCopied(false);
    dialog.current?.showModal();
  };
  return (
    <>
      <ToolbarButton label="Share this query by a link" onClick={open}>
        <svg viewBox="0 0 24 24" className="graphiql-toolbar-icon" fill="none" stroke="currentColor" aria-hidden="true">
          <path
            d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        </svg>
      </ToolbarButton>
      <dialog ref={dialog} className="answer-table" aria-labelledby={title}>
        <header>
          <h2 id={title}>A link to this query</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        {link?.address ? (
          <>
            <p className="choice">
              <label>
                Link <input readOnly value={link.address} onFocus={({ target }) => target.select()} />
              </label>
              <button
                type="button"
                onClick={() => void navigator.clipboard.writeText(link.address!).then(() => setCopied(true))}
              >
                Copy
              </button>
              <span role="status">{isCopied ? 'Copied.' : ''}</span>
            </p>
            <p>
              It opens the query here, as the same person and for the same purpose, and does not run it.
              {link.hasVariables && !link.isShared
                ? ' Its variables could say who somebody is, and are not in the link.'
                : ''}
            </p>
          </>
        ) : (
          <p>
            A value in this query could say who somebody is, or the query is not whole. Write such values as variables:
            these are not shared.
          </p>
        )}
      </dialog>
    </>
  );
}
