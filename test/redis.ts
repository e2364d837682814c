import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child, type Watch } from '../fleet/child.js';
import { findProgram, freePort } from '../fleet/find.js';
import { until as untilWithin } from './until.js';

const { CI, KOTD_TEST_REDIS_URL: GIVEN_URL } = process.env;
const PROGRAM = 'redis-server';
/** Milliseconds a server may take to start, a replica to follow, a cluster to agree. */
const PATIENCE_MS = 20_000;

/** For tap's `skip` of tests that need any Redis. Under CI a missing one is a failure. */
export const noRedis = missing(GIVEN_URL !== undefined);
/** For tap's `skip` of tests that kill, pause or configure a Redis: they need one of their own. */
export const noOwnRedis = missing(false);

function missing(given: boolean): string | false {
  if (given || CI === 'true' || findProgram(PROGRAM)) return false;
  return 'no redis-server on the PATH (apt-get install redis-server), no KOTD_TEST_REDIS_URL';
}

/** A Redis with a port and a folder of its own, or the one that `KOTD_TEST_REDIS_URL` names. */
export class RedisServer {
  readonly url: string;
  readonly port: number;
  readonly #args: readonly string[];
  readonly #folder: string;
  readonly #watch: Watch;
  #child: Child | null = null;

  private constructor(url: string, folder = '', args: readonly string[] = [], watch: Watch = {}) {
    this.url = url;
    this.port = Number(new URL(url).port || 6379);
    this.#folder = folder;
    this.#args = args;
    this.#watch = watch;
  }

  /** The Redis of `KOTD_TEST_REDIS_URL`, or a new one. Whoever kills or pauses it takes `own`. */
  static async start(watch: Watch = {}): Promise<RedisServer> {
    return GIVEN_URL === undefined ? await RedisServer.#new([], watch) : new RedisServer(GIVEN_URL);
  }

  /** A new one, with options such as `--maxmemory 2mb`. */
  static async own(...args: string[]): Promise<RedisServer> {
    return await RedisServer.#new(args, {});
  }

  static async #new(args: readonly string[], watch: Watch): Promise<RedisServer> {
    for (let tries = 1; ; tries++) {
      const port = await freePort();
      const folder = await mkdtemp(join(tmpdir(), 'kotd-redis-'));
      const server = new RedisServer(`redis://127.0.0.1:${port}`, folder, args, watch);
      try {
        await server.restart();
        return server;
      } catch (error) {
        await server.stop();
        // Somebody else may have taken the port meanwhile.
        if (tries === 3) throw error;
      }
    }
  }

  /** Starts it again after `kill`, empty, on the same port. */
  async restart(): Promise<void> {
    await this.kill();
    const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', this.#folder];
    const args = ['--port', `${this.port}`, '--bind', '127.0.0.1', ...nothingKept, ...this.#args];
    this.#child = await started(args, 'Ready to accept connections', this.#watch);
  }

  /** As when the machine loses power. */
  async kill(): Promise<void> {
    await this.#child?.kill();
  }

  /** It hangs: connections stay, nothing is answered. */
  pause(): void {
    this.#own().signal('SIGSTOP');
  }

  resume(): void {
    this.#own().signal('SIGCONT');
  }

  /** Any command, on a connection of its own. */
  async send(command: string, ...args: (string | number)[]): Promise<unknown> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: null });
    // The rejected promise says the same.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** Ends it, and removes its folder. */
  async stop(): Promise<void> {
    await this.kill();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  #own(): Child {
    if (!this.#child) throw new Error('only a Redis of its own can be paused: RedisServer.own()');
    return this.#child;
  }
}

/** A master with a replica that follows it. */
export async function startReplicated(): Promise<{ master: RedisServer; replica: RedisServer }> {
  const master = await RedisServer.own('--repl-diskless-sync-delay', '0');
  const replica = await RedisServer.own('--replicaof', '127.0.0.1', `${master.port}`);
  await until(
    async () => String(await replica.send('info', 'replication')).includes('link_status:up'),
    'a replica that follows',
  );
  return { master, replica };
}

/** A master, its replica and one sentinel that watches them as `kotd`, quick to judge. */
export class RedisSentinel {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly url: string;
  readonly #child: Child;
  readonly #folder: string;

  private constructor(
    { master, replica }: { master: RedisServer; replica: RedisServer },
    port: number,
    child: Child,
    folder: string,
  ) {
    this.master = master;
    this.replica = replica;
    this.url = `redis+sentinel://127.0.0.1:${port}/kotd`;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<RedisSentinel> {
    const pair = await startReplicated();
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'kotd-sentinel-'));
    const file = join(folder, 'sentinel.conf');
    await writeFile(
      file,
      `port ${port}\nbind 127.0.0.1\ndir ${folder}\n` +
        `sentinel monitor kotd 127.0.0.1 ${pair.master.port} 1\n` +
        'sentinel down-after-milliseconds kotd 500\nsentinel failover-timeout kotd 3000\n',
    );
    // It says so when it has found the replica: before, it could not fail over.
    const child = await started([file, '--sentinel'], '+slave slave');
    return new RedisSentinel(pair, port, child, folder);
  }

  async stop(): Promise<void> {
    await this.#child.kill();
    await Promise.all([this.master.stop(), this.replica.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Three masters that share the slots. */
export class RedisCluster {
  readonly nodes: readonly RedisServer[];
  readonly url: string;

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes;
    this.url = `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  static async start(): Promise<RedisCluster> {
    const busPorts = [await freePort(), await freePort(), await freePort()];
    const nodes = await Promise.all(
      busPorts.map((port) =>
        RedisServer.own('--cluster-enabled', 'yes', '--cluster-port', `${port}`),
      ),
    );
    const cluster = new RedisCluster(nodes);
    try {
      await cluster.#join(busPorts);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async #join(busPorts: readonly number[]): Promise<void> {
    const { nodes } = this;
    const ranges = [0, 5461, 10_923, 16_384];
    // Epochs first: a node that has met another takes none.
    for (const [at, node] of nodes.entries()) {
      await node.send('cluster', 'addslotsrange', ranges[at] ?? 0, (ranges[at + 1] ?? 0) - 1);
      await node.send('cluster', 'set-config-epoch', at + 1);
    }
    for (const [at, node] of nodes.entries()) {
      const next = (at + 1) % nodes.length;
      const [port = 0, busPort = 0] = [nodes[next]?.port, busPorts[next]];
      await node.send('cluster', 'meet', '127.0.0.1', port, busPort);
    }
    for (const node of nodes) {
      await until(async () => {
        const info = String(await node.send('cluster', 'info'));
        return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3');
      }, 'a cluster that agrees');
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

/** As test/until.ts, with the patience that servers need. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  await untilWithin(condition, what, patienceMs);
}

/** A Redis that has printed that line. @throws Error when it does not in time */
async function started(args: string[], line: string, watch: Watch = {}): Promise<Child> {
  const child = new Child(PROGRAM, args, undefined, watch);
  await child
    .until(() => child.output.includes(line), PATIENCE_MS)
    .catch(async (error: Error) => {
      await child.kill();
      throw error;
    });
  return child;
}
