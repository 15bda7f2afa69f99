/** Runs a page's commands in a scratch copy, as they are written, and says what each printed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A block of commands, with the text that stands under it. */
export interface Step {
  /** `fails` after the language: the commands are expected to end with another code than 0. */
  readonly fails: boolean;
  readonly body: string;
  /** Lines that must be in what is printed; `…` stands for anything. */
  readonly printed: readonly string[];
}

export function readSteps(page: string): readonly Step[] {
  const blocks = [...page.matchAll(/^```(sh|text)( fails)?\n(.*?)^```/gms)];
  return blocks.flatMap(([, kind, fails, body], at) => {
    if (kind === 'text') return [];
    const next = blocks[at + 1];
    const printed = next?.[1] === 'text' ? next[3]!.split('\n').filter((line) => line !== '') : [];
    return [{ fails: fails !== undefined, body: body!, printed }];
  });
}

export interface Shell {
  /** What it printed, both streams together, and how it ended. */
  run(step: Step): Promise<{ readonly text: string; readonly code: number }>;
  /** Ends the shell and everything that was started in it. */
  close(): Promise<void>;
}

const END = '--- end of step ';

/** One shell for all steps, so that what one starts or sets is there for the next. */
export function openShell(folder: string, environment: Readonly<Record<string, string>>): Shell {
  const shell: ChildProcess = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    // A group of its own: what the page leaves running ends with it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  shell.stdin!.write('exec 2>&1\n');
  let lines: string[] = [];
  let ended: ((code: number) => void) | undefined;
  createInterface({ input: shell.stdout! }).on('line', (line) => {
    const at = line.indexOf(END);
    if (at < 0) return void lines.push(line);
    if (at > 0) lines.push(line.slice(0, at));
    ended?.(Number(line.slice(at + END.length)));
  });
  return {
    async run({ body }) {
      lines = [];
      const done = new Promise<number>((resolve) => {
        ended = resolve;
      });
      shell.stdin!.write(body);
      shell.stdin!.write(`\necho "${END}$?"\n`);
      const code = await done;
      return { text: lines.join('\n'), code };
    },
    close: () =>
      new Promise((resolve) => {
        shell.once('close', () => resolve());
        if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
      }),
  };
}
