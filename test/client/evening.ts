import { Memory } from '../../client/memory.js';
import type { Shown } from '../../client/overlay.js';
import type { Kinds } from '../../client/state.js';
import type { Event } from '../../src/domain/decision.js';
import { FakeClock } from './fake-clock.js';
import { FakeServer } from './fake-server.js';
import { Till } from './till.js';

export const DEEDS = [
  ...[
    'create',
    'create',
    'add',
    'add',
    'send',
    'send',
    'change',
    'guests',
    'void',
    'cancel',
    'move',
    'merge',
  ],
  ...['bill', 'pay', 'bump', 'bump'],
] as const;
export const FAULTS = ['cut', 'heal', 'sleep', 'wake', 'crash', 'twice', 'late', 'wait'] as const;

/** Something that a till does, or that happens to it. */
export interface Act {
  what: (typeof DEEDS)[number] | (typeof FAULTS)[number];
  till: number;
  /** Which of the things that the till shows; how long where it waits. */
  pick: number;
}

type Order = Kinds['orders'];

/**
 * An evening of a small house on a bad network: two tills, and a second tab of the first. People do what they see
 * on their screens; the server goes by the real rules.
 */
export class Evening {
  readonly clock = new FakeClock();
  readonly server: FakeServer;
  readonly tills: readonly Till[];
  readonly #asleep = new Set<Till>();

  private constructor() {
    this.server = new FakeServer(this.clock, (socket, frame) => {
      this.tills.find((till) => till.has(socket))?.carry(socket, frame);
    });
    const [one, other] = [new Memory(), new Memory()];
    this.tills = [
      new Till('till 1', this.clock, one, this.server),
      new Till('till 2', this.clock, other, this.server),
      new Till('tab of till 1', this.clock, one, this.server),
    ];
  }

  static async begin(): Promise<Evening> {
    const evening = new Evening();
    for (const till of evening.tills) await till.open();
    await evening.clock.advance(100);
    return evening;
  }

  async play({ what, till: number, pick }: Act): Promise<void> {
    const till = this.tills[number % this.tills.length];
    if (!till) throw new Error('no till');
    if (this.#asleep.has(till) && what !== 'wake' && what !== 'crash') return;
    switch (what) {
      case 'cut':
        till.cut();
        break;
      case 'heal':
        till.heal();
        break;
      case 'sleep':
        till.sleep();
        this.#asleep.add(till);
        break;
      case 'wake':
        till.wake();
        this.#asleep.delete(till);
        break;
      case 'crash':
        this.#asleep.delete(till);
        await till.crash();
        break;
      case 'twice':
        till.misbehave('none', 'twice', 'twice', 'none', 'twice');
        break;
      case 'late':
        till.misbehave('late', 'none', 'none', 'late', 'none');
        break;
      case 'wait':
        await this.clock.advance((pick % 40) * 500);
        break;
      default:
        await this.#do(what, till, pick);
    }
    await this.clock.advance(1 + (pick % 12));
  }

  /** Everything is mended; resolves when nothing is left to say or to hear. */
  async end(): Promise<void> {
    for (const till of this.tills) {
      till.heal();
      till.wake();
    }
    for (let round = 0; round < 60 && !this.#calm(); round++) await this.clock.advance(5_000);
    await this.clock.advance(6_000);
  }

  /** What an order, or another document, was at a position of the stream, by the server. */
  openAt(kind: 'order' | 'bill', seq: number): Map<string, { rev: number }> {
    const open = new Map<string, { rev: number }>();
    for (const { data } of this.server.house.events.slice(0, seq) as Event[]) {
      const document = data[kind] as { id: string; rev: number; status: string } | undefined;
      if (!document) continue;
      if (['paid', 'cancelled'].includes(document.status)) open.delete(document.id);
      else open.set(document.id, document);
    }
    return open;
  }

  #calm(): boolean {
    return this.tills.every(({ terminal }) => {
      const { waiting, confirmed } = terminal.outbox.get();
      return waiting.length + confirmed.length === 0 && terminal.view.behind === null;
    });
  }

  async #do(what: (typeof DEEDS)[number], till: Till, pick: number): Promise<void> {
    const shown = till.terminal.view.withPending();
    const order = one([...shown.orders.values()], pick);
    const lines = [
      {
        itemId: one(this.server.house.all('menuItem'), pick)?.id ?? '',
        quantity: 1 + (pick % 3),
        course: 1 + (pick % 2),
      },
    ];
    if (what === 'create') {
      const table = one(
        [...shown.tables.values()].filter(({ state }) => state === 'free'),
        pick,
      );
      const at = table && pick % 3 > 0 ? { tableId: table.id } : {};
      return await till.give('order.create', { type: 'dineIn', ...at, lines });
    }
    if (what === 'bump') {
      const ticket = one(
        [...shown.tickets.values()].filter(({ id }) => !id.includes('/')),
        pick,
      );
      const step = ticket && STEPS[ticket.state];
      return ticket && step ? await till.give(step, { ticketId: ticket.id }) : undefined;
    }
    if (what === 'pay') {
      const bill = one([...shown.bills.values()], pick);
      return bill && (await till.give('bill.pay', payment(bill, pick)));
    }
    if (order) await this.#onOrder(what, till, order, shown, lines, pick);
  }

  async #onOrder(
    what: (typeof DEEDS)[number],
    till: Till,
    order: Order,
    shown: Shown,
    lines: { itemId: string; quantity: number; course: number }[],
    pick: number,
  ): Promise<void> {
    const orderId = order.id;
    const line = one(order.lines, pick);
    const lineId = line?.id ?? 'none';
    if (what === 'add') return await till.give('order.addLines', { orderId, lines });
    if (what === 'send') {
      const course = pick % 3 === 0 ? { course: 1 } : {};
      return await till.give('order.send', { orderId, ...course });
    }
    if (what === 'bill') return await till.give('order.bill', { orderId, send: true });
    if (what === 'cancel') return await till.give('order.cancel', { orderId, reason: 'left' });
    if (what === 'guests')
      return await till.give('order.change', { orderId, guests: 1 + (pick % 4) });
    if (what === 'change') {
      const quantity = (line?.quantity ?? 1) + 1;
      return await till.give('order.changeLine', { orderId, lineId, quantity });
    }
    if (what === 'void') {
      return await till.give('order.voidLine', { orderId, lineId, quantity: 1, reason: 'cold' });
    }
    if (what === 'move') {
      const tableId = one([...shown.tables.values()], pick)?.id ?? '';
      return await till.give('order.transfer', { orderId, tableId });
    }
    const fromOrderId = one([...shown.orders.values()], pick + 1)?.id ?? '';
    await till.give('order.merge', { orderId, fromOrderId });
  }
}

const STEPS = {
  queued: 'ticket.start',
  started: 'ticket.ready',
  ready: 'ticket.bump',
  served: null,
} as const;

function payment(bill: Kinds['bills'], pick: number) {
  const due = bill.payable - bill.paid;
  const amount = pick % 2 === 0 ? due : Math.ceil(due / 2);
  return { billId: bill.id, tender: 'cash' as const, amount: Math.max(1, amount) };
}

function one<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)];
}
