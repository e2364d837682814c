import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import type { Adapter } from './adapter.js';
import type { Ack } from './ack.js';

const PROGRAM = fileURLToPath(new URL('./writer.js', import.meta.url));

/** A process that commits; see `writer.ts`. */
export class Writer {
  readonly acks: Ack[] = [];
  /** What it found or gave; null until it has said so. */
  epoch: string | null = null;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #heard: () => void = () => {};

  constructor(
    t: Test,
    adapter: Adapter,
    place: string,
    name: string,
    commits = Number.MAX_SAFE_INTEGER,
  ) {
    t.teardown(() => this.kill());
    const args = [PROGRAM, adapter.module, place, name, String(commits)];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    // Its output ends after the process: a line that it wrote before it was killed still counts.
    this.#exited = once(this.#child, 'close');
    const { stdout } = this.#child;
    if (!stdout) throw new Error('The writer has no output');
    createInterface({ input: stdout }).on('line', (line) => {
      const said: Ack | { epoch: string } = JSON.parse(line);
      if ('epoch' in said) {
        this.epoch = said.epoch;
        return;
      }
      this.acks.push(said);
      this.onAck(said);
      this.#heard();
    });
  }

  onAck: (ack: Ack) => void = () => {};

  /** Waits until so many more commits than now are acknowledged. */
  async more(commits: number): Promise<void> {
    const target = this.acks.length + commits;
    while (this.acks.length < target) {
      const ended = await Promise.race([
        new Promise<false>((resolve) => {
          this.#heard = () => resolve(false);
        }),
        this.#exited.then(() => true),
      ]);
      if (ended) throw new Error('The writer ended early');
    }
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Its exit code, when it has done all its commits. */
  async ended(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }
}
