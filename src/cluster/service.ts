import type { Logger } from 'pino';
import type { Member } from './member.js';
import { Notifier } from './notifier.js';
import { Pulse } from './pulse.js';

/** Beats that fit into the time after which the service manager gives a silent service up. */
const BEATS = 2;
/** Part of the time between two beats that workers have to answer: the next beat must not meet this one. */
const PATIENCE = 0.5;

export interface ServiceParts {
  /** Where the service manager left its address; what is read is removed, so that no worker inherits it. */
  env: NodeJS.ProcessEnv;
  members: ReadonlySet<Member>;
  /** Workers there should be. */
  workers: number;
  log: Logger;
}

/**
 * What a service manager (systemd, `Type=notify`) hears of the box: that it is ready, reloads, stops, and
 * lives. A beat says that a worker answered just now. A primary that hangs sends none by itself; one whose
 * workers all hang keeps still, so that the manager starts the box anew. Without a manager all of it is
 * nothing.
 */
export class Service {
  readonly #notifier: Notifier | null;
  readonly #pulse: Pulse;
  readonly #workers: number;
  readonly #log: Logger;
  /** Milliseconds between two beats; null: nobody waits for them. */
  readonly #beatMs: number | null;
  #state: 'starting' | 'ready' | 'stopping' = 'starting';

  constructor({ env, members, workers, log }: ServiceParts) {
    const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = env;
    for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete env[name];
    this.#notifier = NOTIFY_SOCKET ? new Notifier(NOTIFY_SOCKET, log) : null;
    const ours = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === process.pid;
    const watchdogMs = Number(WATCHDOG_USEC) / 1000;
    this.#beatMs = NOTIFY_SOCKET && ours && watchdogMs > 0 ? watchdogMs / BEATS : null;
    this.#pulse = new Pulse(members);
    this.#workers = workers;
    this.#log = log;
  }

  /** All workers listen. */
  ready(): void {
    this.#state = 'ready';
    this.#tell('READY=1', `STATUS=${this.#workers} workers listen`);
    if (this.#beatMs === null) return;
    setInterval(() => void this.#beat(), this.#beatMs).unref();
    void this.#beat();
  }

  /** From now until `done` the workers are replaced. */
  async reloading(done: Promise<void>): Promise<void> {
    if (this.#state === 'ready') {
      // systemd tells by the time whether it is the answer to the reload that it asked for.
      const at = process.hrtime.bigint() / 1000n;
      this.#tell('RELOADING=1', `MONOTONIC_USEC=${at}`, 'STATUS=Replacing the workers');
    }
    await done;
    // Whoever stops meanwhile must not be called ready again.
    if (this.#state === 'ready') this.#tell('READY=1', `STATUS=${this.#workers} workers listen`);
  }

  stopping(drainMs: number): void {
    this.#state = 'stopping';
    this.#tell('STOPPING=1', `STATUS=Finishing, for at most ${drainMs} ms`);
  }

  /** A worker answered. */
  hear(member: Member): void {
    this.#pulse.hear(member);
  }

  async #beat(): Promise<void> {
    if (this.#beatMs === null) return;
    const alive = await this.#pulse.take(this.#beatMs * PATIENCE);
    // Workers may go now, and the manager has another limit for stopping.
    if (this.#state === 'stopping') this.#tell('WATCHDOG=1');
    else if (alive > 0)
      this.#tell('WATCHDOG=1', `STATUS=${alive} of ${this.#workers} workers answer`);
    else this.#log.error('no worker answers: the watchdog gets no beat');
  }

  #tell(...assignments: string[]): void {
    void this.#notifier?.tell(...assignments);
  }
}
