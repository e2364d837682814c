import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Logger } from 'pino';

/** Descriptors a worker needs besides those of its sockets: store, channel, log, event loop. */
const RESERVED = 200;
const LOOK_MS = 1000;
/** The log says it at most this often. */
const SAY_MS = 60_000;

/** How many descriptors this process may have open. Node has raised the soft limit to the hard one. */
export function descriptorLimit(): number {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    if (found) return Number(found[1]);
  } catch {
    // Not Linux: the report below knows it, but takes longer.
  }
  const report = process.report?.getReport() as
    | { userLimits?: Record<string, { soft: unknown }> }
    | undefined;
  const soft = Number(report?.userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY;
}

/** How many sockets one worker can hold. */
export function socketCapacity(limit: number): number {
  return Math.max(0, limit - RESERVED);
}

/**
 * Looks every second whether a descriptor is to be had. Without one uWebSockets leaves new connections
 * unanswered and tells nobody; they are taken when others end, so the process has only to stay alive.
 */
export class DescriptorWatch {
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #saidAt = Number.NEGATIVE_INFINITY;
  #times = 0;

  constructor(log: Logger) {
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Looks since the start that found no descriptor. */
  get times(): number {
    return this.#times;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      await (await open('/dev/null')).close();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
      this.#times++;
      this.#say(code);
    }
  }

  #say(code: string): void {
    const now = performance.now();
    if (now - this.#saidAt < SAY_MS) return;
    this.#saidAt = now;
    const facts = { code, limit: descriptorLimit() };
    this.#log.error(facts, 'out of descriptors: new connections have to wait');
  }
}
