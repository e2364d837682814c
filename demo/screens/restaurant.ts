import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Box } from '../../fleet/box.js';
import { freePort } from '../../fleet/find.js';
import { House } from '../house.js';
import { Servers } from '../servers.js';

const CLOCK = new URL('./clock.js', import.meta.url).href;

/** Nobody waits for anything here: passwords are cheap, and nothing is limited. */
const SETTINGS = {
  KOTD_DEMO: '1',
  KOTD_OPERATORS: 'owner@demo.kotd',
  KOTD_PASSWORD_COST: '12',
  KOTD_DRAIN_MS: '0',
  KOTD_RATE_AUTH: '0',
  KOTD_RATE_ADDRESS: '0',
  KOTD_RATE_ORDERS: '0',
  KOTD_RATE_OTHER: '0',
  KOTD_RATE_OUTLET: '0',
};

/**
 * The demo restaurant on a kotd of its own. It opens at any time of any day: the server is started with its clock
 * set, so that what is done is as old as it would be, and everything else is as in earnest.
 */
export class Restaurant {
  readonly #folder: string;
  readonly #port: number;
  #box: Box | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  static async make(): Promise<Restaurant> {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-screens-'));
    // However we end, nothing is left behind.
    process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    return new Restaurant(folder, await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** @param at RFC 3339; later than anything that was done here before */
  async open(at: string, workers = 1): Promise<House> {
    this.#box = new Box({
      name: 'annapurna-1',
      host: '127.0.0.1',
      port: this.#port,
      workers,
      data: join(this.#folder, 'data'),
      sockets: join(this.#folder, 'sockets'),
      settings: {
        ...SETTINGS,
        NODE_OPTIONS: `--import=${CLOCK}`,
        CLOCK_OFFSET_MS: String(Date.parse(at) - Date.now()),
      },
    });
    await this.#box.start();
    const house = new House(new Servers([this.url]));
    await house.open();
    return house;
  }

  async close(): Promise<void> {
    await this.#box?.stop();
    this.#box = null;
  }
}
