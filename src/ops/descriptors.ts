import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Logger } from 'pino';

/** Descriptors a worker keeps for what is not a connection: store, channel, log, event loop. */
const RESERVED = 200;
const LOOK_MS = 1000;
/** The log says it at most this often. */
const SAY_MS = 60_000;

/** How many descriptors a process may have open. Node has raised the soft limit to the hard one. */
export function descriptorLimit(): number {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    if (found) return Number(found[1]);
  } catch {
    // Not Linux: the report below knows it, but takes longer.
  }
  const report = process.report?.getReport() as {
    userLimits?: { open_files?: { soft?: unknown } };
  };
  const soft = Number(report.userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY;
}

/** How many connections one worker can hold. */
export function socketCapacity(limit: number): number {
  return limit - Math.min(RESERVED, Math.ceil(limit / 2));
}

/**
 * Keeps a worker from running out of descriptors: without one uWebSockets cannot take a new connection,
 * tries again and again, and tells nobody. So connections are counted (`app.filter`), those beyond the
 * capacity are to be closed, and since other things take descriptors too it looks every second whether
 * one is to be had.
 */
export class DescriptorWatch {
  readonly #log: Logger;
  readonly #limit: number;
  readonly #capacity: number;
  readonly #timer: NodeJS.Timeout;
  #open = 0;
  #refused = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(log: Logger, limit = descriptorLimit()) {
    this.#log = log;
    this.#limit = limit;
    this.#capacity = socketCapacity(limit);
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Connections that were to be closed at once. */
  get refused(): number {
    return this.#refused;
  }

  /** Counts a new connection; false: it must be closed at once (`leave` follows then too). */
  enter(): boolean {
    this.#open++;
    if (this.#open <= this.#capacity) return true;
    this.#refused++;
    this.#say('new connections are closed', { connections: this.#capacity });
    return false;
  }

  leave(): void {
    this.#open--;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      await (await open('/dev/null')).close();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EMFILE' || code === 'ENFILE')
        this.#say('new connections have to wait', { code });
      else this.#log.warn({ err: error }, 'cannot see whether descriptors are left');
    }
  }

  #say(consequence: string, facts: object): void {
    const now = performance.now();
    if (now - this.#saidAt < SAY_MS) return;
    this.#saidAt = now;
    this.#log.error({ ...facts, limit: this.#limit }, `out of descriptors: ${consequence}`);
  }
}
