import { cancelBill, issueBill } from '../../src/domain/bill.js';
import { type KitchenAction, step } from '../../src/domain/kitchen.js';
import { addLines, changeLine } from '../../src/domain/lines.js';
import { createItem, setAvailability } from '../../src/domain/menu.js';
import { merge, transfer } from '../../src/domain/move.js';
import { changeOrder, createOrder } from '../../src/domain/order.js';
import { foundOrganization } from '../../src/domain/organization.js';
import { changeOutlet, changeRouting } from '../../src/domain/outlet.js';
import { payBill } from '../../src/domain/payment.js';
import { planSend, send } from '../../src/domain/send.js';
import type { Approval } from '../../src/domain/shapes/approval.js';
import type { Bill, NewPayment } from '../../src/domain/shapes/bill.js';
import type { MenuItem, NewMenuItem } from '../../src/domain/shapes/menu.js';
import type {
  Course,
  LineChange,
  NewLine,
  NewOrder,
  Order,
} from '../../src/domain/shapes/order.js';
import type {
  Outlet,
  OutletChange,
  RoutingRule,
  Station,
  Table,
} from '../../src/domain/shapes/organization.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { acknowledge, awaitedBy, tellUnseen } from '../../src/domain/shown.js';
import { addStation, changeStation } from '../../src/domain/station.js';
import { addTable } from '../../src/domain/table.js';
import { cancelOrder, voidLine } from '../../src/domain/void.js';
import { OutletInMemory } from './outlet-in-memory.js';

const ORGANIZATION = 'organization';

/** A restaurant: every command of floor, kitchen and till, with the documents that the handlers would load. */
export class House extends OutletInMemory {
  #outletId = '';

  static open(): House {
    const house = new House();
    const body = {
      name: 'Saravanaa',
      ownerName: 'Asha',
      email: 'Asha@Example.in',
      passwordHash: '$scrypt$',
      outletName: 'Koramangala',
    };
    const state = { organizationId: ORGANIZATION, outletId: 'outlet', login: undefined };
    house.#outletId = house.take((context) => foundOrganization(body, state, context)).outlet.id;
    return house;
  }

  get outlet(): Outlet {
    return this.get('outlet', this.#outletId);
  }

  change(body: OutletChange): Outlet {
    const state = {
      stations: this.by('station'),
      organization: this.get('organization', ORGANIZATION),
      outlets: this.all('outlet'),
    };
    return this.take((context) => changeOutlet(this.outlet, body, state, context));
  }

  route(...routing: RoutingRule[]): Outlet {
    const state = { stations: this.by('station') };
    return this.take((context) => changeRouting(this.outlet, { routing }, state, context));
  }

  station(name: string): Station {
    return this.take((context) => addStation({ name }, this.#names('station'), context));
  }

  table(name: string, section: string | null = null): Table {
    return this.take((context) => addTable({ name, section }, this.#names('table'), context));
  }

  item(name: string, more: Partial<NewMenuItem> = {}): MenuItem {
    const taxClassId = this.named('taxClass', 'GST 5 %').id;
    const state = {
      outlet: this.outlet,
      stations: this.by('station'),
      taxClasses: this.by('taxClass'),
      categories: this.by('category'),
    };
    const body = { name, price: 10_000, taxClassId, ...more };
    return this.take((context) => createItem(body, state, context));
  }

  availability(itemId: string, available: boolean): MenuItem {
    const item = this.get('menuItem', itemId);
    return this.take((context) => setAvailability(item, available, context));
  }

  create(body: Partial<NewOrder> = {}): Order {
    const table = body.tableId === undefined ? null : (this.find('table', body.tableId) ?? null);
    const whole: NewOrder = { type: 'dineIn', lines: [], ...body };
    const taken = body.id === undefined ? null : (this.find('order', body.id) ?? null);
    return this.take((context) => createOrder(whole, { ...this.#menu(), table, taken }, context));
  }

  changeGuests(orderId: string, guests: number | null): Order {
    const order = this.get('order', orderId);
    return this.take((context) => changeOrder(order, { guests }, context));
  }

  add(orderId: string, ...lines: NewLine[]): Order {
    const order = this.get('order', orderId);
    return this.take((context) => addLines(order, lines, this.#menu(), context));
  }

  changeLine(orderId: string, lineId: string, change: LineChange): Order {
    const order = this.get('order', orderId);
    return this.take((context) => changeLine(order, lineId, change, this.#menu(), context));
  }

  send(orderId: string, course?: Course) {
    const order = this.get('order', orderId);
    return this.take((context) => send(order, this.#kitchen(order), context, course));
  }

  void(
    orderId: string,
    lineId: string,
    quantity: number,
    reason = 'dropped',
    approval: Approval | null = null,
  ) {
    const order = this.get('order', orderId);
    const state = { outlet: this.outlet, approval };
    return this.take((context) => voidLine(order, lineId, quantity, reason, state, context));
  }

  cancel(orderId: string, reason = 'left') {
    const order = this.get('order', orderId);
    const [table, state] = [this.#tableOf(order), { outlet: this.outlet }];
    return this.take((context) => cancelOrder(order, table, reason, state, context));
  }

  transfer(orderId: string, tableId: string) {
    const order = this.get('order', orderId);
    const [from, to] = [this.#tableOf(order), this.get('table', tableId)];
    return this.take((context) => transfer(order, from, to, this.ticketsOf(orderId), context));
  }

  merge(intoId: string, fromId: string) {
    const [into, from] = [this.get('order', intoId), this.get('order', fromId)];
    const tables = [this.#tableOf(into), this.#tableOf(from)] as const;
    const tickets = this.ticketsOf(fromId);
    return this.take((context) => merge(into, from, ...tables, tickets, this.outlet, context));
  }

  step(ticketId: string, action: KitchenAction, lineId: string | null = null): Ticket {
    const ticket = this.get('ticket', ticketId);
    return this.take((context) => step(ticket, action, lineId, context));
  }

  bill(orderId: string, alsoSend = false): Bill {
    const order = this.get('order', orderId);
    return this.take((context) => {
      const plan = alsoSend ? planSend(order, this.#kitchen(order), context) : null;
      return issueBill(order, this.outlet, this.#tableOf(order), plan, context);
    });
  }

  pay(billId: string, payment: NewPayment): Bill {
    const bill = this.get('bill', billId);
    const order = this.get('order', bill.orderId);
    return this.take((context) => payBill(bill, order, this.#tableOf(order), payment, context));
  }

  cancelBill(billId: string): Bill {
    const bill = this.get('bill', billId);
    const order = this.get('order', bill.orderId);
    const state = { outlet: this.outlet };
    return this.take((context) => cancelBill(bill, order, 'wrong guest', state, context));
  }

  /** A display acknowledges tickets; answers those that nobody had acknowledged. */
  shown(ticketIds: readonly string[], deviceId: string | null = 'display'): string[] {
    const tickets = ticketIds.map((id) => this.get('ticket', id));
    return this.take((context) => acknowledge(tickets, this.outlet, deviceId, context)).ticketIds;
  }

  unseen(ticketId: string): Ticket | null {
    const ticket = this.get('ticket', ticketId);
    const { fallbackStationId = null } = this.get('station', ticket.stationId);
    const fallback = fallbackStationId === null ? null : this.get('station', fallbackStationId);
    return this.take((context) => tellUnseen(ticket, fallback, context)).ticket;
  }

  /** Tells of all that is due, the longest first; answers what. */
  watch(): Ticket[] {
    const due = this.all('ticket').filter((ticket) => (awaitedBy(ticket) ?? '~') <= this.now);
    due.sort((a, b) => ((awaitedBy(a) ?? '') < (awaitedBy(b) ?? '') ? -1 : 1));
    return due.flatMap(({ id }) => this.unseen(id) ?? []);
  }

  fallback(stationId: string, fallbackStationId: string | null): Station {
    const station = this.get('station', stationId);
    const others = this.all('station').filter(({ id }) => id !== stationId);
    const state = { others, outlet: this.outlet, items: [], hasOpenTickets: false, orders: [] };
    return this.take((context) => changeStation(station, { fallbackStationId }, state, context));
  }

  /** So many seconds go by. */
  wait(seconds: number): void {
    this.now = new Date(Date.parse(this.now) + seconds * 1000).toISOString();
  }

  ticketsOf(orderId: string): Ticket[] {
    return this.all('ticket').filter((ticket) => ticket.orderId === orderId);
  }

  #names(collection: 'station' | 'table'): string[] {
    return this.all(collection).map(({ name }) => name);
  }

  #menu() {
    return {
      outlet: this.outlet,
      items: this.by('menuItem'),
      taxClasses: this.by('taxClass'),
    };
  }

  #kitchen(order: Order) {
    return { ...this.#menu(), table: this.#tableOf(order) };
  }

  #tableOf(order: Order): Table | null {
    return order.tableId === null ? null : this.get('table', order.tableId);
  }
}
