/**
 * One running stack for all suites of a worker that change nothing in it, in a process of its own with ports and data of
 * its own: started by the first that asks for it, and gone when the worker is.
 */
const { spawn } = require('node:child_process');
const { join } = require('node:path');

let stack;

function openStack(root) {
  stack ??= new Promise((resolve, reject) => {
    const program = ['--require', join(__dirname, 'keep-compiled.cjs'), join(__dirname, 'serve-stack.ts')];
    const child = spawn(process.execPath, program, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('error', reject).once('exit', (code) => reject(new Error(`the stack ended with ${code}`)));
    child.once('message', (told) => {
      // It holds no worker up that has nothing more to do.
      child.unref();
      child.channel.unref();
      resolve(told);
    });
  });
  return stack;
}

module.exports = { openStack };
