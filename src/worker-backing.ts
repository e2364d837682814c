import type { Config } from './config.js';
import { boxName } from './config/box-name.js';
import { GuardedStore, NOBODY, patienceOf } from './db/guarded.js';
import { openStore } from './db/open.js';
import { isOutage } from './db/outage.js';
import type { Store } from './db/store.js';
import { newId } from './handlers/ids.js';
import { type Standing, storeStanding } from './http/health.js';
import { openLog } from './ops/log.js';
import type { BreakerGauge } from './ops/metrics.js';
import { OutageLog } from './ops/outage.js';
import { QuietLook } from './ops/quiet-look.js';
import type { WorkerRedis } from './redis/open.js';

/** What a worker stands on. */
export interface Backing {
  readonly log: ReturnType<typeof openLog>;
  /** Behind circuit breakers, if it is a server. */
  readonly store: Store;
  /** null without `KOTD_REDIS`. */
  readonly redis: WorkerRedis | null;
  /** Tells the log of a defect, and of an outage once. */
  failed(error: unknown, traceId: string, what: string): void;
  breakers(): readonly BreakerGauge[];
  standing(): Pick<Standing, 'store' | 'redis'>;
  /** The store answers reads, as far as is known: without them a socket is of no use. */
  readable(): boolean;
  /** To be called when nobody needs it any more. */
  close(): Promise<void>;
}

/** @throws Error with the one line that says why the store cannot be opened */
export async function openBacking(config: Config, worker: number): Promise<Backing> {
  const log = openLog(config.logLevel, worker);
  const self = { patienceMs: patienceOf(config), box: boxName(config, config.port) };
  const opened = await openStore({ ...config, worker: self }, newId);
  const guarded =
    config.mongo === null
      ? null
      : new GuardedStore({ store: opened, settings: config, failed: (cause) => outage.met(cause) });
  const store: Store = guarded ?? opened;
  const outage = new OutageLog(log, () => store.stats().failing);
  const redis = await openRedis(config, log);
  const storeBreakers = guarded?.breakers ?? [];
  const storeLook = guarded && new QuietLook(() => guarded.position(NOBODY).then(() => true));
  const redisLook = redis && new QuietLook(() => redis.answers());
  return {
    log,
    store,
    redis,
    failed: (error, traceId, what) => {
      if (!isOutage(error)) log.error({ err: error, traceId, what }, 'unforeseen error');
      // A refusal of the guard has no cause: the call that met the outage told of it, which may be over.
      else if (!guarded || error.cause !== undefined) outage.met(error.cause ?? error);
    },
    breakers: () =>
      redis ? [...storeBreakers, { name: 'redis', state: redis.second.state }] : storeBreakers,
    standing: () => ({
      store: storeStanding(store.stats(), storeBreakers),
      redis: redis === null ? 'off' : redis.reachable() && redisLook?.well ? 'ok' : 'open',
    }),
    readable: () => guarded?.readable ?? true,
    close: async () => {
      storeLook?.stop();
      redisLook?.stop();
      outage.stop();
      await store.close();
      redis?.close();
    },
  };
}

/** null without `KOTD_REDIS`. */
async function openRedis(
  { redis, ...settings }: Config,
  log: Backing['log'],
): Promise<WorkerRedis | null> {
  if (redis === null) return null;
  // Who needs no Redis does not load its client: a sixth of the time that a start takes.
  const { openRedisForWorker } = await import('./redis/open.js');
  return openRedisForWorker({ ...settings, redis }, log);
}
