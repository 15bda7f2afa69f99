import type { ChildProcess } from 'node:child_process';
import cluster from 'node:cluster';
import { inspect } from 'node:util';
import pino from 'pino';
import type { Config } from '../config';
import { ofWorker } from '../config/workers';
import { FamilyViewError } from '../errors';
import { superviseWorkers, type WorkerTold } from './supervise-workers';

interface Served {
  readonly url: string;
  reloadFiles(): Promise<void>;
  shutDown(): Promise<void>;
}

/** In which a worker reads which it is. */
const WORKER = 'FAMILY_VIEW_WORKER';

/**
 * Serves as WORKERS says, until a signal ends it: in this process, or in several behind one port, of which this one is the
 * parent or a worker. Each worker runs the same program from its beginning.
 */
export async function serveWorkers(config: Config, start: (config: Config) => Promise<Served>): Promise<void> {
  if (cluster.isWorker) return serveAsWorker(await start(ofWorker(config, Number(process.env[WORKER]))));
  if (config.workers > 1) return serveAsParent(config);
  const gateway = await start(config);
  tellReady(`Family View gateway on ${gateway.url}`);
  process.once('disconnect', obeySignals(gateway));
}

/** Ends a program that cannot go on, and says why: a worker to its parent, which says it once for all of them. */
export function endWith(fault: unknown): void {
  const told = fault instanceof FamilyViewError ? fault.message : inspect(fault);
  if (cluster.isWorker && process.send) tellParent({ fault: told }, () => process.exit(1));
  else {
    console.error(told);
    process.exit(1);
  }
}

async function serveAsParent({ workers, logLevel }: Config): Promise<void> {
  // By connection in turn: left to the system, a few of them get nearly all.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const supervision = superviseWorkers({
    workers,
    begin: (worker) => closeWhatIsLost(cluster.fork({ [WORKER]: String(worker) }).process),
    log: pino({ level: logLevel, base: null }),
  });
  const stop = onSignals({
    end: async () => process.exit((await supervision.stop()) ? 0 : 1),
    reload: () => supervision.reload(),
  });
  process.once('disconnect', stop);
  try {
    tellReady(`Family View gateway on ${await supervision.started}, ${workers} workers`);
  } catch (fault) {
    await supervision.stop();
    throw fault;
  }
}

/**
 * A connection that is on its way to a worker when the worker dies is left open by Node's cluster, and nobody answers it (seen
 * on 29 November 2026 with Node 20.20.2 and 24.21.0). It is closed, so that whoever asks can ask again. One at most is on its
 * way to each worker; to close one that was taken does nothing.
 */
function closeWhatIsLost(child: ChildProcess): ChildProcess {
  const send = child.send.bind(child) as (...sent: readonly unknown[]) => boolean;
  let onItsWay: { close?(): void } | undefined;
  child.send = (...sent: readonly unknown[]) => {
    onItsWay = (sent[1] as typeof onItsWay) ?? onItsWay;
    return send(...sent);
  };
  child.once('exit', () => onItsWay?.close?.());
  return child;
}

function serveAsWorker(gateway: Served): void {
  const stop = obeySignals(gateway);
  const { worker } = cluster;
  // Without its parent nothing new comes. Node would end the process there and then, and cut what is under way.
  worker?.once('disconnect', () => {
    worker.exitedAfterDisconnect = true;
    stop();
  });
  tellParent({ url: gateway.url });
}

/** A parent that is gone is no fault of this process: what ends with it is told by `disconnect`. */
const tellParent = (told: WorkerTold | 'ready', done: () => void = () => {}): void =>
  void process.send?.(told, undefined, undefined, done);

/** To whoever started this program by a fork, or to whoever looks at a terminal. */
function tellReady(sentence: string): void {
  if (process.send) tellParent('ready');
  else console.log(sentence);
}

const obeySignals = ({ shutDown, reloadFiles }: Served): (() => void) =>
  onSignals({
    end: () => shutDown().then(() => process.exit(0), endWith),
    // Where files are not followed: the protocols were exchanged, take them.
    reload: () => void reloadFiles(),
  });

/** Ends once, however often it is told: a service manager tells the parent and every worker, and the parent tells them, too. */
function onSignals({ end, reload }: { readonly end: () => Promise<void>; readonly reload: () => void }): () => void {
  let ending = false;
  const stop = (): void => {
    if (ending) return;
    ending = true;
    void end();
  };
  process.on('SIGTERM', stop).once('SIGINT', stop).on('SIGHUP', reload);
  return stop;
}
