import type { Menu, MenuItem } from '../src/domain/shapes/menu.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Station, Table } from '../src/domain/shapes/organization.js';
import type { Role } from '../src/domain/shapes/staff.js';
import { Api, type Answer, type CallOptions } from './api.js';

const ROLES: readonly Role[] = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'];
let count = 0;

/** A small restaurant of its own, signed up over HTTP: two stations, four tables, three items, every role. */
export class Restaurant {
  readonly api: Api;
  readonly tokens: Record<Role, string> = {
    owner: '',
    manager: '',
    cashier: '',
    waiter: '',
    kitchen: '',
  };
  organization = '';
  outlet = '';
  stations: Station[] = [];
  tables: Table[] = [];
  items: MenuItem[] = [];
  menu: Menu = { version: 0, categories: [], taxClasses: [], items: [] };

  private constructor(url: string) {
    this.api = new Api(url);
  }

  static async open(url: string): Promise<Restaurant> {
    const restaurant = new Restaurant(url);
    await restaurant.#furnish(`${process.pid}-${++count}`);
    return restaurant;
  }

  /** A call on the outlet, as the owner unless said; fails unless the answer is 200 or 201. */
  async do<B = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    role: Role = 'owner',
  ) {
    const answer = await this.try<B>(method, path, { body }, role);
    if (answer.status > 201) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  /** A call on the outlet, whatever it answers. */
  try<B = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions = {},
    role: Role = 'owner',
  ): Promise<Answer<B>> {
    return this.api.call<B>(method, `/outlets/${this.outlet}${path}`, {
      token: this.tokens[role],
      ...options,
    });
  }

  /** An open order with one portion of each item, at a table if one is given. */
  order(table?: Table): Promise<Order> {
    return this.do<Order>('POST', '/orders', {
      type: table ? 'dineIn' : 'takeaway',
      ...(table ? { tableId: table.id } : {}),
      lines: this.items.map(({ id }) => ({ itemId: id, quantity: 1 })),
    });
  }

  async #furnish(mark: string): Promise<void> {
    const email = (role: Role) => `${role}-${mark}@test.kotd`;
    const password = 'a-good-password';
    const signedUp = await this.api.expect<{
      accessToken: string;
      user: { organizationId: string };
      outlets: { id: string }[];
    }>(201, 'POST', '/organizations', {
      body: {
        name: `Test ${mark}`,
        ownerName: 'Owner',
        email: email('owner'),
        password,
        outletName: 'Main',
      },
    });
    this.tokens.owner = signedUp.accessToken;
    this.organization = signedUp.user.organizationId;
    this.outlet = signedUp.outlets[0]?.id ?? '';
    await Promise.all(
      ROLES.slice(1).map(async (role) => {
        const body = { name: role, email: email(role), password, role, outletIds: [this.outlet] };
        await this.api.expect(201, 'POST', '/staff', { token: this.tokens.owner, body });
        const login = await this.api.expect<{ accessToken: string }>(200, 'POST', '/auth/login', {
          body: { email: body.email, password },
        });
        this.tokens[role] = login.accessToken;
      }),
    );
    await this.do('POST', '/stations', { name: 'Bar' });
    for (const name of ['T1', 'T2', 'T3', 'T4']) {
      this.tables.push(
        await this.do<Table>('POST', '/tables', { name, section: 'Hall', seats: 4 }),
      );
    }
    const stations = await this.do<{ data: Station[] }>('GET', '/stations');
    this.stations = stations.data;
    const { taxClasses } = await this.do<Menu>('GET', '/menu');
    const taxClass = (rate: number, inclusive: boolean) =>
      taxClasses.find((found) => found.rate === rate && found.inclusive === inclusive)?.id;
    const [kitchen, bar] = this.stations.map(({ id }) => id);
    for (const item of [
      { name: 'Dal', price: 26_000, taxClassId: taxClass(500, false), stationIds: [kitchen] },
      {
        name: 'Thali',
        price: 64_905,
        taxClassId: taxClass(1800, false),
        stationIds: [kitchen, bar],
      },
      { name: 'Lassi', price: 11_001, taxClassId: taxClass(500, true), stationIds: [bar] },
    ]) {
      this.items.push(await this.do<MenuItem>('POST', '/menu/items', item));
    }
    this.menu = await this.do<Menu>('GET', '/menu');
  }
}
