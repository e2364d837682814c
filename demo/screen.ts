import { stdout } from 'node:process';
import type { Order } from '../src/domain/shapes/order.js';
import { rupees } from './audit.js';
import type { Terminal } from './terminal.js';

const FRAME_MS = 200;
const CLEAR = '\x1b[H\x1b[2J';

/** A live picture, one line per milestone, or nothing. */
export type Shown = 'picture' | 'lines' | 'nothing';

/** Draws the dinner. */
export class Screen {
  readonly #floor: Terminal;
  readonly #kitchen: readonly Terminal[];
  readonly #shown: Shown;
  readonly #news: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(floor: Terminal, kitchen: readonly Terminal[], shown: Shown) {
    this.#floor = floor;
    this.#kitchen = kitchen;
    this.#shown = shown;
  }

  start(): void {
    if (this.#shown === 'picture') this.#timer = setInterval(() => this.#draw(), FRAME_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    if (this.#shown === 'picture') this.#draw();
  }

  say(news: string): void {
    this.#news.push(news);
    if (this.#shown === 'lines') stdout.write(`${news}\n`);
  }

  #draw(): void {
    const lines = ['kotd: a dinner', '', 'table   order  status     kitchen              payable'];
    for (const table of this.#floor.view.tables.values()) {
      const order = table.orderId ? this.#floor.view.orders.get(table.orderId) : undefined;
      if (order) lines.push(this.#row(table.name, order));
    }
    lines.push('');
    for (const { name, view } of this.#kitchen) {
      const open = [...view.tickets.values()].filter((ticket) => ticket.open);
      const numbers = open.map(({ number, kind }) => `${kind === 'void' ? '✗' : '#'}${number}`);
      lines.push(`${name.padEnd(14)} ${currency(view)}  ${numbers.slice(0, 14).join(' ')}`);
    }
    lines.push('', ...this.#news.slice(-8));
    stdout.write(`${CLEAR}${lines.join('\n')}\n`);
  }

  #row(table: string, order: Order): string {
    const items = this.#floor.view.ticketsOf(order.id).flatMap((ticket) => ticket.items);
    const bar = items.map(
      ({ state }) => ({ queued: '·', started: '▒', ready: '▓', served: '█' })[state],
    );
    const columns = [
      table.padEnd(7),
      String(order.number).padEnd(6),
      order.status.padEnd(10),
      bar.join('').slice(0, 20).padEnd(20),
    ];
    return `${columns.join(' ')} ${rupees(order.totals.payable)}`;
  }
}

function currency({ behind, currentTo }: Terminal['view']): string {
  if (behind || !currentTo) return '\x1b[31mnot current     \x1b[0m';
  return `\x1b[32mcurrent ${new Date(currentTo).toTimeString().slice(0, 8)}\x1b[0m`;
}
