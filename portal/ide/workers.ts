/// <reference lib="dom" />

const SCRIPTS: Readonly<Record<string, string>> = { json: '/ide/json.worker.js', graphql: '/ide/graphql.worker.js' };

/** Tells Monaco where its workers are: files of our own, so that `worker-src 'self'` holds. */
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => new Worker(SCRIPTS[label] ?? '/ide/editor.worker.js'),
  },
});
