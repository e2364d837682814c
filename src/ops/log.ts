import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, destination, pino, stdSerializers } from 'pino';
import { cover } from './redact.js';

/** Whoever reads the log has so long to take its end; ms. */
const LAST_FLUSH_MS = 1_000;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Lines are gathered up to this many ms; at exit the rest is written at once. */
const FLUSH_MS = 200;
/** Writes of at most this many bytes are not torn apart by those of other workers on one pipe (PIPE_BUF). */
const WHOLE_WRITE = 4096;

/**
 * The log of one process: JSON lines on standard output.
 * @param worker the worker's place, or `primary`
 */
export function openLog(level: LogLevel, worker: number | 'primary'): Logger {
  // pino hands its destination's options on to sonic-boom, but its types know only some of them.
  const options = {
    dest: 1,
    sync: false,
    minLength: WHOLE_WRITE / 2,
    maxWrite: WHOLE_WRITE,
    periodicFlush: FLUSH_MS,
  };
  return pino(
    {
      level,
      base: { worker, pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: cover },
      serializers: { err: (error) => cover(stdSerializers.err(error)) },
    },
    destination(options),
  );
}

/**
 * Writes what is gathered, before the process ends. pino would do so by itself, but tries a write that fails again
 * for ever: with a reader that is gone, or has stopped reading, the process would never end.
 */
export async function flushed(log: Logger): Promise<void> {
  const written = new Promise<void>((resolve) => log.flush(() => resolve()));
  await Promise.race([written, delay(LAST_FLUSH_MS, undefined, { ref: false })]);
}
