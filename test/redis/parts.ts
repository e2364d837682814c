import type { Test } from 'tap';
import type { CircuitSettings } from '../../src/circuit.js';
import { Connection, type RedisLog } from '../../src/redis/connect.js';

export const SECRET = 's'.repeat(32);

/** A breaker that judges and retries within a test. */
export const QUICK: CircuitSettings = {
  breakerTimeoutMs: 500,
  breakerPercent: 50,
  breakerCalls: 10,
  breakerRetryMs: 500,
};

/** A log that keeps its lines. */
export function newLog(): RedisLog & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (_facts, line) => lines.push(line),
    warn: (_facts, line) => lines.push(line),
  };
}

/** A connection that is closed with the test. */
export function connectTo(t: Test, address: string, log: RedisLog = newLog()): Connection {
  const connection = new Connection({ address, timeoutMs: 500, log, name: 'test' });
  t.teardown(() => connection.close());
  return connection;
}
