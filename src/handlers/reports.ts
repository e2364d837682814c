import { Type } from '@sinclair/typebox';
import { businessDay } from '../domain/calendar.js';
import { firstVoidId } from '../domain/line-void.js';
import { DayBook } from '../domain/report.js';
import { OpenBook, SalesBook } from '../domain/sales.js';
import type { Order } from '../domain/shapes/order.js';
import { Closed, Day } from '../domain/shapes/primitives.js';
import { type OpenNow, SalesReport } from '../domain/shapes/report.js';
import type { Reader } from './reader.js';
import { query } from './spec.js';

/** Bills whose orders are asked for together. */
const TOGETHER = 250;
/** Clocks on earth are at most so far ahead of UTC; ms. */
const FURTHEST_EAST = 14 * 3600 * 1000;

export const dayReport = query({
  name: 'report.day',
  path: '/outlets/{outletId}/reports/day',
  summary: 'Sales of a business day, today unless said; agrees with its bills to the paisa',
  reach: 'outlet',
  permission: 'report.read',
  limit: 'other',
  query: Type.Object({ date: Type.Optional(Day) }, Closed),
  answer: SalesReport,
  async respond({ read, outlet, context }, { date: asked }) {
    const today = businessDay(context.now, outlet.timeZone, outlet.dayStartsAt);
    const date = asked ?? today;
    const [book, sales] = [new DayBook(date), new SalesBook(outlet)];
    // Of the day that is still being sold, whoever counts the drawer wants the last bill as well.
    const mayLag = date < today;
    const ofDay = { index: 'byDay', equals: [date], mayLag } as const;
    for await (const one of read.each('lineVoid', ofDay)) sales.addVoid(one);
    for await (const some of together(read.each('bill', ofDay))) {
      const orderIds = some.map(({ orderId }) => orderId);
      const orders = await read.many('order', orderIds);
      const kept = await keptVoids(read, orders.values());
      for (const bill of some) {
        book.add(bill);
        sales.add(bill, orders.get(bill.orderId), kept);
      }
    }
    for await (const order of cancelledOn(date, mayLag, read)) sales.addCancelled(order);
    const categoryOf = await categories(read, sales.itemIds);
    return {
      body: { ...book.report(), ...sales.report(categoryOf), open: await openNow(read, context) },
    };
  },
});

/**
 * The first void of each line that had anything taken back, by its id; none of lines from before
 * they were kept.
 */
async function keptVoids(read: Reader, orders: Iterable<Order>) {
  const lines = [...orders].flatMap((order) => order.lines);
  const voided = lines.filter(({ voidedQuantity }) => voidedQuantity > 0);
  return await read.many('lineVoid', voided.map(firstVoidId));
}

async function* together<T>(things: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const thing of things) {
    some.push(thing);
    if (some.length < TOGETHER) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Cancelled orders of a business day. They are in the order of their creation: it reads back to that day. */
async function* cancelledOn(date: string, mayLag: boolean, read: Reader): AsyncGenerator<Order> {
  const notBefore = new Date(Date.parse(`${date}T00:00:00Z`) - FURTHEST_EAST).toISOString();
  const ofStatus = { index: 'byStatus', equals: ['cancelled'] } as const;
  const cancelled = { ...ofStatus, reverse: true, mayLag };
  let cursor: string | null = null;
  do {
    const page: { data: Order[]; nextCursor: string | null } = await read.page('order', {
      ...cancelled,
      limit: TOGETHER,
      cursor,
    });
    for (const order of page.data) {
      if (order.createdAt < notBefore) return;
      if (order.businessDay === date) yield order;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Whatever was sold is still there, archived at most. */
async function categories(read: Reader, itemIds: Iterable<string>) {
  const [items, all] = await Promise.all([
    read.many('menuItem', itemIds),
    read.all('category', { index: 'all' }),
  ]);
  const byId = new Map(all.map((category) => [category.id, category]));
  return (itemId: string) => byId.get(items.get(itemId)?.categoryId ?? '') ?? null;
}

async function openNow(read: Reader, { now }: { now: string }): Promise<OpenNow> {
  const book = new OpenBook();
  const byStatus = (status: string) => ({ index: 'byStatus', equals: [status] }) as const;
  for await (const order of read.each('order', byStatus('open'))) book.addOrder(order);
  for (const status of ['unpaid', 'partlyPaid']) {
    for await (const bill of read.each('bill', byStatus(status))) book.addBill(bill);
  }
  return book.report(now);
}
