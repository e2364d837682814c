import { spawn } from 'node:child_process';
import type { Logger } from 'pino';

const TOOL = 'systemd-notify';
/** systemd-notify waits at most 5 s until its message was read; after this many ms it hangs. */
const PATIENCE_MS = 10_000;

/**
 * The way to the service manager (sd_notify). Node has no datagram sockets on paths, so each message is
 * sent by systemd-notify, which comes with systemd. It stays until systemd has read the message: whoever
 * sends and ends at once may be gone before systemd looks up which service the sender belonged to, and the
 * message is lost. It is a child of ours, hence `NotifyAccess=all` in the unit.
 */
export class Notifier {
  readonly #socket: string;
  readonly #log: Logger;
  #last: Promise<void> = Promise.resolve();
  #complained = false;

  /** @param socket what the service manager gave as NOTIFY_SOCKET */
  constructor(socket: string, log: Logger) {
    this.#socket = socket;
    this.#log = log;
  }

  /**
   * Sends assignments such as `READY=1` as one message, after all earlier ones: a READY that overtook its
   * RELOADING would leave the service reloading for ever. Never rejects: kotd serves without a manager too.
   */
  tell(...assignments: string[]): Promise<void> {
    this.#last = this.#last.then(() => this.#send(assignments));
    return this.#last;
  }

  #send(assignments: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const child = spawn(TOOL, assignments, {
        env: { PATH: process.env.PATH, NOTIFY_SOCKET: this.#socket },
        stdio: 'ignore',
        timeout: PATIENCE_MS,
        killSignal: 'SIGKILL',
      });
      const ended = (problem: string | null) => {
        if (problem !== null) this.#complain(problem);
        resolve();
      };
      child.once('error', (error: NodeJS.ErrnoException) => ended(error.code ?? error.message));
      child.once('exit', (code, signal) => ended(code === 0 ? null : (signal ?? `code ${code}`)));
    });
  }

  /** Once: the next beat would say the same. */
  #complain(problem: string): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#log.error(
      { problem },
      `${TOOL} does not work: the service manager hears nothing of kotd`,
    );
  }
}
