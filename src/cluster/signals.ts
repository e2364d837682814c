import { closeSync, openSync } from 'node:fs';

/** `npm start` hands Ctrl-C on to a process that the terminal has told already: within this many ms it is one. */
const SAME_PRESS_MS = 500;

export interface SignalActions {
  /** Finish and go. */
  stop(signal: string): void;
  /** Go now. */
  abort(): void;
  reload(): void;
}

/** SIGTERM and SIGINT stop, a second SIGINT stops at once, SIGHUP reloads. */
export function onSignals({ stop, abort, reload }: SignalActions): void {
  const hadTerminal = hasTerminal();
  endWithTerminal();
  let pressedAt: number | null = null;
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => {
    const now = performance.now();
    if (pressedAt !== null && now - pressedAt > SAME_PRESS_MS) return abort();
    pressedAt ??= now;
    stop('SIGINT');
  });
  process.on('SIGHUP', () => {
    // A terminal that is closed sends the same signal: a server started in it ends with it.
    if (hadTerminal && !hasTerminal()) stop('SIGHUP');
    else reload();
  });
}

/**
 * Lets a process whose terminal was closed end by that signal: Node would try to reset the terminal, and
 * abort with a core dump because there is none.
 */
export function endWithTerminal(): void {
  if (!hasTerminal()) return;
  process.on('exit', () => {
    if (hasTerminal()) return;
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  });
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
