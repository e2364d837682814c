import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../fleet/find.js';
import { openStore } from '../src/db/open.js';
import type { Store } from '../src/db/store.js';
import { SECRET, storeSettings } from './store-settings.js';

/** The program that `npm start` runs. */
export const SERVER = fileURLToPath(new URL('../src/server.js', import.meta.url));

/** Settings of every kotd that a test starts, unless it says otherwise: no demo, no limits, cheap passwords. */
const DEFAULTS = {
  KOTD_WORKERS: '2',
  KOTD_LOG: 'warn',
  KOTD_DEMO: '0',
  KOTD_PASSWORD_COST: '12',
  KOTD_RATE_AUTH: '0',
  KOTD_RATE_ORDERS: '0',
  KOTD_RATE_OTHER: '0',
  KOTD_RATE_OUTLET: '0',
};

/**
 * Servers that every kotd of this process shall use instead of the embedded store, each with a database of
 * its own: see test/on-servers.test.ts.
 */
const SERVERS: { mongo: string; redis: string } | null = JSON.parse(
  process.env.KOTD_TEST_SERVERS ?? 'null',
);

/** Whether every kotd of this process is on them. */
export const onServers = SERVERS !== null;

/** A real kotd: a primary, its workers, a data folder of its own and a free port. */
export class Kotd {
  readonly process: ChildProcess;
  readonly data: string;
  /** http://127.0.0.1:port */
  url = '';
  /** Everything it printed. */
  output = '';

  private constructor(process: ChildProcess, data: string) {
    this.process = process;
    this.data = data;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString();
      });
    }
  }

  /**
   * Starts one and waits until it says where it listens.
   * @param settings undefined: as it is where nobody has set it
   * @param through a program that starts it in turn, such as `prlimit --nofile=300`
   * @param server of another release
   */
  static async start(
    settings: Record<string, string | undefined> = {},
    folder?: string,
    through: readonly string[] = [],
    server = SERVER,
  ): Promise<Kotd> {
    const data = folder ?? (await mkdtemp(join(tmpdir(), 'kotd-')));
    const { PATH, HOME } = process.env;
    const [program = '', ...args] = [...through, process.execPath, server];
    // Not 0: what the kernel gave to a primary it would give to somebody else before the workers listen.
    const port = await freePort(settings.KOTD_HOST);
    const own = { PATH, HOME, KOTD_DATA: data, KOTD_PORT: String(port) };
    const child = spawn(program, args, {
      env: { ...own, ...DEFAULTS, ...serversFor(data), ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kotd = new Kotd(child, data);
    await kotd.#listening();
    return kotd;
  }

  async #listening(): Promise<void> {
    const { stdout } = this.process;
    const ended = once(this.process, 'exit');
    while (this.process.exitCode === null && this.process.signalCode === null && stdout) {
      const found = /http:\/\/[\d.]+:\d+/.exec(this.output);
      // The last line of what it says at its start.
      if (found && this.output.includes('Can hold')) {
        this.url = found[0];
        return;
      }
      await Promise.race([once(stdout, 'data'), ended]);
    }
    throw new Error(`kotd did not start:\n${this.output}`);
  }

  /** What it keeps, wherever that is; to be opened only when it has stopped. */
  async openStore(): Promise<Store> {
    const { KOTD_STORE: address = join(this.data, 'store') } = serversFor(this.data);
    return await openStore(storeSettings(address), randomUUID);
  }

  /** Stops it as an operator would; answers its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = once(this.process, 'exit');
      this.process.kill(signal);
      await exited;
    }
    return this.process.exitCode;
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** The same data folder means the same database. */
function serversFor(data: string): Record<string, string> {
  if (!SERVERS) return {};
  return {
    KOTD_STORE: `${SERVERS.mongo}/${basename(data)}`,
    KOTD_REDIS: SERVERS.redis,
    KOTD_SECRET: SECRET,
  };
}
