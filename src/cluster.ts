import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { Settings } from './config.js';
import { WORKER_STDIO } from './cluster/bus-pipe.js';
import { type Claim, claimFolder, SOCKETS } from './cluster/claim.js';
import { Crew } from './cluster/crew.js';
import { claimPort } from './cluster/port.js';
import { keptSecret } from './cluster/secret.js';
import { Service } from './cluster/service.js';
import { onSignals } from './cluster/signals.js';
import { Switchboard } from './cluster/switchboard.js';
import { boxName } from './config/box-name.js';
import { descriptorLimit, socketCapacity } from './ops/descriptors.js';
import type { PrimaryRedis } from './redis/open.js';
import { version } from './version.js';

/** How long the workers of a primary that was killed may take to leave the port, in ms. */
const HEIR_PATIENCE_MS = 5000;
/** Exit code of a process that Ctrl-C ended without ado (128 + SIGINT). */
const ABORTED = 130;

export interface ClusterParts {
  settings: Settings;
  /** The program that every worker runs; it joins with `joinCluster`. */
  workerFile: string;
  log: Logger;
  /** Tells whoever started kotd. */
  print(line: string): void;
}

/**
 * The primary: claims its folders and the port, forks the workers and keeps them going.
 * @returns the exit code, once it was told to stop and all workers are gone
 * @throws StartError with the one line that says why it cannot start
 */
export async function runCluster({
  settings,
  workerFile,
  log,
  print,
}: ClusterParts): Promise<number> {
  const { host, data, sockets } = settings;
  const claim = await claimFolder(data);
  let socketsClaim: Claim | null = null;
  let shared: PrimaryRedis | null = null;
  try {
    // Workers of two instances would take each other's sockets away.
    if (sockets !== null && sockets !== data) socketsClaim = await claimFolder(sockets, SOCKETS);
    const patienceMs = claim.tookOver ? HEIR_PATIENCE_MS : 0;
    const port = await claimPort(host, settings.port, patienceMs);
    const secret = settings.secret ?? (await keptSecret(data));
    shared = await openShared(settings, port, secret, log);
    cluster.setupPrimary({ exec: workerFile, args: [], stdio: [...WORKER_STDIO] });
    const crew: Crew = new Crew({
      config: { ...settings, port, secret },
      log,
      joined: (member) => switchboard.joined(member),
      left: (member) => switchboard.left(member),
      onMessage: (member, message) => {
        if (message.kind === 'pong') service.hear(member);
        else switchboard.receive(member, message);
      },
      onBatch: (member, batch) => switchboard.published(member, batch),
    });
    const { members } = crew;
    const switchboard = new Switchboard({
      members,
      losses: () => crew.losses,
      wanted: settings.workers,
      box: { box: boxName(settings, port), version, data },
      shared,
      log,
    });
    const service = new Service({ env: process.env, members, workers: settings.workers, log });
    const stopped = untilStopped(crew, service, settings.drainMs, log);
    const first = await Promise.race([crew.start(), stopped]);
    if (typeof first === 'number') return first;
    for (const line of first.banner) print(line);
    print(capacityLine(settings.workers));
    service.ready();
    return await stopped;
  } finally {
    await shared?.close();
    await socketsClaim?.release();
    await claim.release();
  }
}

/** What this box shares with others; null without `KOTD_REDIS`. */
async function openShared(
  { redis, ...settings }: Settings,
  port: number,
  secret: string,
  log: Logger,
): Promise<PrimaryRedis | null> {
  if (redis === null) return null;
  // Who needs no Redis does not load its client: a sixth of the time that a start takes.
  const { openRedisForPrimary } = await import('./redis/open.js');
  const box = boxName(settings, port);
  return openRedisForPrimary({ ...settings, redis, box, secret }, log);
}

function untilStopped(crew: Crew, service: Service, drainMs: number, log: Logger): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false;
    onSignals({
      stop: (signal) => {
        if (stopping) return;
        stopping = true;
        log.info({ signal, drainMs }, 'draining');
        service.stopping(drainMs);
        void crew.stop(drainMs).then(() => resolve(0));
      },
      abort: () => {
        crew.killAll();
        resolve(ABORTED);
      },
      reload: () => {
        log.info('reloading the workers one after the other');
        void service.reloading(crew.reload());
      },
    });
  });
}

function capacityLine(workers: number): string {
  const limit = descriptorLimit();
  const sockets = (workers * socketCapacity(limit)).toLocaleString('en');
  const each = `${workers} ${workers === 1 ? 'worker' : 'workers'} with ${limit.toLocaleString('en')}`;
  return `Can hold ${sockets} sockets (${each} descriptors each).`;
}
