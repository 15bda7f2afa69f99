/// <reference lib="dom" />
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createContext, useContext } from 'react';
import { EXAMPLES, type Example } from './examples';

/** Takes on the persona, purpose and case of an example. */
export const TakeOn = createContext<(example: Example) => void>(() => undefined);

function ExampleList() {
  const takeOn = useContext(TakeOn);
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const open = (example: Example): void => {
    takeOn(example);
    // A tab of its own: what is being written stays where it is.
    if (queryEditor?.getValue().trim()) addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(example.variables === undefined ? '' : JSON.stringify(example.variables, null, 2));
    // On a phone the editor is below.
    queryEditor?.getContainerDomNode().scrollIntoView({ block: 'nearest' });
  };
  return (
    <section className="examples" aria-label="Example questions">
      <h2>Examples</h2>
      <p>Each opens with a click, as the person who would ask it. Everybody in them is invented.</p>
      <ul>
        {EXAMPLES.map((example) => (
          <li key={example.title}>
            <button type="button" disabled={queryEditor === undefined} onClick={() => open(example)}>
              {example.title}
              <small>
                {example.persona}, {example.purpose}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const Icon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <path d="M4 5h16v11H9l-5 4z" strokeLinejoin="round" />
    <path d="M8 9h8M8 12h5" strokeLinecap="round" />
  </svg>
);

export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: 'Examples', icon: Icon, content: ExampleList };
