import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../fleet/find.js';

const PROGRAM = fileURLToPath(new URL('standin-server.js', import.meta.url));

export interface About {
  pid: number;
  worker: number;
  first: boolean;
  housekeeper: boolean;
  busHealthy: boolean;
  /** How often it was told that stream messages of others were lost to it. */
  losses: number;
  heard: { events: { seq: number; actor: string }[] }[];
  secret: string;
}

/** Leads to one worker and no other. */
export interface Line {
  pid: number;
  ask(path: string): Promise<string>;
  about(): Promise<About>;
}

/** A real primary with real worker processes that are not kotd (see standin-worker). */
export class Standin {
  readonly process: ChildProcess;
  output = '';
  errors = '';
  port = 0;

  private constructor(process: ChildProcess) {
    this.process = process;
    process.stdout?.on('data', (text: Buffer) => {
      this.output += text;
    });
    process.stderr?.on('data', (text: Buffer) => {
      this.errors += text;
    });
  }

  /** Spawns one, with so many descriptors for each process; it may still fail to start. */
  static spawn(
    data: string,
    settings: Record<string, string> = {},
    descriptors: number | null = null,
  ): Standin {
    const { PATH, HOME } = process.env;
    const defaults = { KOTD_PORT: '0', KOTD_WORKERS: '2', KOTD_LOG: 'info', KOTD_DATA: data };
    const run = `exec "${process.execPath}" "${PROGRAM}"`;
    const child = spawn(descriptors === null ? run : `ulimit -n ${descriptors} && ${run}`, {
      shell: true,
      env: { PATH, HOME, ...defaults, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Standin(child);
  }

  static async start(
    data: string,
    settings: Record<string, string> = {},
    descriptors: number | null = null,
  ): Promise<Standin> {
    // Not 0: what the kernel gave to a primary it would give to somebody else before the workers listen.
    const port = String(await freePort());
    const standin = Standin.spawn(data, { KOTD_PORT: port, ...settings }, descriptors);
    await standin.until(() => standin.output.includes('Can hold'), 'the banner');
    standin.port = Number(/standin on http:\/\/[^:]+:(\d+)/.exec(standin.output)?.[1]);
    return standin;
  }

  /** Waits for a condition that what it prints or answers makes true. */
  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (!(await condition())) {
      if (performance.now() > deadline || this.process.exitCode !== null) {
        throw new Error(`no ${what}:\n${this.output}${this.errors}`);
      }
      await delay(10);
    }
  }

  /** The answer's text, on a connection of its own unless the agent has one. */
  async ask(path: string, agent: Agent | false = false): Promise<string> {
    const url = `http://127.0.0.1:${this.port}${path}`;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { agent }, resolve).once('error', reject);
    });
    let body = '';
    for await (const chunk of response) body += chunk;
    return body;
  }

  /** Asks until every one of so many workers has answered, by pid. */
  async everyWorker(workers: number): Promise<Map<number, About>> {
    const found = new Map<number, About>();
    await this.until(async () => {
      const about: About = JSON.parse(await this.ask('/about'));
      found.set(about.pid, about);
      return found.size === workers;
    }, `answer of ${workers} workers`);
    return found;
  }

  /** A connection to each of so many workers, whatever becomes of the others. */
  async lineToEach(workers: number, t: { teardown(work: () => void): void }): Promise<Line[]> {
    const lines = new Map<number, Line>();
    await this.until(async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      t.teardown(() => agent.destroy());
      const ask = (path: string) => this.ask(path, agent);
      const pid = Number(await ask('/pid'));
      const about = async (): Promise<About> => JSON.parse(await ask('/about'));
      lines.set(pid, { pid, ask, about });
      return lines.size === workers;
    }, `connection to each of ${workers} workers`);
    return [...lines.values()];
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Its exit code, once it ended. */
  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, 'exit');
    }
    return this.process.exitCode;
  }

  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    return await this.ended();
  }
}

/** Starts one that must fail, and answers what its operator sees. */
export async function failing(data: string, settings: Record<string, string>) {
  const standin = Standin.spawn(data, settings);
  const code = await standin.ended();
  return { code, errors: standin.errors, output: standin.output };
}
