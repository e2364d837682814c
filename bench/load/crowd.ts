import type { Door } from './door.js';
import { Load } from './load.js';
import type { Screens } from './screens.js';

/** Sockets of one process of the load: it has 20,000 descriptors, and an address as many ports and some more. */
export const MOST_EACH = 18_000;

export interface Lateness {
  /** Ms that positions came later than a heartbeat after the one before: 99 of 100 by less, and the latest. */
  p99: number;
  most: number;
  held: number;
  lost: number;
}

/** Any number of screens, in as many processes as they take, each from an address of its own. */
export class Crowd {
  readonly #loads: Load<Screens>[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get pids(): readonly number[] {
    return this.#loads.flatMap(({ pids }) => pids);
  }

  /** Screens that were taken in and are still there; also while others come. */
  async held(): Promise<number> {
    const all = await Promise.all(this.#loads.map((load) => load.ask('held', {})));
    return all.reduce((sum, held) => sum + held, 0);
  }

  /**
   * Adds screens, in turns at these doors; answers the seconds until the last one was taken in.
   * @param again how often those of a process who are turned away may come again; left out: never
   * @throws Error when one was turned away; those that were taken in stay
   */
  async open(doors: readonly Door[], count: number, again?: number): Promise<number> {
    const seconds: Promise<number>[] = [];
    const processes = Math.ceil(count / MOST_EACH);
    for (let i = 0; i < processes; i++) {
      const load = await Load.start<Screens>('screens.js');
      this.#loads.push(load);
      const from = `127.1.${this.#loads.length}.1`;
      const own = doors.map((door) => ({ ...door, place: { ...door.place, from } }));
      const share = Math.floor(count / processes) + (i < count % processes ? 1 : 0);
      seconds.push(load.ask('open', { doors: own, count: share, again }));
    }
    const all = await Promise.all(seconds);
    this.#count += count;
    return Math.max(...all);
  }

  async watchTime(heartbeatMs: number): Promise<void> {
    await Promise.all(this.#loads.map((load) => load.ask('watchTime', { heartbeatMs })));
  }

  /** How late positions came, by the process that fared worst; how many came; all sockets held, and lost. */
  async lateness(): Promise<Lateness> {
    const all = await Promise.all(this.#loads.map((load) => load.ask('lateness', {})));
    // A process that nobody told anything of the time knows nothing of it.
    const told = all.map(({ waits }) => waits).filter(({ count }) => count > 0);
    return {
      p99: Math.max(...told.map(({ p99 }) => p99)),
      most: Math.max(...told.map(({ most }) => most)),
      held: all.reduce((sum, { held }) => sum + held, 0),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
    };
  }

  /**
   * To be called before the server is killed; when the last screen was current again, in ms of the machine's clock.
   */
  async wave(): Promise<number> {
    return Math.max(...(await Promise.all(this.#loads.map((load) => load.ask('wave', {})))));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#loads.map((load) => load.stop()));
  }
}
