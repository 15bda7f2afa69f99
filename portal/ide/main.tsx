/// <reference lib="dom" />
import './workers';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { keepFocus } from '../app/look/keep-focus';
import { listPersonas, type Persona, type SessionContext } from '../session/session-context';
import { AGENCIES_PLUGIN } from './agencies-plugin';
import { AnswerTable } from './answer-table';
import { askGateway, type Operation } from './ask-gateway';
import type { Example } from './examples';
import { EXAMPLES_PLUGIN, TakeOn } from './examples-plugin';
import { EXPLORER_PLUGIN } from './explorer-plugin';
import { historyStorage } from './history-storage';
import { IdentityBar, NEEDS_CASE } from './identity-bar';
import { keepLastAnswer } from './last-answer';
import { ShareQuery } from './share-query';
import { readSharedQuery } from './shared-query';

const PLUGINS = [EXAMPLES_PLUGIN, EXPLORER_PLUGIN, AGENCIES_PLUGIN, HISTORY_PLUGIN];
/** The query that the page's address shares. */
const SHARED = readSharedQuery(window.location.hash);
// Another link in the same tab is another page.
window.addEventListener('hashchange', () => window.location.reload());
const NOBODY: SessionContext = { persona: null, pastedToken: '', purpose: 'EARLY_HELP', caseReference: '' };

function Ide({ personas }: { readonly personas: readonly Persona[] | null }) {
  const [sessionContext, setStanding] = useState<SessionContext>(() => {
    const wanted = personas?.find(({ persona }) => persona === SHARED?.persona);
    if (wanted?.purposes.includes(SHARED?.purpose ?? ''))
      return { ...NOBODY, persona: wanted.persona, purpose: SHARED!.purpose! };
    const first = personas?.[0];
    return first === undefined ? NOBODY : { ...NOBODY, persona: first.persona, purpose: first.purposes[0] ?? '' };
  });
  // GraphiQL holds on to the fetcher it was first given: it reads who asks from here, at the moment of asking.
  const now = useRef(sessionContext);
  // Before any effect asks: what asks for the schema must ask as who was chosen last.
  useLayoutEffect(() => {
    now.current = sessionContext;
  }, [sessionContext]);
  const storage = useMemo(ideStorage, []);
  const fetcher = useCallback(async (operation: Operation) => {
    const answer = await askGateway(operation, now.current);
    // What GraphiQL asks by itself, for the schema, is no answer to anybody.
    if (operation.operationName !== 'IntrospectionQuery') keepLastAnswer(answer);
    return answer;
  }, []);
  const takeOn = useCallback(
    ({ persona, purpose, caseReference = '' }: Example) =>
      setStanding((before) => ({
        ...before,
        persona: personas?.some((offered) => offered.persona === persona) ? persona : before.persona,
        purpose,
        caseReference: caseReference || before.caseReference,
      })),
    [personas],
  );
  const canAsk = sessionContext.persona !== null || sessionContext.pastedToken.trim() !== '';
  return (
    <TakeOn.Provider value={takeOn}>
      <IdentityBar personas={personas} sessionContext={sessionContext} onChange={setStanding} />
      <main className="ide" onKeyDown={leaveEditor}>
        <h1 className="unseen">GraphQL IDE</h1>
        <GraphiQL
          // The schema is asked for when GraphiQL starts, so it starts again once there is somebody to ask as.
          key={canAsk ? 'asking' : 'no token'}
          schema={canAsk ? undefined : null}
          fetcher={fetcher}
          storage={storage}
          plugins={PLUGINS}
          visiblePlugin={EXAMPLES_PLUGIN}
          isHeadersEditorEnabled={false}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
          defaultQuery=""
          initialQuery={SHARED?.query}
          initialVariables={SHARED?.variables ?? undefined}
        >
          <AskForSchemaOf sessionContext={sessionContext} />
          <GraphiQL.Toolbar>
            {({ merge, prettify, copy }) => (
              <>
                {prettify}
                {merge}
                {copy}
                <AnswerTable />
                <ShareQuery sessionContext={sessionContext} />
              </>
            )}
          </GraphiQL.Toolbar>
          <GraphiQL.Logo>
            <span>Family View</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </TakeOn.Provider>
  );
}

/** With panes that leave the query room: a quarter for the plugin, and of the rest more for the query than for the answer. */
function ideStorage() {
  const storage = historyStorage(browserStorage());
  storage.setItem('graphiql:docExplorerFlex', '0.23');
  storage.setItem('graphiql:editorFlex', '1.2');
  return storage;
}

/** Null where the browser gives none. */
function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * An editor keeps the Tab key to itself. Escape, where the editor itself has no use for it, leaves it: from the frame around
 * it Tab goes on, and Enter goes back in.
 */
function leaveEditor({ key, target }: KeyboardEvent): void {
  if (key !== 'Escape' || !(target instanceof HTMLTextAreaElement)) return;
  target.closest<HTMLElement>('.graphiql-editor, .result-window')?.focus();
}

/** Another persona or purpose may see another schema: documentation and completion follow. */
function AskForSchemaOf({
  sessionContext: { persona, purpose, caseReference },
}: {
  readonly sessionContext: SessionContext;
}) {
  const { introspect } = useGraphiQLActions();
  const schema = useGraphiQL((state) => state.schema);
  const of = JSON.stringify([persona, purpose, NEEDS_CASE.includes(purpose) && caseReference.trim() !== '']);
  const shownFor = useRef(of);
  useEffect(() => {
    // The first one GraphiQL asks for by itself.
    if (schema === undefined || shownFor.current === of) return;
    shownFor.current = of;
    void introspect();
  }, [of, schema, introspect]);
  return null;
}

async function start(place: HTMLElement): Promise<void> {
  const personas = await listPersonas().catch(() => null);
  keepFocus(place);
  createRoot(place).render(<Ide personas={personas} />);
}

const place = document.getElementById('ide');
if (place !== null) void start(place);
