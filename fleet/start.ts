import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MongoServer, noMongo } from '../test/mongo.js';
import { noRedis, RedisServer } from '../test/redis.js';
import { Box } from './box.js';
import { findProgram, freePort } from './find.js';
import { Folder } from './folder.js';
import { Front, NO_NGINX } from './front.js';
import { PRODUCTION_WALLS, type Walls } from './nginx.js';

export interface FleetOptions {
  boxes: number;
  /** Of each box. */
  workers: number;
  /** `embedded`: all boxes share one folder, which works only on one machine. */
  store: 'mongo' | 'embedded';
  redis: boolean;
  /** Folder where everything is kept; null: a temporary one, which goes with the fleet. */
  data: string | null;
  walls: Walls;
  /** Settings of every box beyond those that make it one of the fleet. */
  settings: Readonly<Record<string, string>>;
  /** A part (`box-1`) ended that nobody had stopped (`SIGKILL`, `code 1`); the others go on. */
  died?(part: string, how: string): void;
}

export const FLEET_DEFAULTS: FleetOptions = {
  boxes: 2,
  workers: 2,
  store: 'mongo',
  redis: true,
  data: null,
  walls: PRODUCTION_WALLS,
  settings: {},
};

/** A running fleet; its parts can be killed, paused and started again one by one. */
export interface Fleet {
  readonly nginx: Front;
  readonly boxes: readonly Box[];
  readonly mongo: MongoServer | null;
  readonly redis: RedisServer | null;
  /** What KOTD_STORE of every box is. */
  readonly store: string;
  readonly folder: string;
  /** Folder of every part's log, until it stops. */
  readonly logs: string;
  /**
   * Ends every part, in order: clients are told to leave, commands are finished, then the servers go. Answers
   * the folder where the logs are kept because a part had died; null: they went, too.
   * @throws Error when a part cannot be ended
   */
  stop(): Promise<string | null>;
}

/** One line for each server that this machine lacks for such a fleet. */
export function missingServers({ store, redis }: FleetOptions): string[] {
  const nginx = findProgram('nginx') && findProgram('openssl') ? false : NO_NGINX;
  const missing: (string | false)[] = [nginx, store === 'mongo' && noMongo, redis && noRedis];
  return missing.flatMap((line) => line || []);
}

/**
 * Starts database, Redis, boxes and nginx on this machine, and answers when all of them serve.
 * @param signal stops the start; what was started by then is stopped before it rejects
 * @throws Error when a part cannot start; nothing is left running, and the logs are kept where it says
 */
export async function startFleet(
  given: Partial<FleetOptions> = {},
  signal?: AbortSignal,
): Promise<Fleet> {
  const options = { ...FLEET_DEFAULTS, ...given };
  const missing = missingServers(options);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const parts = new Parts(signal);
  const folder = await Folder.make((part, how) => options.died?.(part, how));
  const stop = async (failures: unknown[]): Promise<string | null> => {
    failures.push(...(await parts.stop()));
    const logs = await folder.remove(failures.length > 0);
    if (failures.length === 0) return logs;
    const [cause] = failures;
    throw new Error(`${(cause as Error).message}\nThe logs are in ${logs}`, { cause });
  };
  try {
    const fleet = await start(options, folder, parts);
    return { ...fleet, logs: folder.logs, stop: () => stop([]) };
  } catch (error) {
    // Who stopped the start knows why it ended.
    await stop(signal?.aborted ? [] : [error]);
    throw error;
  }
}

/** What came to be, in the order in which it must not end. */
class Parts {
  readonly #signal: AbortSignal | undefined;
  readonly #stages: (() => Promise<unknown>)[][] = [[], []];

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** From this moment on `stop` ends it, too. @throws what the signal says */
  keep(stage: 'servers' | 'doors', end: () => Promise<unknown>): void {
    this.#stages[STAGES.indexOf(stage)]?.push(end);
    this.#signal?.throwIfAborted();
  }

  /** What takes long to start need not be waited for. */
  onAbort(hurry: () => void): void {
    this.#signal?.addEventListener('abort', hurry);
  }

  /**
   * nginx and boxes go together: the boxes tell the clients to leave, and nginx lets no new ones in. Answers why
   * a part could not be ended; empty is good.
   */
  async stop(): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const stage of this.#stages.splice(0).reverse()) {
      for (const outcome of await Promise.allSettled(stage.map((end) => end()))) {
        if (outcome.status === 'rejected') failures.push(outcome.reason);
      }
    }
    return failures;
  }
}

const STAGES = ['servers', 'doors'] as const;

async function start(
  options: FleetOptions,
  own: Folder,
  parts: Parts,
): Promise<Omit<Fleet, 'logs' | 'stop'>> {
  const folder = resolve(options.data ?? own.path);
  await mkdir(join(folder, 'mongo'), { recursive: true });
  const mongo =
    options.store === 'mongo'
      ? await MongoServer.start({ folder: join(folder, 'mongo'), watch: own.watch('mongo') })
      : null;
  if (mongo) parts.keep('servers', () => mongo.stop());
  const redis = options.redis ? await RedisServer.start(own.watch('redis')) : null;
  if (redis) parts.keep('servers', () => redis.stop());
  // The server may be one that others use, too.
  const database = (options.data === null && mongo?.newDatabase()) || 'kotd';
  const store = mongo?.url(database) ?? join(folder, 'store');
  const settings = {
    KOTD_TRUSTED_PROXIES: 'unix,127.0.0.1',
    ...options.settings,
    KOTD_STORE: store,
    ...(redis ? { KOTD_REDIS: redis.url } : {}),
    KOTD_SECRET: await secretIn(folder),
  };
  const boxes: Box[] = [];
  for (let number = 1; number <= options.boxes; number++) {
    const name = `box-${number}`;
    const host = `127.0.1.${number}`;
    const port = await freePort(host);
    const place = { name, host, port, workers: options.workers, settings };
    const folders = { data: join(folder, name), sockets: join(own.path, name) };
    boxes.push(new Box({ ...place, ...folders }, own.watch(name)));
  }
  parts.onAbort(() => {
    for (const box of boxes) void box.stop();
  });
  // The first one alone: it prepares the store for the others, and makes the demo.
  for (const batch of [boxes.slice(0, 1), boxes.slice(1)]) {
    for (const box of batch) parts.keep('doors', () => box.stop());
    const outcomes = await Promise.allSettled(batch.map((box) => box.start()));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
  const nginx = await Front.prepare({
    folder: join(own.path, 'nginx'),
    logs: join(own.logs, 'nginx'),
    watch: own.watch('nginx'),
    // The first box counts as nginx's own machine, and is reached by its sockets; the others by their port.
    boxes: boxes.map((box, at) => box.upstream(at === 0)),
    walls: options.walls,
  });
  parts.keep('doors', () => nginx.stop());
  await nginx.start();
  return { nginx, boxes, mongo, redis, store, folder };
}

/** Kept with the data: with another one nobody who is logged in would stay so. */
async function secretIn(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return await readFile(file, 'utf8');
}
