import { setFlagsFromString } from 'node:v8';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** What Node gives a thread by itself. */
const SEMI_SPACE_MEGABYTES = 16;

/**
 * Begins a thread that starts without the main thread's loaders. The main thread has more room for what lives as long as one
 * request (`--max-semi-space-size`), and V8 gives each thread as much, whatever its resource limits say: twice that, for ever,
 * of each that was once busy. So with `--max-old-space-size`. Of the flags a thread reads those that are set when it begins.
 */
export function startThread(file: string, options: Omit<WorkerOptions, 'execArgv'>): Worker {
  setFlagsFromString(`--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`);
  // As if none were set: then the thread's own limits hold.
  setFlagsFromString('--max-old-space-size=0');
  return new Worker(file, { ...options, execArgv: [] });
}
