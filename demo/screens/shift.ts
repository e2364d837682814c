import type { Bill, NewPayment } from '../../src/domain/shapes/bill.js';
import type { Menu, MenuItem } from '../../src/domain/shapes/menu.js';
import type { NewLine, Order, OrderType } from '../../src/domain/shapes/order.js';
import type { Table } from '../../src/domain/shapes/organization.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import type { KitchenState, OrderAndTickets, Ticket } from '../../src/domain/shapes/ticket.js';
import { person } from '../evening.js';
import type { House } from '../house.js';
import type { Chance } from '../people.js';
import { Cashier, Pace, someLines } from '../people.js';
import type { Terminal } from '../terminal.js';

interface How {
  size?: string;
  with?: readonly string[];
  note?: string;
  course?: number;
  seat?: number;
}

/** So many portions of a dish by its name on the menu. */
type Wishes = readonly (readonly [portions: number, dish: string, how?: How])[];

const WAITERS = [0, 1, 2];

/** How far a dish can be, and what takes it there from the state before. */
const STEPS = [
  ['queued', ''],
  ['started', 'start'],
  ['ready', 'ready'],
  ['served', 'bump'],
] as const satisfies (readonly [KitchenState, string])[];

/** Those who work between two starts of the server, each at a terminal of their own; what they do goes by names. */
export class Shift {
  readonly #house: House;
  readonly #menu: Menu;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Which of the waiters somebody is, by their id. */
  readonly #waiters: ReadonlyMap<string, number>;
  readonly #terminals = new Map<string, Promise<Terminal>>();
  /** What is open, by the name of its table; the last one of no table by its type. */
  readonly #orders = new Map<string, Order>();

  private constructor(
    house: House,
    menu: Menu,
    tables: readonly Table[],
    people: readonly { id: string; name: string }[],
  ) {
    this.#house = house;
    this.#menu = menu;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#waiters = new Map(WAITERS.map((at) => [named(people, person('waiter', at).name).id, at]));
  }

  static async begin(house: House): Promise<Shift> {
    const people = (await house.get('/people')) as { data: { id: string; name: string }[] };
    const shift = new Shift(house, await house.menu(), await house.tables(), people.data);
    for (const status of ['open', 'billed']) {
      const orders = (await house.list(`/orders?status=${status}`)) as Order[];
      for (const order of orders) shift.#remember(order);
    }
    return shift;
  }

  async end(): Promise<void> {
    for (const terminal of this.#terminals.values()) (await terminal).close();
  }

  /** Guests sit down and order. @param waiter of the three: 0, 1 or 2 */
  async seat(table: string, waiter: number, guests: number, wishes: Wishes): Promise<void> {
    await this.hold(table, waiter, guests, wishes);
    await this.#send(table);
  }

  /** As `seat`, and the kitchen does not hear of it yet. */
  async hold(table: string, waiter: number, guests: number, wishes: Wishes): Promise<void> {
    const tableId = this.#tables.get(table)?.id;
    const lines = this.#linesOf(wishes);
    await this.#open(waiter, { type: 'dineIn', tableId, guests, lines });
  }

  async takeAway(type: 'takeaway' | 'delivery', waiter: number, wishes: Wishes): Promise<void> {
    await this.#open(waiter, { type, lines: this.#linesOf(wishes) });
    await this.#send(type);
  }

  /** They order more. */
  async more(table: string, wishes: Wishes): Promise<void> {
    await this.holdMore(table, wishes);
    await this.#send(table);
  }

  /** As `more`, and the kitchen does not hear of it yet. */
  async holdMore(table: string, wishes: Wishes): Promise<void> {
    const body = { orderId: this.#at(table).id, lines: this.#linesOf(wishes) };
    this.#remember(await this.#serve(table, 'order.addLines', body));
  }

  /** They want another quantity of what they have ordered. */
  async rather(table: string, dish: string, quantity: number): Promise<void> {
    const body = { ...this.#line(table, dish), quantity };
    this.#remember(await this.#serve(table, 'order.changeLine', body));
    await this.#send(table);
  }

  async takeBack(table: string, dish: string, quantity: number, reason: string): Promise<void> {
    const body = { ...this.#line(table, dish), quantity, reason };
    const { order } = await this.#do<OrderAndTickets>('cashier', 'order.voidLine', body);
    this.#remember(order);
  }

  async move(from: string, to: string): Promise<void> {
    const body = { orderId: this.#at(from).id, tableId: this.#tables.get(to)?.id };
    await this.#serve(from, 'order.transfer', body);
    this.#orders.set(to, this.#at(from));
    this.#orders.delete(from);
  }

  /** All of it is taken back, and they go. */
  async cancel(table: string, reason: string): Promise<void> {
    await this.#do('cashier', 'order.cancel', { orderId: this.#at(table).id, reason });
    await this.cook(table, 'served');
  }

  /** The kitchens take these dishes so far; without any, all of it. What was taken back they only take note of. */
  async cook(at: string, upTo: KitchenState, ...dishes: string[]): Promise<void> {
    const tickets = (await this.#house.list(`/orders/${this.#at(at).id}/tickets`)) as Ticket[];
    for (const { id, kind, items } of tickets.filter(({ open }) => open)) {
      for (const { lineId, name, state } of items) {
        if (dishes.length > 0 && !dishes.includes(name)) continue;
        const steps = STEPS.slice(rankOf(state) + 1, rankOf(upTo) + 1).map(([, step]) => step);
        for (const step of kind === 'void' ? steps.slice(-1) : steps) {
          await this.#do('kitchen', `ticket.${step}`, { ticketId: id, lineId });
        }
      }
    }
  }

  async bill(table: string): Promise<Bill> {
    const { id } = this.#at(table);
    return await this.#do<Bill>('cashier', 'order.bill', { orderId: id, send: true });
  }

  async pay(billId: string, payment: NewPayment): Promise<void> {
    await this.#do('cashier', 'bill.pay', { billId, ...payment });
  }

  /** Guests come, eat whatever there is, pay and go. Some take it along, some send something back. */
  async rounds(count: number, chance: Chance): Promise<void> {
    const pace = new Pace(0, chance);
    const cashier = new Cashier(await this.#terminal('cashier'), pace, chance);
    const tables = [...this.#tables.values()].filter(({ state }) => state === 'free');
    for (const [at, { id, name, seats }] of tables.slice(0, count).entries()) {
      const lines = someLines(this.#menu, 4, chance);
      const away = at % 4 === 3;
      const seated = { type: 'dineIn', tableId: id, guests: seats ?? 1, lines } as const;
      await this.#open(at % WAITERS.length, away ? { type: 'takeaway', lines } : seated);
      const order = away ? 'takeaway' : name;
      await this.#send(order);
      await this.cook(order, 'served');
      const [dish] = this.#at(order).lines;
      if (at % 5 === 2 && dish && dish.quantity > 1) {
        await this.takeBack(order, dish.name, 1, 'Sent back');
        await this.cook(order, 'served');
      }
      await cashier.settle(await this.bill(order));
    }
  }

  async #open(
    waiter: number,
    body: { type: OrderType; tableId?: string | undefined; guests?: number; lines: NewLine[] },
  ): Promise<void> {
    const terminal = await this.#terminal('waiter', waiter);
    this.#remember(await terminal.command<Order>('order.create', body));
  }

  async #send(at: string): Promise<void> {
    const body = { orderId: this.#at(at).id };
    const { order } = await this.#serve<OrderAndTickets>(at, 'order.send', body);
    this.#remember(order);
  }

  /** By the waiter who has opened it. */
  async #serve<R>(at: string, type: string, body: object): Promise<R> {
    const waiter = this.#waiters.get(this.#at(at).createdBy);
    return await (await this.#terminal('waiter', waiter)).command<R>(type, body);
  }

  async #do<R>(role: Role, type: string, body: object): Promise<R> {
    return await (await this.#terminal(role)).command<R>(type, body);
  }

  #terminal(role: Role, index = 0): Promise<Terminal> {
    const key = `${role} ${index}`;
    const terminal =
      this.#terminals.get(key) ?? this.#house.terminal(person(role, index), AUDIENCES[role]);
    this.#terminals.set(key, terminal);
    return terminal;
  }

  #remember(order: Order): void {
    const table = [...this.#tables.values()].find(({ id }) => id === order.tableId);
    this.#orders.set(table?.name ?? order.type, order);
  }

  #at(at: string): Order {
    const order = this.#orders.get(at);
    if (!order) throw new Error(`nothing is open at ${at}`);
    return order;
  }

  #line(at: string, dish: string): { orderId: string; lineId: string } {
    const { id, lines } = this.#at(at);
    return { orderId: id, lineId: named(lines, dish).id };
  }

  #linesOf(wishes: Wishes): NewLine[] {
    return wishes.map(([quantity, dish, how = {}]) => {
      const item: MenuItem = named(this.#menu.items, dish);
      const { size, with: extras = [], ...more } = how;
      const modifiers = item.modifierGroups.flatMap((group) => group.modifiers);
      return {
        itemId: item.id,
        quantity,
        ...(size === undefined ? {} : { variantId: named(item.variants, size).id }),
        modifierIds: extras.map((extra) => named(modifiers, extra).id),
        ...more,
      };
    });
  }
}

/** What a terminal of each role listens to; here nobody looks at it. */
const AUDIENCES: Readonly<Record<Role, readonly string[]>> = {
  owner: ['floor'],
  manager: ['floor'],
  cashier: ['floor', 'bills'],
  waiter: ['floor'],
  kitchen: [],
};

function rankOf(state: KitchenState): number {
  return STEPS.findIndex(([reached]) => reached === state);
}

function named<T extends { name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`the demo has no ${name}`);
  return found;
}
