import { Cluster, type CommonRedisOptions, Redis } from 'ioredis';
import { type RedisAddress, readAddress } from './address.js';

/** Times that a command is sent again after its connection broke (domain.md §2). */
const RETRIES = 3;
const FIRST_PAUSE_MS = 50;
/** Redis that comes back is found again this soon. */
const LONGEST_PAUSE_MS = 2000;
/** First probe of an idle connection: firewalls forget those that are silent for minutes. */
const KEEP_ALIVE_MS = 15_000;

/** The part of the log that this room uses. */
export interface RedisLog {
  info(facts: object, line: string): void;
  warn(facts: object, line: string): void;
}

export interface ConnectParts {
  /** As `KOTD_REDIS` says it. */
  address: string;
  /** Longest wait for a connection and for an answer, in ms. */
  timeoutMs: number;
  log: RedisLog;
  /** What it is for, in the log and in `CLIENT LIST`. */
  name: string;
}

/**
 * A client that reconnects for ever. Commands fail at once while there is no connection: whoever asks
 * Redis can do without, and must not wait. Nothing that happens to Redis ends the process or floods the log:
 * one line when it is lost, one when it is back.
 */
export class Connection {
  readonly client: Redis | Cluster;
  readonly #parts: ConnectParts;
  #closed = false;
  #lost = false;
  #ends = 0;

  constructor(parts: ConnectParts) {
    this.#parts = parts;
    this.client = newClient(parts);
    this.client.on('error', (error: Error) => this.#isLost(error.message));
    this.client.on('close', () => this.#isLost('the connection is closed'));
    this.client.on('ready', () => this.#isBack());
    this.client.on('end', () => this.#again());
  }

  /** Whether a command would be sent. */
  get ready(): boolean {
    return this.client.status === 'ready';
  }

  close(): void {
    this.#closed = true;
    this.client.disconnect();
  }

  #isLost(why: string): void {
    if (this.#lost || this.#closed) return;
    this.#lost = true;
    this.#parts.log.warn(
      { redis: this.#parts.name, why },
      'Redis cannot be reached; going on without',
    );
  }

  #isBack(): void {
    this.#ends = 0;
    if (!this.#lost) return;
    this.#lost = false;
    this.#parts.log.info({ redis: this.#parts.name }, 'Redis is back');
  }

  /** A client gives up where a connection breaks while the sentinels are asked: it may not. */
  #again(): void {
    if (this.#closed) return;
    setTimeout(
      () => {
        if (this.#closed) return;
        // Why it failed was told as an error, and the end is told again.
        this.client.connect().catch(() => undefined);
      },
      pauseBefore(++this.#ends),
    );
  }
}

/** Pause before the nth try to connect, in ms: doubling, with jitter so that boxes do not come together. */
export function pauseBefore(attempt: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(pause * (0.5 + Math.random() / 2));
}

function newClient({ address, timeoutMs, name }: ConnectParts): Redis | Cluster {
  const read = readAddress(address);
  const common = optionsOf(read, timeoutMs, name);
  if (read.kind === 'cluster') return newCluster(read, common, timeoutMs);
  const [server] = read.hosts;
  return new Redis({
    ...common,
    db: read.db,
    enableOfflineQueue: false,
    retryStrategy: pauseBefore,
    ...(read.kind === 'single'
      ? server
      : {
          sentinels: [...read.hosts],
          name: read.name,
          sentinelRetryStrategy: pauseBefore,
          sentinelCommandTimeout: timeoutMs,
          ...(read.tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
        }),
  });
}

function newCluster(
  { hosts, tls }: RedisAddress,
  redisOptions: CommonRedisOptions,
  timeoutMs: number,
): Cluster {
  return new Cluster([...hosts], {
    redisOptions,
    enableOfflineQueue: false,
    clusterRetryStrategy: pauseBefore,
    maxRedirections: RETRIES,
    slotsRefreshTimeout: timeoutMs,
    shardedSubscribers: true,
    // A certificate names the host, not its address.
    ...(tls && { dnsLookup: (host: string, found) => found(null, host) }),
  });
}

function optionsOf(
  { username, password, tls }: RedisAddress,
  timeoutMs: number,
  name: string,
): CommonRedisOptions & { tls?: object } {
  return {
    username,
    password,
    connectionName: `kotd-${name}`,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    // A server that hangs keeps its connections: only a new one finds out whether it is back.
    socketTimeout: timeoutMs,
    keepAlive: KEEP_ALIVE_MS,
    maxRetriesPerRequest: RETRIES,
    // Measured: it costs more than it saves (12.4 µs a get against 10.6).
    enableAutoPipelining: false,
    // Its own resubscribing leaves a promise that rejects unheard, which would end the process.
    autoResubscribe: false,
    // After a failover the old master is a replica that takes no writes.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    ...(tls && { tls: {} }),
  };
}
