import { createHash } from 'node:crypto';
import { WINDOW_MS } from '../limits/messages.js';
import type { Drawn, SharedBudgets } from '../limits/shared.js';
import type { Connection } from './connect.js';
import type { Guard } from './guard.js';

/** Milliseconds: well below the second after which a worker allows a call without an answer. */
export const PATIENCE_MS = 250;
const PREFIX = 'kotd:budget:';

/**
 * KEYS[1] counts what was drawn in the window, which opens with the first draw and ends with the key.
 * ARGV: limit, wanted, length of a window in ms. Answers units, what is left, ms until the window ends.
 */
const SCRIPT = `
local limit = tonumber(ARGV[1])
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = math.max(0, limit - used)
local units = math.min(left, math.max(tonumber(ARGV[2]), math.floor(left / 8)))
if units > 0 then redis.call('INCRBY', KEYS[1], units) end
local ends = redis.call('PTTL', KEYS[1])
if ends < 0 then
  ends = tonumber(ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ends)
end
return { units, left - units, ends }
`;
const SHA = createHash('sha1').update(SCRIPT).digest('hex');

/** Budgets in Redis. Its clock alone decides when a window ends. */
export class RedisBudgets implements SharedBudgets {
  readonly #connection: Connection;
  readonly #guard: Guard;
  readonly #patienceMs: number;

  constructor(connection: Connection, guard: Guard, patienceMs = PATIENCE_MS) {
    this.#connection = connection;
    this.#guard = guard;
    this.#patienceMs = patienceMs;
  }

  async draw(key: string, limit: number, want: number): Promise<Drawn | null> {
    const draw = () => this.#run(`${PREFIX}${key}`, limit, want);
    return await this.#guard.ask(draw, this.#patienceMs);
  }

  async #run(key: string, limit: number, want: number): Promise<Drawn> {
    const { client } = this.#connection;
    const args = [key, limit, want, WINDOW_MS] as const;
    let reply: unknown;
    try {
      reply = await client.evalsha(SHA, 1, ...args);
    } catch (error) {
      // After a restart or a failover the server has never seen the script.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      reply = await client.eval(SCRIPT, 1, ...args);
    }
    return readDrawn(reply);
  }
}

function readDrawn(reply: unknown): Drawn {
  const [units, free, endsInMs]: unknown[] = Array.isArray(reply) ? reply : [];
  if (typeof units !== 'number' || typeof free !== 'number' || typeof endsInMs !== 'number') {
    throw new Error('Redis answers a draw with something else');
  }
  return { units, free, endsInMs };
}
