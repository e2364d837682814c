import type { Locator, Page } from 'playwright-core';
import type { Menu } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Station, Table } from '../../src/domain/shapes/organization.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { DEMO_LOGINS } from '../../src/demo/restaurant.js';
import type { Api } from '../api.js';
import { until } from '../until.js';
import { signIn, type Web } from './browser.js';

type Wish = readonly [item: string, quantity: number, more?: { note?: string; course?: number }];

export interface Sent {
  order: Order;
  tickets: Ticket[];
}

/** The demo restaurant as its floor and its office work with it, over HTTP. */
export class House {
  readonly outlet: string;
  readonly tables: readonly Table[];
  readonly stations: readonly Station[];
  readonly #api: Api;
  readonly #token: string;
  readonly #menu: Menu;
  #seated = 0;

  private constructor(api: Api, token: string, outlet: string, found: readonly unknown[]) {
    const [menu, tables, stations] = found as [Menu, { data: Table[] }, { data: Station[] }];
    this.#api = api;
    this.#token = token;
    this.outlet = outlet;
    this.#menu = menu;
    this.tables = tables.data;
    this.stations = stations.data;
  }

  static async open(api: Api): Promise<House> {
    const [owner] = DEMO_LOGINS;
    if (!owner) throw new Error('the demo has nobody');
    const { email, password } = owner;
    const { accessToken: token, outlets } = await api.expect<{
      accessToken: string;
      outlets: { id: string; name: string }[];
    }>(200, 'POST', '/auth/login', { body: { email, password } });
    const outlet = outlets.find(({ name }) => name === 'Annapurna Indiranagar')?.id ?? '';
    const asked = ['menu', 'tables?limit=1000', 'stations'].map((path) =>
      api.expect(200, 'GET', `/outlets/${outlet}/${path}`, { token }),
    );
    return new House(api, token, outlet, await Promise.all(asked));
  }

  /** Whatever it answers is fine below 300. */
  async do<B = Record<string, unknown>>(method: string, path: string, body?: object): Promise<B> {
    const { status, body: answer } = await this.#api.call<B>(
      method,
      `/outlets/${this.outlet}${path}`,
      { token: this.#token, body },
    );
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  station(name: string): string {
    return this.stations.find((station) => station.name === name)?.id ?? '';
  }

  /** A table at which nobody sits yet. */
  free(): Table {
    const table = this.tables[this.#seated++];
    if (!table) throw new Error('the house is full');
    return table;
  }

  /** Orders at a table of its own and sends it to the kitchen. */
  async send(...wishes: readonly Wish[]): Promise<Sent & { table: string }> {
    const table = this.free();
    const sent = await this.#send({ type: 'dineIn', tableId: table.id }, wishes);
    return { ...sent, table: table.name };
  }

  /** As `send`, by somebody who takes it along: there are more tickets than tables. */
  async sendAlong(...wishes: readonly Wish[]): Promise<Sent> {
    return await this.#send({ type: 'takeaway' }, wishes);
  }

  async #send(of: { type: string; tableId?: string }, wishes: readonly Wish[]): Promise<Sent> {
    const lines = wishes.map(([name, quantity, more]) => {
      const item = this.#menu.items.find((one) => one.name === name);
      if (!item) throw new Error(`no ${name}`);
      const [variant] = item.variants;
      return { itemId: item.id, quantity, ...(variant && { variantId: variant.id }), ...more };
    });
    const order = await this.do<Order>('POST', '/orders', { ...of, lines });
    return await this.do<Sent>('POST', `/orders/${order.id}/send`, {});
  }

  /** Another quantity of the first line, and the kitchen is told. */
  async more({ order }: Sent, quantity: number): Promise<void> {
    const line = order.lines[0]?.id;
    await this.do('PATCH', `/orders/${order.id}/lines/${line}`, { quantity });
    await this.do('POST', `/orders/${order.id}/send`, {});
  }

  async takeBack(
    { order }: Sent,
    quantity: number,
    at = 0,
    reason = 'Changed their mind',
  ): Promise<void> {
    const line = order.lines[at]?.id;
    const body = { quantity, reason };
    await this.do('POST', `/orders/${order.id}/lines/${line}/void`, body);
  }

  /** How far the dishes of the tandoor's ticket are, as the server has it. */
  async states({ tickets }: Sent): Promise<string> {
    const id = tickets.find(({ stationId }) => stationId === this.station('Tandoor'))?.id;
    const { items } = await this.do<Ticket>('GET', `/tickets/${id}`);
    return items.map(({ state }) => state).join(' ');
  }
}

/** Signs the kitchen in, and goes to a station. */
export async function stand(web: Web, page: Page, station = 'Tandoor'): Promise<void> {
  const cook = DEMO_LOGINS.find(({ role }) => role === 'kitchen');
  await signIn(page, `${web.url}/kds`, [cook?.email ?? '', cook?.password ?? '']);
  await page.getByRole('link', { name: station }).click();
  await current(page);
}

/** Waits until the screen is proven current. */
export async function current(page: Page): Promise<void> {
  await page.locator('.connection[data-state=current]').waitFor();
}

/** The card of a table that is on the board; not what was just bumped. */
export function cardOf(page: Page, table: string) {
  return page.locator('.card:not([data-state=gone])').filter({
    has: page.getByRole('heading', { name: table, exact: true }),
  });
}

/** Notes what was taken back, as soon as it can have been read: whoever is faster is not heeded. */
export async function understand(button: Locator): Promise<void> {
  await button.waitFor();
  await until(async () => {
    await button.evaluateAll(([found]) => found?.click());
    return (await button.count()) === 0;
  }, 'void that is noted');
}
