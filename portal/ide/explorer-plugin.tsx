import { explorerPlugin } from '@graphiql/plugin-explorer';
import type { GraphiQLPlugin } from '@graphiql/react';

// Without its own bar for a new operation, whose list of choices has no name: a tab or the editor does the same.
const { content: Tree, ...plugin } = explorerPlugin({ showAttribution: false, hideActions: true });

function Explorer() {
  return (
    <section className="explorer" aria-label="Explorer">
      <p>By keyboard, Ctrl+Space in the editor offers the same fields: this tree needs a pointer.</p>
      <Tree />
    </section>
  );
}

export const EXPLORER_PLUGIN: GraphiQLPlugin = { ...plugin, content: Explorer };
