/// <reference lib="dom" />
import './workers';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { listPersonas, type Persona, type Standing } from '../standing/standing';
import { askGateway, type Operation } from './ask-gateway';
import type { Example } from './examples';
import { EXAMPLES_PLUGIN, TakeOn } from './examples-plugin';
import { IdentityBar } from './identity-bar';
import { memoryStorage } from './memory-storage';

const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];
const NOBODY: Standing = { persona: null, pastedToken: '', purpose: 'EARLY_HELP', caseReference: '' };

function Ide({ personas }: { readonly personas: readonly Persona[] | null }) {
  const [standing, setStanding] = useState<Standing>(() => {
    const first = personas?.[0];
    return first === undefined ? NOBODY : { ...NOBODY, persona: first.persona, purpose: first.purposes[0] ?? '' };
  });
  // GraphiQL holds on to the fetcher it was first given: it reads who asks from here, at the moment of asking.
  const now = useRef(standing);
  useEffect(() => {
    now.current = standing;
  }, [standing]);
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
  const canAsk = standing.persona !== null || standing.pastedToken.trim() !== '';
  return (
    <TakeOn.Provider value={takeOn}>
      <IdentityBar personas={personas} standing={standing} onChange={setStanding} />
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
        <GraphiQL.Logo>
          <span>Family View</span>
        </GraphiQL.Logo>
      </GraphiQL>
    </TakeOn.Provider>
  );
}

async function start(place: HTMLElement): Promise<void> {
  const personas = await listPersonas().catch(() => null);
  createRoot(place).render(<Ide personas={personas} />);
}

const place = document.getElementById('ide');
if (place !== null) void start(place);
