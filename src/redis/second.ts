import type { SecondLevel } from '../cache/second.js';
import type { Connection } from './connect.js';
import type { Guard } from './guard.js';

/**
 * Milliseconds a request waits for the second level. Redis in the same network answers in less than 1, the
 * store in 1 to 20: waiting longer than this, it would have been quicker to ask the store at once.
 */
const PATIENCE_MS = 50;
/** Larger values are not stored: one of them would hold up everything else on the connection. */
const MAX_VALUE_BYTES = 1024 * 1024;
/** Bytes on their way to Redis; beyond it nothing is stored until some have arrived. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;
/** What was cached together must not run out together. */
const JITTER = 0.1;
const PREFIX = 'kotd:cache:';

interface Asked {
  promise: Promise<Buffer | undefined>;
  resolve(bytes: Buffer | undefined): void;
}

/** Everything asked for in one turn of the event loop is one MGET, and the same key is asked for once. */
export class RedisSecondLevel implements SecondLevel {
  readonly #connection: Connection;
  readonly #guard: Guard;
  readonly #patienceMs: number;
  #asked = new Map<string, Asked>();
  #unsent = 0;

  constructor(connection: Connection, guard: Guard, patienceMs = PATIENCE_MS) {
    this.#connection = connection;
    this.#guard = guard;
    this.#patienceMs = patienceMs;
  }

  get state() {
    return this.#guard.state;
  }

  get(key: string): Promise<Buffer | undefined> {
    const known = this.#asked.get(key);
    if (known) return known.promise;
    if (this.#asked.size === 0) setImmediate(() => this.#sendAsked());
    const asked = newAsked();
    this.#asked.set(key, asked);
    return asked.promise;
  }

  set(key: string, bytes: Uint8Array, ttlSeconds: number): void {
    const size = bytes.byteLength;
    if (size > MAX_VALUE_BYTES || this.#unsent + size > MAX_UNSENT_BYTES) return;
    const ttlMs = Math.round(ttlSeconds * 1000 * (1 - JITTER + 2 * JITTER * Math.random()));
    if (ttlMs < 1) return;
    const value = Buffer.from(bytes.buffer, bytes.byteOffset, size);
    this.#guard.tell(async () => {
      // Counted here: what the guard spares is never on its way.
      this.#unsent += size;
      try {
        await this.#connection.client.set(`${PREFIX}${key}`, value, 'PX', ttlMs);
      } finally {
        this.#unsent -= size;
      }
    });
  }

  #sendAsked(): void {
    const asked = [...this.#asked];
    this.#asked = new Map();
    const { client } = this.#connection;
    // The nodes of a cluster know only their own keys.
    if (client.isCluster) for (const each of asked) void this.#fetch([each]);
    else void this.#fetch(asked);
  }

  async #fetch(asked: readonly (readonly [string, Asked])[]): Promise<void> {
    const keys = asked.map(([key]) => `${PREFIX}${key}`);
    const found = await this.#guard.ask(
      () => this.#connection.client.mgetBuffer(keys),
      this.#patienceMs,
    );
    for (const [at, [, { resolve }]] of asked.entries()) resolve(found?.[at] ?? undefined);
  }
}

function newAsked(): Asked {
  let resolve: Asked['resolve'] = () => undefined;
  const promise = new Promise<Buffer | undefined>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
