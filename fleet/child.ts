import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mortal } from './mortal.js';
import { signalTo } from './process.js';

/** Characters of what a program printed that are kept, to be shown when it fails. */
const KEPT = 4000;

/** However we end, nothing is left behind. */
const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.killGroup();
});

/** How a program is watched that is one part of many. */
export interface Watch {
  /** File that all it prints is added to. */
  log?: string;
  /** It ended although nobody here had asked it to: `SIGKILL`, `code 1`. */
  died?(how: string): void;
}

/**
 * A program that runs as long as we do. It has a process group of its own: Ctrl-C is for us alone, who stop
 * everything in order; and what it has started ends with it.
 */
export class Child {
  readonly process: ChildProcess;
  readonly #program: string;
  /** The last of what it printed. */
  output = '';
  #missing: Error | null = null;
  /** Whether somebody here wants it to end. */
  #asked = false;

  constructor(
    program: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
    { log, died }: Watch = {},
  ) {
    this.#program = program;
    const child = spawn(...mortal(program, args), {
      ...(env ? { env } : {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        this.output = `${this.output}${text}`.slice(-KEPT);
      });
    }
    if (log) keepLog(child, log);
    running.add(this);
    child.once('exit', (code, signal) => {
      running.delete(this);
      // As a service manager does: what outlives its parent would keep ports, and serve unseen.
      killGroup(this.pid);
      if (!this.#asked) died?.(signal ?? `code ${code}`);
    });
    child.once('error', (error) => {
      this.#missing = error;
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get running(): boolean {
    const { pid, exitCode, signalCode } = this.process;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** Resolves when the condition holds. @throws Error when the program ends before, or after so many ms */
  async until(condition: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!(await condition())) {
      const late = performance.now() > deadline;
      if (this.running && !late) await new Promise((resolve) => setTimeout(resolve, 20));
      else throw new Error(`${this.#program} ${late ? 'is not ready' : 'ended'}: ${this.#said()}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.process.kill(signal);
  }

  /** `kill -9` of the program and of everything that it has started. */
  killGroup(): void {
    this.#asked = true;
    if (this.running) killGroup(this.pid);
  }

  /** The same; resolves when it is gone. */
  async kill(): Promise<void> {
    if (!this.running) return;
    const ended = once(this.process, 'exit');
    this.killGroup();
    await ended;
  }

  /** Asks it to end, and kills it when it has not after so many ms. */
  async stop(signal: NodeJS.Signals, patienceMs: number): Promise<void> {
    this.#asked = true;
    if (!this.running) return;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    const straggler = setTimeout(() => this.killGroup(), patienceMs);
    await ended;
    clearTimeout(straggler);
  }

  #said(): string {
    return this.#missing?.message ?? (this.output.trim() || 'it says nothing');
  }
}

function killGroup(pid: number): void {
  if (pid > 0) signalTo(-pid, 'SIGKILL');
}

function keepLog({ stdout, stderr }: Pick<ChildProcess, 'stdout' | 'stderr'>, file: string): void {
  const log = createWriteStream(file, { flags: 'a' });
  // A full disk takes the log, not the part.
  log.on('error', () => undefined);
  for (const stream of [stdout, stderr]) stream?.on('data', (text: Buffer) => log.write(text));
}
