// Called by `try-image`, in a mount namespace of its own: makes the root read-only, starts the agencies and the gateway in it
// as the user `node`, and asks for one family.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const { IMAGE, DATA, COMMAND } = process.env;
const mount = (...words) => execFileSync('mount', words);
mount('--make-rprivate', '/');
mount('--bind', IMAGE, IMAGE);
mount('--bind', DATA, `${IMAGE}/data`);
mount('-t', 'tmpfs', '-o', 'mode=1777,size=64m', 'none', `${IMAGE}/tmp`);
mount('--rbind', '/proc', `${IMAGE}/proc`);
mount('--rbind', '/dev', `${IMAGE}/dev`);
mount('-o', 'remount,bind,ro', IMAGE);

const started = [];
function inImage(words, environment) {
  const files = words.map((word) => word.replace(/^dist\//, '/family-view/dist/'));
  const child = spawn('/usr/sbin/chroot', ['--userspec=1000:1000', '--groups=', IMAGE, '/bin/node', ...files], {
    env: { PATH: '/bin', HOME: '/tmp', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const one = { child, said: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (one.said += chunk));
  started.push(one);
  return one;
}
const ended = ({ child }) =>
  child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : child.exitCode;
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  server.close();
  return port;
}
function hold(what, holds) {
  if (!holds) throw new Error(`Not so: ${what}`);
  console.log(`  ${what}`);
}

async function main() {
  const probe = inImage(
    [
      '-e',
      `
    const { writeFileSync } = require('node:fs');
    const tries = (file) => { try { writeFileSync(file, 'x'); return true } catch { return false } };
    console.log(JSON.stringify({ uid: process.getuid(), node: process.version, root: tries('/family-view/x') || tries('/x'), data: tries('/data/gateway/.x'), tmp: tries('/tmp/x') }));
  `,
    ],
    {},
  );
  await ended(probe);
  const found = JSON.parse(probe.said);
  hold(`runs as the user ${found.uid} on Node ${found.node}`, found.uid === 1000 && found.node.startsWith('v24.'));
  hold('cannot write to its root, and can to /data and /tmp', !found.root && found.data && found.tmp);

  const [port, firstAgency] = [await freePort(), 20_000 + Math.floor(Math.random() * 10_000)];
  const shared = {
    PORT: String(port),
    FIRST_AGENCY_PORT: String(firstAgency),
    DATA_DIRECTORY: '/data/gateway',
    SUBGRAPHS_DATA_DIRECTORY: '/data/subgraphs',
    NODE_ENV: 'development',
    ADMIN_PORT: '0',
  };
  inImage(['dist/cli/serve-subgraphs.js'], shared);
  const [node, ...words] = JSON.parse(COMMAND);
  hold('the command starts Node', node === 'node');
  const gateway = inImage(words, shared);
  const url = `http://127.0.0.1:${port}`;
  const healthCheck = /^HEALTHCHECK[^\n]*\n\s*CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1];
  const isWell = async () =>
    (await ended(inImage(JSON.parse(healthCheck).slice(1), { HEALTH_URL: `${url}/health/ready` }))) === 0;
  for (let tries = 0; !(await isWell()); tries += 1) {
    if (tries > 120 || gateway.child.exitCode !== null)
      throw new Error(`It is not well:\n${gateway.said.slice(-2_000)}`);
    await wait(500);
  }
  hold('its HEALTHCHECK says that it is well', true);
  const post = async (path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, body: await response.json() };
  };
  const { token } = (
    await post('/development/token', JSON.stringify({ persona: 'head-of-centre', purpose: 'EARLY_HELP' }))
  ).body;
  const asked = readFileSync('docs/okafor-family.json', 'utf8');
  let answer;
  // Agencies may still be starting.
  for (let tries = 0; tries < 60; tries += 1) {
    answer = await post('/graphql', asked, { authorization: `Bearer ${token}` });
    if (answer.status === 200 && !JSON.stringify(answer.body).includes('"UNAVAILABLE"')) break;
    await wait(1_000);
  }
  hold(
    'answers for one family from all five agencies',
    JSON.stringify(answer.body.data ?? null).includes('Grace Okafor'),
  );
  gateway.child.kill('SIGTERM');
  hold('ends by SIGTERM with 0', (await ended(gateway)) === 0);
}

await main()
  .catch((fault) => {
    console.error(fault.message);
    process.exitCode = 1;
  })
  .finally(() => {
    for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
  });
