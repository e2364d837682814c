import type { Test } from 'tap';
import type { CircuitSettings } from '../../src/circuit.js';
import { Connection, type RedisLog } from '../../src/redis/connect.js';
import { Guard } from '../../src/redis/guard.js';
import { until } from '../redis.js';

export const SECRET = 's'.repeat(32);

/** A breaker that judges and retries within a test. */
export const QUICK: CircuitSettings = {
  breakerTimeoutMs: 500,
  breakerPercent: 50,
  breakerCalls: 10,
  breakerRetryMs: 500,
};

/** For what Redis answers for certain: on a busy machine that may take a while. */
export const PATIENT: CircuitSettings = { ...QUICK, breakerTimeoutMs: 20_000 };

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
export function connectTo(
  t: Test,
  address: string,
  log: RedisLog = newLog(),
  { breakerTimeoutMs: timeoutMs } = QUICK,
): Connection {
  const connection = new Connection({ address, timeoutMs, log, name: 'test' });
  t.teardown(() => connection.close());
  return connection;
}

/** A connection that is there, and its guard; both are closed with the test. */
export async function guarded(t: Test, address: string, settings: CircuitSettings) {
  const log = newLog();
  const connection = connectTo(t, address, log, settings);
  const guard = new Guard(settings, log);
  t.teardown(() => guard.close());
  connection.client.on('ready', () => guard.reconnected());
  await until(() => connection.ready, 'connection');
  return { connection, guard };
}
