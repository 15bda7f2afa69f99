import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { startRandom } from '../random';
import { type PublishingStack, startPublishingStack, TAKEN_BACK, type Told } from './publishing-stack';

const SWAPS = process.env.PROOF === '1' ? 200 : 5;
const CLIENTS = 4;
const SEED = Number(process.env.SEED ?? 20261123);

/** Asked without end while versions come and go: who one is, what an agency says, and which fields the schema has. */
const ASKING = '{ me { role } centres { name } __type(name: "HousingRecord") { fields { name } } }';
const FIELD = (at: number): string => `swap${at}: Int @policy(policies: [["housing:arrears"]])`;

let stack: PublishingStack;
beforeAll(async () => {
  stack = await startPublishingStack({ families: 1, agencies: undefined, environment: { SCHEMA_FILES: 'FOLLOWED' } });
}, 60_000);
afterAll(() => stack.close());

test(`${SWAPS} versions come and go under load: no request fails, and no answer is of two versions`, async () => {
  console.log(`seed ${SEED}`);
  const known = new Map<string, string>();
  const learn = async (): Promise<void> => {
    const { supergraph, protocol } = (await stack.ask('status')).body;
    known.set(`${supergraph} ${protocol}`, (await fieldsOfLive()).join());
  };
  const fieldsOfLive = async (): Promise<readonly string[]> => fieldsIn((await ask()).body);
  const answers: { readonly version: string; readonly fields: string }[] = [];
  const failed: string[] = [];
  let loading = true;

  async function ask() {
    return stack.stack.ask('housing-officer', ASKING);
  }
  const client = async (): Promise<void> => {
    while (loading) {
      const { status, body } = await ask();
      if (
        status !== 200 ||
        body.errors ||
        body.data.me.role !== PERSONAS['housing-officer'].role ||
        !body.data.centres?.length
      )
        failed.push(`${status} ${JSON.stringify(body).slice(0, 300)}`);
      else answers.push({ version: versionOf(body), fields: fieldsIn(body).join() });
    }
  };
  await learn();
  const clients = Array.from({ length: CLIENTS }, client);

  const random = startRandom(SEED);
  const live: number[] = [];
  let fields: readonly number[] = [];
  let [refused, protocols] = [0, 0];
  const protocolFile = join(stack.schemaDirectory, 'protocol', 'best-start.yaml');
  for (let swap = 0; swap < SWAPS; swap += 1) {
    const kind = swap % 5;
    const before = (await stack.ask('status')).body.version;
    if (kind === 3) {
      // A bad one between: it must not be seen by anybody.
      const { body } = await stack.publish(
        'housing',
        withFields([...fields, swap]).replace('housing:arrears', 'housing:arears'),
      );
      expect(body.outcome).toBe('REFUSED');
      refused += 1;
      expect((await stack.ask('status')).body.version).toBe(before);
      continue;
    }
    const began = performance.now();
    if (kind === 4) {
      const text = readFileSync(protocolFile, 'utf8');
      writeFileSync(
        protocolFile,
        text
          .replace(/title: Best Start.*/, `title: Best Start, text ${swap}`)
          .replace(/^( {2}version: )(\d+)$/m, (_, name, number) => `${name}${Number(number) + 1}`),
      );
      await until(async () => (await stack.ask('status')).body.version > before);
      protocols += 1;
    } else {
      fields = kind === 1 && fields.length > 0 ? random.some(fields, 0.5) : [...fields, swap];
      const { status, body } = await stack.publish('housing', withFields(fields), TAKEN_BACK);
      expect([status, ['PUBLISHED', 'UNCHANGED'].includes(body.outcome)]).toEqual([200, true]);
      // When this ends, whoever asks is answered by it.
      expect(fieldsIn((await ask()).body).filter((name) => name.startsWith('swap'))).toEqual(
        fields.map((at) => `swap${at}`),
      );
    }
    live.push(performance.now() - began);
    await learn();
  }
  loading = false;
  await Promise.all(clients);

  const mixed = answers.filter(({ version, fields: seen }) => known.get(version) !== seen);
  const sorted = live.toSorted((a, b) => a - b);
  const at = (share: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)]!)} ms`;
  console.log(
    `${SWAPS} swaps (${refused} bad ones, ${protocols} protocols) under ${CLIENTS} clients: ${answers.length} answers of ${new Set(answers.map(({ version }) => version)).size} versions, ${failed.length} failed, ${mixed.length} mixed; publish to live: median ${at(0.5)}, 95 % ${at(0.95)}, most ${at(1)}`,
  );
  expect(failed).toEqual([]);
  expect(mixed).toEqual([]);
  expect(answers.length).toBeGreaterThan(SWAPS);
  expect(new Set(answers.map(({ version }) => version)).size).toBeGreaterThan(SWAPS / 4);
}, 1_800_000);

const versionOf = ({ extensions: { familyView } }: Told): string =>
  `${familyView.supergraphVersion} ${familyView.protocolVersion}`;
const fieldsIn = ({ data }: Told): readonly string[] =>
  data.__type.fields.map(({ name }: { readonly name: string }) => name);

const withFields = (fields: readonly number[]): string =>
  stack
    .sdlOf('housing')
    .replace('type HousingRecord {', `type HousingRecord {\n${fields.map((at) => `  ${FIELD(at)}`).join('\n')}`);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 50));
}
