import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { mortal } from '../../fleet/mortal.js';
import { CORE } from '../cores.js';
import type { Reply, Request } from './tasks.js';

interface Asked {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Heap of a process that holds as many sockets as it has descriptors; MB. */
const HEAP_MB = 1024;

/** A load that is a process of its own, on the load's core. It ends when we do. */
export class Load<T> {
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, Asked>();
  #last = 0;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on('message', (reply: Reply) => this.#answered(reply));
    child.on('exit', (code, signal) => this.#ended(new Error(`a load ended: ${signal ?? code}`)));
  }

  /** @param file beside this one, such as `screens.js`, which calls `doTasks` */
  static async start<T>(file: string): Promise<Load<T>> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const node = [process.execPath, `--max-old-space-size=${HEAP_MB}`, path];
    const { PATH, HOME } = process.env;
    const child = spawn(...mortal('taskset', ['-c', CORE.load, ...node]), {
      env: { PATH, HOME },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(child, 'spawn');
    return new Load(child);
  }

  get pids(): readonly number[] {
    return [this.#process.pid ?? 0];
  }

  /** @throws Error what it threw, or that it ended */
  ask<K extends keyof T & string>(task: K, args: ArgsOf<T[K]>): Promise<ResultOf<T[K]>> {
    const number = ++this.#last;
    const request: Request = { number, task, args };
    return new Promise<unknown>((resolve, reject) => {
      if (!this.#process.connected) return reject(new Error('the load has ended'));
      this.#asked.set(number, { resolve, reject });
      this.#process.send(request);
    }) as Promise<ResultOf<T[K]>>;
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  #answered({ number, value, error }: Reply): void {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  }

  #ended(why: Error): void {
    for (const { reject } of this.#asked.values()) reject(why);
    this.#asked.clear();
  }
}

type ArgsOf<F> = F extends (args: infer A) => unknown ? A : never;
type ResultOf<F> = F extends (args: never) => infer R ? Awaited<R> : never;
