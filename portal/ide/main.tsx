/// <reference lib="dom" />
import './workers';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { keepFocus } from '../app/look/keep-focus';
import { listPersonas, type Persona, type SessionContext } from '../session/session-context';
import { AGENCIES_PLUGIN } from './agencies-plugin';
import { askGateway, type Operation } from './ask-gateway';
import type { Example } from './examples';
import { EXAMPLES_PLUGIN, TakeOn } from './examples-plugin';
import { EXPLORER_PLUGIN } from './explorer-plugin';
import { IdentityBar, NEEDS_CASE } from './identity-bar';
import { memoryStorage } from './memory-storage';

const PLUGINS = [EXAMPLES_PLUGIN, EXPLORER_PLUGIN, AGENCIES_PLUGIN, HISTORY_PLUGIN];
const NOBODY: SessionContext = { persona: null, pastedToken: '', purpose: 'EARLY_HELP', caseReference: '' };

function Ide({ personas }: { readonly personas: readonly Persona[] | null }) {
  const [sessionContext, setStanding] = useState<SessionContext>(() => {
    const first = personas?.[0];
    return first === undefined ? NOBODY : { ...NOBODY, persona: first.persona, purpose: first.purposes[0] ?? '' };
  });
  // GraphiQL holds on to the fetcher it was first given: it reads who asks from here, at the moment of asking.
  const now = useRef(sessionContext);
  // Before any effect asks: what asks for the schema must ask as who was chosen last.
  useLayoutEffect(() => {
    now.current = sessionContext;
  }, [sessionContext]);
  const storage = useMemo(memoryStorage, []);
  const fetcher = useCallback((operation: Operation) => askGateway(operation, now.current), []);
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
        >
          <AskForSchemaOf sessionContext={sessionContext} />
          <GraphiQL.Logo>
            <span>Family View</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </TakeOn.Provider>
  );
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
