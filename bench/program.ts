import { Child } from '../fleet/child.js';
import { fileURLToPath } from 'node:url';
import { CORE } from './cores.js';

const START_MS = 30_000;

/** A peer or a raw limit: a program of bench/peers/, on the servers' core. */
export class Program {
  readonly #child: Child;
  readonly port: number;

  private constructor(child: Child, port: number) {
    this.#child = child;
    this.port = port;
  }

  /**
   * Starts one, and waits until it says `listening <port>`.
   * @param file in bench/peers/
   * @param settings what it reads from its environment
   */
  static async start(file: string, settings: Record<string, string> = {}): Promise<Program> {
    const path = fileURLToPath(new URL(`../../bench/peers/${file}`, import.meta.url));
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, NODE_ENV: 'production', ...settings };
    const child = new Child('taskset', ['-c', CORE.server, process.execPath, path], env);
    const listening = /listening (\d+)/;
    await child.until(() => listening.test(child.output), START_MS);
    return new Program(child, Number(listening.exec(child.output)?.[1]));
  }

  /** `setpriv` and `taskset` become the program that they start. */
  get pids(): readonly number[] {
    return [this.#child.pid];
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.#child.stop('SIGKILL', 0);
  }
}
