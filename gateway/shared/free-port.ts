import { createServer } from 'node:net';

// Below the ports that the system lends to whoever connects or asks for any (from 32768): one of those could be lent to
// somebody else before it is listened at.
const FIRST = 10_000;
const PORTS = 20_000;

/** A port of this machine at which nobody listens. For what must know its port before it listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
