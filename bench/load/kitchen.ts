import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client.js';
import { type Door, enterAll } from './door.js';
import { Orders } from './orders.js';
import { type Waits, waitsOf } from './spread.js';
import { doTasks } from './tasks.js';

/** Units that the peak is found with, all under way at the same time. */
const AT_ONCE = 64;
/** How long the last tickets may take; ms. */
const PATIENCE_MS = 3000;
const MARK = '"orderId":"';

let waiters: Client[] = [];
let orders = new Orders([]);
let next = 0;
/** When each order was sent whose ticket somebody still waits for, by its id. */
const sent = new Map<string, { at: number; waiting: number }>();
const waits = new Map<string, number[]>();

const tasks = {
  /** @param screens by what is said of the figures of each */
  async open(args: {
    waiter: Door;
    waiters: number;
    screens: Record<string, Door>;
    lines: readonly object[];
  }): Promise<void> {
    orders = new Orders(args.lines);
    waiters = await enterAll(
      args.waiters,
      () => args.waiter,
      () => ({ keep: Number.POSITIVE_INFINITY }),
    );
    for (const [name, door] of Object.entries(args.screens)) {
      waits.set(name, []);
      const heard = (_: Client, text: string | null) => note(name, text ?? '');
      await enterAll(
        1,
        () => door,
        () => ({ keep: Number.POSITIVE_INFINITY, heard }),
      );
    }
  },

  /** The frames of one order on its way: created, sent, and as the first screen shows it. */
  async sample(): Promise<{ created: string; sent: string }> {
    const [waiter] = waiters;
    if (!waiter) throw new Error('there is no waiter');
    const created = await orders.create(waiter, true);
    const sent = await orders.send(waiter, created.orderId);
    const whole = (text: string) => Buffer.from(text, 'latin1').toString();
    return { created: whole(created.answer), sent: whole(sent.answer) };
  },

  /** Orders a second that can be opened and sent when the next one always waits already. */
  async peak({ seconds }: { seconds: number }): Promise<number> {
    const began = performance.now();
    const until = began + 1000 * seconds;
    let done = 0;
    const drive = async () => {
      while (performance.now() < until) {
        await sendOne();
        done++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, drive));
    const rate = done / ((performance.now() - began) / 1000);
    await allShown();
    return rate;
  },

  /** From the waiter's "send" to the frame on each screen, with so many of them a second, however long each takes. */
  async waits(args: { rate: number; seconds: number }): Promise<Record<string, Waits>> {
    for (const values of waits.values()) values.length = 0;
    await pace(args, sendOne);
    await allShown();
    return Object.fromEntries([...waits].map(([name, values]) => [name, waitsOf([...values])]));
  },

  /** From a frame to its answer. */
  async echoes(args: { rate: number; seconds: number }): Promise<Waits> {
    const values: number[] = [];
    await pace(args, async () => {
      const began = performance.now();
      await orders.send(waiter(), NOBODY);
      values.push(performance.now() - began);
    });
    return waitsOf(values);
  },
};
export type Kitchen = typeof tasks;

const NOBODY = '00000000-0000-0000-0000-000000000000';

function waiter(): Client {
  const one = waiters[next++ % waiters.length];
  if (!one) throw new Error('there is no waiter');
  return one;
}

async function sendOne(): Promise<void> {
  const one = waiter();
  const { orderId } = await orders.create(one, true);
  sent.set(orderId, { at: performance.now(), waiting: waits.size });
  await orders.send(one, orderId);
}

function note(screen: string, text: string): void {
  const at = text.indexOf(MARK);
  if (at < 0) return;
  const orderId = text.slice(at + MARK.length, text.indexOf('"', at + MARK.length));
  const order = sent.get(orderId);
  if (!order) return;
  waits.get(screen)?.push(performance.now() - order.at);
  order.waiting--;
  if (order.waiting === 0) sent.delete(orderId);
}

/** Begins so many a second, whatever becomes of those before. */
async function pace(
  { rate, seconds }: { rate: number; seconds: number },
  work: () => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const all = Math.ceil(rate * seconds);
  const underWay: Promise<void>[] = [];
  while (underWay.length < all) {
    const due = Math.min(all, Math.floor(((performance.now() - began) / 1000) * rate) + 1);
    while (underWay.length < due) underWay.push(work());
    await delay(1);
  }
  await Promise.all(underWay);
}

async function allShown(): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (sent.size > 0) {
    if (performance.now() > until)
      throw new Error(`${sent.size} tickets never came to ${[...waits.keys()]}`);
    await delay(1);
  }
}

doTasks(tasks);
