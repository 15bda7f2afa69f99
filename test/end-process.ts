import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Tells a process to end, and waits until it has. @returns its code and its signal, of which one is null. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<readonly unknown[]> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode];
  const ended = once(child, 'exit');
  child.kill(signal);
  return ended;
}
