/// <reference lib="dom" />
import { ToolbarButton } from '@graphiql/react';
import { useId, useMemo, useRef, useState } from 'react';
import { writeCsv } from '../app/look/write-csv';
import { useLastAnswer } from './last-answer';
import { type AnsweredList, type ListCell, listsIn } from './lists-in';

/** The last answer's lists, one at a time, as a table and as CSV. */
export function AnswerTable() {
  const dialog = useRef<HTMLDialogElement>(null);
  const data = useLastAnswer();
  const lists = useMemo(() => listsIn(data), [data]);
  const [wanted, setWanted] = useState('');
  const title = useId();
  const shown = lists.find(({ path }) => path === wanted) ?? lists[0];
  return (
    <>
      <ToolbarButton label="Show the answer as a table" onClick={() => dialog.current?.showModal()}>
        <svg viewBox="0 0 24 24" className="graphiql-toolbar-icon" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14" strokeWidth="1.5" />
        </svg>
      </ToolbarButton>
      <dialog ref={dialog} className="answer-table" aria-labelledby={title}>
        <header>
          <h2 id={title}>The answer as a table</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        {shown === undefined ? (
          <p>There is no list in the last answer. Run a query that asks for one.</p>
        ) : (
          <>
            <p className="choice">
              <label>
                List{' '}
                <select value={shown.path} onChange={({ target }) => setWanted(target.value)}>
                  {lists.map(({ path, rows }) => (
                    <option key={path} value={path}>
                      {path} ({rows.length})
                    </option>
                  ))}
                </select>
              </label>
              <button type="button" onClick={() => download(shown)}>
                Download CSV
              </button>
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
            <section className="scrolls" tabIndex={0} aria-label={shown.path}>
              <table>
                <thead>
                  <tr>
                    {shown.columns.map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {shown.rows.map((row, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no other name
                    <tr key={at}>
                      {row.map((cell, of) => (
                        <td key={shown.columns[of]} className={widthOf(cell)}>
                          {cell === null ? '' : String(cell)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </>
        )}
      </dialog>
    </>
  );
}

/** A short value stands in one line; a long word, an id say, is cut at the end of its cell. The file has all of it. */
function widthOf(cell: ListCell): string | undefined {
  const text = String(cell);
  if (/\S{40}/.test(text)) return 'cut';
  return text.length <= 32 ? 'short' : undefined;
}

function download({ path, columns, rows }: AnsweredList): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\uFEFF', writeCsv([columns, ...rows])], { type: 'text/csv' }));
  link.download = `${path.replaceAll('.', '-')}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
