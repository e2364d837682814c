import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child, type Watch } from './child.js';
import type { Upstream } from './nginx.js';
import { childrenOf } from './process.js';

const SERVER = fileURLToPath(new URL('../src/server.js', import.meta.url));
const START_MS = 60_000;
/** Milliseconds that a box has beyond its own time to drain. */
const MERCY_MS = 5000;

export interface BoxPlace {
  /** Names it in logs and on the bus. */
  name: string;
  host: string;
  port: number;
  workers: number;
  data: string;
  /** Folder of its workers' unix sockets. */
  sockets: string;
  /** The settings that do not follow from its place. */
  settings: Readonly<Record<string, string>>;
}

/** One kotd with its workers: what is a machine in earnest. */
export class Box {
  readonly place: BoxPlace;
  readonly #watch: Watch;
  #child: Child | null = null;

  constructor(place: BoxPlace, watch: Watch = {}) {
    this.place = place;
    this.#watch = watch;
  }

  get name(): string {
    return this.place.name;
  }

  get url(): string {
    return `http://${this.place.host}:${this.place.port}`;
  }

  /** Of the primary; 0 when it does not run. */
  get pid(): number {
    return this.#child?.running ? this.#child.pid : 0;
  }

  /** The last of what it printed. */
  get output(): string {
    return this.#child?.output ?? '';
  }

  /** Paths of its workers' unix sockets. */
  get sockets(): string[] {
    const { sockets, workers } = this.place;
    return Array.from({ length: workers }, (_, at) => join(sockets, `worker-${at + 1}.sock`));
  }

  /** As nginx reaches it: on the same machine by its workers' sockets, else by its port. */
  upstream(sameMachine: boolean): Upstream {
    const { host, port, workers } = this.place;
    return { sockets: sameMachine ? this.sockets : [], address: `${host}:${port}`, workers };
  }

  /** Starts it, also again; resolves when it can carry requests out. @throws Error */
  async start(): Promise<void> {
    const { name, host, port, workers, data, sockets, settings } = this.place;
    const { PATH, HOME } = process.env;
    const env = {
      PATH,
      HOME,
      ...settings,
      KOTD_BOX: name,
      KOTD_HOST: host,
      KOTD_PORT: String(port),
      KOTD_WORKERS: String(workers),
      KOTD_DATA: data,
      KOTD_SOCKETS: sockets,
    };
    this.#child = new Child(process.execPath, [SERVER], env, this.#watch);
    // The last line of what it says at its start: all its workers listen.
    await this.#child.until(() => this.output.includes('Can hold'), START_MS);
    await this.#child.until(() => isReady(this.url), START_MS);
  }

  /** Process ids of its workers. */
  async workers(): Promise<number[]> {
    const { pid } = this;
    return pid === 0 ? [] : await childrenOf(pid);
  }

  /** Its workers are replaced one after the other; resolves when all are new. */
  async reload(): Promise<void> {
    const old = new Set(await this.workers());
    this.#child?.signal('SIGHUP');
    await this.#child?.until(async () => {
      const now = await this.workers();
      return now.length === this.place.workers && !now.some((pid) => old.has(pid));
    }, START_MS);
  }

  /** As when the machine loses power: `kill -9` of the primary and of every worker at once. */
  kill(): void {
    this.#child?.killGroup();
  }

  /** Lets it drain, and ends it. */
  async stop(): Promise<void> {
    const drainMs = Number(this.place.settings.KOTD_DRAIN_MS ?? 10_000);
    await this.#child?.stop('SIGTERM', drainMs + MERCY_MS);
  }
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
