import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStopStore, stopsFile } from './file-stop-store';
import { openStops, type Stops } from './open-stops';
import type { Stop, StopEntry, StopStore } from './types';

const OFFICER = { id: 'w-ig', role: 'IG_OFFICER', organisation: 'council' };
const WHY = 'Wrong dates in the export since Monday.';
let count = 0;
const stopOf = (changed: Partial<Stop>): Stop => ({
  reference: `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`,
  ...{ kind: 'STREAM', target: 'north:visits', organisation: null, people: [], agencies: ['north'] },
  ...{ at: '2026-11-01T09:00:00.000Z', by: OFFICER, why: WHY, until: null },
  ...changed,
});
const add = (stop: Stop): StopEntry => ({ entry: 'STOP', stop });
const lift = ({ reference }: Stop): StopEntry => ({
  entry: 'LIFT',
  lift: { reference, at: '2026-11-01T10:00:00.000Z', by: OFFICER, why: WHY },
});

let directory: string;
let clock: Date;
let told: StopEntry[];
let faults: unknown[];
const opened: Stops[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stops-'));
  clock = new Date('2026-11-01T09:00:00Z');
  told = [];
  faults = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const stops of opened.splice(0)) stops.close();
  rmSync(directory, { recursive: true, force: true });
  expect(faults).toEqual([]);
});
const store = () => createFileStopStore(stopsFile(directory));
async function open(kept: StopStore = store()): Promise<Stops> {
  const stops = await openStops({
    store: kept,
    now: () => clock,
    onEntries: (entries) => told.push(...entries),
    onFault: (fault) => void faults.push(fault),
  });
  opened.push(stops);
  return stops;
}

test('a stop holds from when it is kept, under another signature, until it is lifted', async () => {
  const stops = await open();
  expect([stops.now().signature, stops.now().streams.size]).toEqual(['', 0]);
  const stop = stopOf({});
  await stops.add(add(stop));
  expect([...stops.now().streams]).toEqual(['north:visits']);
  expect(stops.now().signature).not.toBe('');
  await stops.add(lift(stop));
  expect([stops.now().signature, stops.now().stops]).toEqual(['', []]);
  expect(told).toEqual([]);
});

test('a stop with an end holds to that moment and no longer', async () => {
  const stops = await open();
  await stops.add(add(stopOf({ kind: 'AGENCY', target: 'north', until: '2026-11-01T12:00:00.000Z' })));
  clock = new Date('2026-11-01T11:59:59.999Z');
  expect([...stops.now().agencies]).toEqual(['north']);
  clock = new Date('2026-11-01T12:00:00Z');
  expect([...stops.now().agencies]).toEqual([]);
});

test('what another gateway, or a command, kept holds here and is told once; at a start all that is there', async () => {
  const stops = await open();
  const [own, other] = [stopOf({ kind: 'CLAUSE', target: 'A-1' }), stopOf({ people: ['x'.repeat(22)], kind: 'CHILD' })];
  await stops.add(add(own));
  await store().add(add(other));
  // The next look, whoever takes it.
  await stops.add(lift(own));
  expect([...stops.now().people]).toEqual(['x'.repeat(22)]);
  expect(told).toEqual([add(other)]);
  await open();
  expect(told.slice(1)).toEqual([add(own), add(other), lift(own)]);
});

test('what another gateway keeps while this one keeps its own is told, and its own is not, whichever look meets them', async () => {
  const [own, other, later] = [stopOf({}), stopOf({ kind: 'AGENCY' }), stopOf({ kind: 'CLAUSE', target: 'A-1' })];
  let theLook = (): void => {};
  jest.spyOn(globalThis, 'setInterval').mockImplementationOnce(((look: () => void) => {
    theLook = look;
    return { unref: () => 0 };
  }) as never);
  const shared = store();
  const stops = await open({
    ...shared,
    async add(entry) {
      await shared.add(add(other));
      await shared.add(entry);
      await shared.add(add(later));
      // It is due just then.
      theLook();
      for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    },
  });
  await stops.add(add(own));
  await stops.add(lift(own));
  expect(told.filter((one) => one.entry === 'STOP').slice(0, 2)).toEqual([add(other), add(later)]);
  expect(told).not.toContainEqual(add(own));
  expect(told).not.toContainEqual(lift(own));
});

test('of two lifts of one stop at one moment, one at each gateway, each gateway is told of the other’s', async () => {
  const stop = stopOf({});
  const theirs = lift(stop) as Extract<StopEntry, { entry: 'LIFT' }>;
  const other: StopEntry = { ...theirs, lift: { ...theirs.lift, by: { ...OFFICER, id: 'w-ig-2' } } };
  const shared = store();
  const stops = await open({
    ...shared,
    async add(entry) {
      if (entry.entry === 'LIFT') await shared.add(other);
      await shared.add(entry);
    },
  });
  await stops.add(add(stop));
  await stops.add(lift(stop));
  expect(told).toEqual([other]);
});

test('a requester is stopped by id, and where it is said, of one organisation alone', async () => {
  const stops = await open();
  await stops.add(add(stopOf({ kind: 'REQUESTER', target: 'w-1', organisation: 'school', agencies: [] })));
  await stops.add(add(stopOf({ kind: 'REQUESTER', target: 'w-2', agencies: [] })));
  const is = (id: string, organisation: string) => stops.now().isRequester({ id, organisation });
  expect([is('w-1', 'school'), is('w-1', 'clinic'), is('w-2', 'clinic'), is('w-3', 'school')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a line that is none stops the start, and at a running gateway leaves what was stopped', async () => {
  const stops = await open();
  await stops.add(add(stopOf({})));
  appendFileSync(stopsFile(directory), '{"entry":"LIFT"}\n');
  await expect(stops.add(add(stopOf({})))).rejects.toMatchObject({ code: 'STOPS_UNREADABLE' });
  expect([...stops.now().streams]).toEqual(['north:visits']);
  await expect(open()).rejects.toMatchObject({ code: 'STOPS_UNREADABLE' });
  // A look that was due meanwhile met the line as well.
  for (const fault of faults.splice(0)) expect(fault).toMatchObject({ code: 'STOPS_UNREADABLE' });
});

test('the file holds pseudonyms and no reference of an agency: what is none is refused', async () => {
  await expect(store().add(add(stopOf({ kind: 'CHILD', people: ['health:9990000018'] })))).rejects.toThrow();
  await store().add(add(stopOf({})));
  expect(readFileSync(stopsFile(directory), 'utf8').trim().split('\n')).toHaveLength(1);
});
