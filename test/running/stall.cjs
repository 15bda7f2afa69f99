/**
 * STALLED=1: the process stands still again and again, for up to half a second, as it does on a machine that others keep
 * busy. It costs no processor. Whatever holds only where something is done in time fails here, and not one run in fifty.
 */
const LEAST_MS = 250;
const MOST_MS = 500;
const cell = new Int32Array(new SharedArrayBuffer(4));

function stallAgain() {
  setTimeout(() => {
    Atomics.wait(cell, 0, 0, LEAST_MS + Math.random() * (MOST_MS - LEAST_MS));
    stallAgain();
  }, Math.random() * LEAST_MS).unref();
}

stallAgain();
