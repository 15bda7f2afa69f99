import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { type RunningSubgraphs, serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { freePort } from '../stack';
import { type ProxiedAgency, standBefore } from './agency-behind-a-proxy';
import { developmentToken, recordedOperations, startGatewayProcess } from './gateway-process';

const TIMES = process.env.PROOF === '1' ? 20 : 1;
const CLIENTS = 12;
/** Agencies take up to so long here: what is under way when the signal comes has not ended when the notice has. */
const SLOW_MS = 1_000;
const NOTICE_MS = 500;
const LOOK_EVERY_MS = 50;
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
/** Of somebody who is found already: searches are limited. */
const OPEN = 'query ($id: PersonID!) { person(id: $id) { displayName health { immunisations { vaccine } } } }';

let directory: string;
let gatewayDirectory: string;
let port: number;
let url: string;
let agencies: RunningSubgraphs;
const ways = new Map<AgencyName, ProxiedAgency>();
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'family-view-terminate-'));
  gatewayDirectory = join(directory, 'gateway');
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  agencies = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `${url}/.well-known/jwks.json`,
    dataDirectory: join(directory, 'subgraphs'),
    without: [],
  });
  for (const agency of AGENCIES) {
    const way = await standBefore(`http://127.0.0.1:${agencies.ports.get(agency)}`);
    way.turn(async ({ status, text }, response) => {
      await new Promise((later) => setTimeout(later, SLOW_MS * Math.random()));
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
    });
    ways.set(agency, way);
  }
});
afterAll(async () => {
  await Promise.all([...ways.values()].map((way) => way.stop()));
  await agencies.close();
  rmSync(directory, { recursive: true, force: true });
});

async function ask(token: string, query: string, variables: object) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-purpose': 'EARLY_HELP' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** What a load balancer does: it looks whether the gateway is ready, and sends nothing more from when it is not. */
class Balancer {
  private ready = true;
  /** When readiness fell, and when nobody listened any more; by `performance.now()`. */
  fellAt: number | null = null;
  goneAt: number | null = null;
  underWay = 0;
  readonly cut: string[] = [];
  readonly refused: string[] = [];
  /** Of answers that came whole. */
  readonly operations: string[] = [];

  constructor(
    private readonly token: string,
    private readonly id: string,
  ) {}

  async look(): Promise<void> {
    while (this.goneAt === null) {
      await this.lookOnce();
      await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
    }
  }

  private async lookOnce(): Promise<void> {
    try {
      const { status } = await fetch(`${url}/health/ready`);
      if (status !== 503) return;
      this.ready = false;
      this.fellAt ??= performance.now();
    } catch {
      this.goneAt = performance.now();
    }
  }

  async send(): Promise<void> {
    while (this.ready) {
      this.underWay += 1;
      try {
        const { status, body } = await ask(this.token, OPEN, { id: this.id });
        if (status === 200 && body.data.person?.displayName) this.operations.push(body.extensions.familyView.operation);
        else this.refused.push(`${status} ${JSON.stringify(body.errors)}`);
      } catch (fault) {
        this.cut.push(String((fault as Error).cause ?? fault));
      }
      this.underWay -= 1;
    }
  }
}

test(`in ${TIMES} ends of a busy gateway by SIGTERM readiness falls first, no answer is cut, and none is unrecorded`, async () => {
  const token = await developmentToken(gatewayDirectory);
  const places = { port, dataDirectory: gatewayDirectory, environment: { SHUTDOWN_NOTICE_MS: String(NOTICE_MS) } };
  const ports = new Map([...ways].map(([agency, { origin }]) => [agency, Number(new URL(origin).port)]));
  const total = { whole: 0, cut: 0, refused: 0, unrecorded: 0, underWay: 0 };
  for (let time = 0; time < TIMES; time += 1) {
    const gateway = await startGatewayProcess({ ...places, ports });
    const found = await ask(token, FIND, { who: searchFor(storyPerson('okafor', 'oldest')) });
    const balancer = new Balancer(token, found.body.data.findPeople.certain[0].id);
    const looking = balancer.look();
    const clients = Array.from({ length: CLIENTS }, () => balancer.send());
    while (balancer.operations.length < CLIENTS + time) await new Promise((later) => setTimeout(later, 1));

    const gone = once(gateway, 'exit');
    const { underWay } = balancer;
    const sent = performance.now();
    gateway.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
    const ended = performance.now();
    await Promise.all([...clients, looking]);

    const { disclosures } = await recordedOperations(gatewayDirectory);
    const unrecorded = balancer.operations.filter((operation) => !disclosures.has(operation));
    expect([balancer.cut, balancer.refused, unrecorded]).toEqual([[], [], []]);
    expect(underWay).toBeGreaterThan(0);
    // Seen to fall while it still listened.
    expect(balancer.fellAt).toBeLessThan(balancer.goneAt!);
    total.whole += balancer.operations.length;
    total.cut += balancer.cut.length;
    total.refused += balancer.refused.length;
    total.unrecorded += unrecorded.length;
    total.underWay += underWay;
    process.stdout.write(
      `  SIGTERM ${time + 1}: ${underWay} under way; not ready after ${Math.round(balancer.fellAt! - sent)} ms, ended after ${Math.round(ended - sent)} ms; ${balancer.operations.length} answers, ${balancer.cut.length} cut, ${balancer.refused.length} refused, ${unrecorded.length} unrecorded\n`,
    );
  }
  process.stdout.write(
    `  SIGTERM ${TIMES} times, ${total.underWay} under way then: ${total.whole} answers, ${total.cut} cut, ${total.refused} refused, ${total.unrecorded} unrecorded\n`,
  );
}, 600_000);
