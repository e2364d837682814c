import { setTimeout as delay } from 'node:timers/promises';
import type { Bill } from '../src/domain/shapes/bill.js';
import type { Menu, MenuItem } from '../src/domain/shapes/menu.js';
import type { NewLine, Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { OrderAndTickets, Ticket } from '../src/domain/shapes/ticket.js';
import type { Terminal } from './terminal.js';

/** One number from 0 to 1 at each call; seeded, so that a dinner can be played again. */
export type Chance = () => number;

/** How long people take, in milliseconds, made longer or shorter by the pace of the demo. */
export class Pace {
  readonly #factor: number;
  readonly #chance: Chance;

  constructor(factor: number, chance: Chance) {
    this.#factor = factor;
    this.#chance = chance;
  }

  async take(milliseconds: number): Promise<void> {
    await delay(milliseconds * this.#factor * (0.5 + this.#chance()));
  }
}

/** One to `most` lines from the menu, with a variant, modifiers or a note now and then. */
export function someLines(menu: Menu, most: number, chance: Chance): NewLine[] {
  const items = menu.items.filter(({ available }) => available);
  const count = 1 + Math.floor(chance() * most);
  return Array.from({ length: count }, () => {
    const item = items[Math.floor(chance() * items.length)] as MenuItem;
    const line: NewLine = { itemId: item.id, quantity: 1 + Math.floor(chance() * 3) };
    const variant = item.variants[Math.floor(chance() * (item.variants.length + 1))];
    if (variant) line.variantId = variant.id;
    const modifiers = item.modifierGroups.flatMap((group) => {
      const modifier = group.modifiers[Math.floor(chance() * group.modifiers.length)];
      return modifier && (group.min > 0 || chance() < 0.4) ? [modifier.id] : [];
    });
    if (modifiers.length > 0) line.modifierIds = modifiers;
    if (chance() < 0.15) line.note = 'Birthday table';
    return line;
  });
}

export class Waiter {
  constructor(
    readonly terminal: Terminal,
    readonly menu: Menu,
    readonly pace: Pace,
    readonly chance: Chance,
  ) {}

  /** Seats guests and takes their order; the starter is sent first, and the rest with what else they want. */
  async serve(table: Table): Promise<Order> {
    const { terminal, menu, chance } = this;
    await this.pace.take(1200);
    const order = await terminal.command<Order>('order.create', {
      type: 'dineIn',
      tableId: table.id,
      guests: 1 + Math.floor(chance() * (table.seats ?? 4)),
      lines: someLines(menu, 4, chance).map((line, at) => ({ ...line, course: at === 0 ? 1 : 2 })),
    });
    await terminal.command<OrderAndTickets>('order.send', { orderId: order.id, course: 1 });
    await this.pace.take(2500);
    await terminal.command<Order>('order.addLines', {
      orderId: order.id,
      lines: someLines(menu, 3, chance),
    });
    const sent = await terminal.command<OrderAndTickets>('order.send', { orderId: order.id });
    await this.pace.take(1000);
    return sent.order;
  }

  async transfer(order: Order, to: Table): Promise<void> {
    await this.terminal.command('order.transfer', { orderId: order.id, tableId: to.id });
  }

  async merge(into: Order, from: Order): Promise<void> {
    await this.terminal.command('order.merge', { orderId: into.id, fromOrderId: from.id });
  }

  /** Brings the bill once the kitchen has nothing left to do for the order. */
  async bill(orderId: string): Promise<Bill> {
    const { terminal } = this;
    const waits = () => terminal.view.ticketsOf(orderId).some(({ open }) => open);
    await terminal.until(() => !waits());
    await this.pace.take(800);
    return await terminal.command<Bill>('order.bill', { orderId, send: true });
  }
}

export class Cashier {
  constructor(
    readonly terminal: Terminal,
    readonly pace: Pace,
    readonly chance: Chance,
  ) {}

  /** Takes one portion of a line back, after the kitchen has heard of it. */
  async takeBack(order: Order): Promise<void> {
    const line = order.lines.find(({ quantity, voidedQuantity }) => quantity > voidedQuantity);
    if (!line) return;
    await this.terminal.command('order.voidLine', {
      orderId: order.id,
      lineId: line.id,
      quantity: 1,
      reason: 'Guest changed their mind',
    });
  }

  /** Settles a bill: in cash with change, by card, or half by UPI and the rest in cash. */
  async settle(bill: Bill): Promise<Bill> {
    await this.pace.take(900);
    const pay = (tender: string, amount: number) =>
      this.terminal.command<Bill>('bill.pay', { billId: bill.id, tender, amount });
    const way = this.chance();
    if (bill.payable > 1 && way < 0.35) {
      const part = Math.floor(bill.payable / 2);
      await pay('upi', part);
      return await pay('cash', bill.payable - part);
    }
    if (way < 0.65) return await pay('card', bill.payable);
    return await pay('cash', Math.ceil(bill.payable / 50_000) * 50_000);
  }
}

type Action = 'start' | 'ready' | 'bump' | 'recall';

/** What a cook does next with a ticket. */
const NEXT = { queued: 'start', started: 'ready', ready: 'bump', served: 'recall' } as const;

/** A screen that a cook works from: begins, finishes and bumps what stands on it, oldest first. */
export class KitchenScreen {
  /** Tickets that somebody cooks or has cooked: the view hears of a step a moment after its answer. */
  readonly #taken = new Set<string>();
  #recalled = false;

  constructor(
    readonly terminal: Terminal,
    readonly pace: Pace,
  ) {}

  /** Cooks until the terminal is closed. */
  start(failed: (error: unknown) => void): void {
    const look = () => {
      for (const ticket of this.terminal.view.tickets.values()) {
        if (!ticket.open || this.#taken.has(ticket.id)) continue;
        this.#taken.add(ticket.id);
        this.#cook(ticket).catch(failed);
      }
    };
    this.terminal.on('seen', look);
    look();
  }

  async #cook(ticket: Ticket): Promise<void> {
    const cooked = await this.#toServed(ticket);
    if (this.#recalled || cooked.kind === 'void') return;
    this.#recalled = true;
    await this.#toServed(await this.#step(cooked, 'recall'));
  }

  /** Takes what is left of queued, started, ready, served; a void is only taken note of. */
  async #toServed(ticket: Ticket): Promise<Ticket> {
    let now = ticket;
    while (now.open) {
      const action = now.kind === 'void' ? 'bump' : NEXT[now.state];
      await this.pace.take(900);
      now = await this.#step(now, action);
    }
    return now;
  }

  #step(ticket: Ticket, action: Action): Promise<Ticket> {
    return this.terminal.command<Ticket>(`ticket.${action}`, { ticketId: ticket.id });
  }
}
