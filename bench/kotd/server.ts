import { join } from 'node:path';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import { Box } from '../../fleet/box.js';
import { freePort } from '../../fleet/find.js';
import { CORE, pin } from '../cores.js';
import { Folder } from '../folder.js';

/** Limits are on and counted, as in earnest; nobody in a bench meets them. */
export const LIMITS = {
  KOTD_RATE_AUTH: '1000000000',
  KOTD_RATE_ADDRESS: '1000000000',
  KOTD_RATE_ORDERS: '1000000000',
  KOTD_RATE_OTHER: '1000000000',
  KOTD_RATE_OUTLET: '1000000000',
};

export interface KotdOptions {
  /** 1 unless the row is about several. */
  workers?: number;
  /** `false`: it may use every core. */
  pinned?: boolean;
  settings?: Readonly<Record<string, string>>;
  /** Puts what shall be there already into the folder of the embedded store. */
  fill?(store: string): Promise<void>;
}

/** A real kotd with the demo's restaurant (60 items on its menu), on the servers' core. */
export class Kotd {
  readonly house: House;
  readonly pids: readonly number[];
  readonly box: Box;
  readonly #folder: Folder;

  private constructor(box: Box, folder: Folder, house: House, pids: readonly number[]) {
    this.box = box;
    this.#folder = folder;
    this.house = house;
    this.pids = pids;
  }

  static async start(options: KotdOptions = {}): Promise<Kotd> {
    const folder = await Folder.make();
    await options.fill?.(storeIn(folder));
    const box = new Box({
      name: 'bench',
      host: '127.0.0.1',
      port: await freePort(),
      workers: options.workers ?? 1,
      data: join(folder.path, 'data'),
      sockets: join(folder.path, 'sockets'),
      settings: { ...LIMITS, KOTD_DEMO: '1', KOTD_DRAIN_MS: '0', ...options.settings },
    });
    await box.start();
    const pids = [box.pid, ...(await box.workers())];
    if (options.pinned !== false) for (const pid of pids) pin(pid, CORE.server);
    const house = new House(new Servers([box.url]));
    await house.open();
    return new Kotd(box, folder, house, pids);
  }

  get url(): string {
    return this.box.url;
  }

  /** Folder of the embedded store. */
  get store(): string {
    return storeIn(this.#folder);
  }

  /** Of the demo's outlet; `path` such as `/menu`. */
  at(path: string): string {
    return `${this.url}/api/v1/outlets/${this.house.outlet}${path}`;
  }

  /** What the owner's terminal sends with each request. */
  async headers(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.house.token({ email: 'owner@demo.kotd' })}` };
  }

  async stop(): Promise<void> {
    await this.box.stop();
    await this.#folder.stop();
  }
}

function storeIn({ path }: Folder): string {
  return join(path, 'data', 'store');
}
